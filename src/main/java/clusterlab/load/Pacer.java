package clusterlab.load;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When each request is due: at a constant rate, independent of the clients and the latencies, or immediately. All clients
 * share it, and each takes the next request.
 */
final class Pacer {
    private final long startNanos;
    private final double nanosPerRequest;
    private final AtomicLong taken = new AtomicLong();

    /** The first request is due now. */
    Pacer(long startNanos, OptionalDouble ratePerSecond) {
        this.startNanos = startNanos;
        this.nanosPerRequest = ratePerSecond.isPresent() ? 1e9 / ratePerSecond.getAsDouble() : 0;
    }

    /** Whether clients send requests one after the other without waiting. */
    boolean flatOut() {
        return nanosPerRequest == 0;
    }

    /**
     * Takes the next request.
     *
     * @return when it is due, in terms of {@link System#nanoTime}; with a rate it may be in the past, if all clients were busy
     */
    long take(long nowNanos) {
        return flatOut() ? nowNanos : startNanos + (long) (taken.getAndIncrement() * nanosPerRequest);
    }
}
