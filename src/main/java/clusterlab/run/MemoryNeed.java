package clusterlab.run;

import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The heap that a run needs: each acknowledged request adds an element to its session, on all nodes, and no session ends
 * before the run does.
 */
final class MemoryNeed {
    /** Of an element on a node; measured 120: 160,000 elements on each of 3 nodes, live objects of the heap. */
    private static final long BYTES_PER_ELEMENT = 130;
    /** Of a request in the client's and the judge's books; they judged 162,000 requests in a heap of 60 MB. */
    private static final long BYTES_PER_REQUEST = 400;
    /** Requests in a second that clients reach where no rate limits them, on a machine with two processors. */
    private static final double FULL_SPEED = 5_000;
    /** What else is alive, for each node. */
    private static final long BYTES_PER_NODE = 6_000_000;
    /** A heap that is fuller spends its time with collections. */
    private static final double USABLE = 0.8;

    private MemoryNeed() {}

    /**
     * Refuses a run that does not fit.
     *
     * @param perSecond requests of all clients in a second, 0 for no limit
     * @param heap largest size of the heap, in bytes
     * @throws SpecException if it does not fit; the message says what to do
     */
    static void refuseIfTooMuch(int nodes, Duration load, double perSecond, long heap) throws SpecException {
        double requests = load.toMillis() / 1000.0 * (perSecond == 0 ? FULL_SPEED : perSecond);
        double bytes = requests * (nodes * BYTES_PER_ELEMENT + BYTES_PER_REQUEST) + nodes * BYTES_PER_NODE;
        if (bytes > heap * USABLE) {
            throw new SpecException(List.of(Problem.usage(String.format(
                    Locale.ROOT,
                    "A run of %,.0f s with about %,.0f requests needs about %.1f GB of memory, and this JVM has %.1f GB: "
                            + "use a shorter --duration, a lower --rate, or java -Xmx%.0fg.",
                    load.toMillis() / 1000.0,
                    requests,
                    bytes / 1e9,
                    heap / 1e9,
                    Math.ceil(bytes / USABLE / 1e9)))));
        }
    }
}
