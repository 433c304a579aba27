package clusterlab.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, never longer than until a deadline. */
public final class Await {
    private static final long POLL_MILLIS = 2;

    private Await() {}

    /**
     * The moment at which a wait ends.
     *
     * @param nanoTime in terms of {@link System#nanoTime}
     */
    public record Deadline(long nanoTime) {
        public static Deadline in(Duration time) {
            return new Deadline(System.nanoTime() + time.toNanos());
        }

        /** Whether it is over. */
        public boolean passed() {
            return System.nanoTime() - nanoTime >= 0;
        }

        /** The time left, zero or more. */
        public Duration left() {
            return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
        }

        /** A deadline this much later. */
        Deadline later(Duration time) {
            return new Deadline(nanoTime + time.toNanos());
        }

        /** The earlier of this deadline and a moment from now. */
        public Deadline orIn(Duration time) {
            Deadline other = in(time);
            return other.nanoTime - nanoTime < 0 ? other : this;
        }
    }

    /**
     * Checks the condition every few milliseconds.
     *
     * @return whether it became true before the deadline
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static boolean until(Deadline deadline, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (deadline.passed()) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
