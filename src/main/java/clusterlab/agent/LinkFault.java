package clusterlab.agent;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The effect of a fault on the replication messages from one node to another. */
public final class LinkFault {
    /** No message passes. */
    public static final LinkFault CUT = new LinkFault(true, 0, 0, 0);
    /** All messages pass without delay. */
    public static final LinkFault NONE = new LinkFault(false, 0, 0, 0);

    private final boolean cut;
    private final double loss;
    private final long delayMillis;
    private final long jitterMillis;

    /**
     * An effect.
     *
     * @param cut no message passes; a sender waits, as if the packets were lost
     * @param loss probability from 0 to 1 that a message is lost
     * @param delayMillis delay of each message, 0 or more
     * @param jitterMillis the delay varies by up to this much in both directions, 0 or more
     * @throws IllegalArgumentException if a number is out of its range
     */
    public LinkFault(boolean cut, double loss, long delayMillis, long jitterMillis) {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("a loss is a probability from 0 to 1");
        }
        if (delayMillis < 0 || jitterMillis < 0) {
            throw new IllegalArgumentException("a delay is 0 ms or more");
        }
        this.cut = cut;
        this.loss = loss;
        this.delayMillis = delayMillis;
        this.jitterMillis = jitterMillis;
    }

    public boolean cut() {
        return cut;
    }

    public double loss() {
        return loss;
    }

    public long delayMillis() {
        return delayMillis;
    }

    public long jitterMillis() {
        return jitterMillis;
    }

    /** Both faults together. */
    public LinkFault and(LinkFault other) {
        return new LinkFault(
                cut || other.cut,
                1 - (1 - loss) * (1 - other.loss),
                delayMillis + other.delayMillis,
                jitterMillis + other.jitterMillis);
    }

    /** Whether it has no effect. */
    public boolean isNone() {
        return !cut && loss == 0 && delayMillis == 0 && jitterMillis == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinkFault
                && cut == ((LinkFault) other).cut
                && loss == ((LinkFault) other).loss
                && delayMillis == ((LinkFault) other).delayMillis
                && jitterMillis == ((LinkFault) other).jitterMillis;
    }

    @Override
    public int hashCode() {
        return Objects.hash(cut, loss, delayMillis, jitterMillis);
    }

    @Override
    public String toString() {
        return "cut " + cut + ", loss " + loss + ", delay " + delayMillis + " ± " + jitterMillis + " ms";
    }
}
