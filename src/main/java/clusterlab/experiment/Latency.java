package clusterlab.experiment;

import clusterlab.experiment.history.History;
import org.HdrHistogram.Histogram;

/**
 * How fast acknowledged requests were, in nanoseconds from when they should have been sent: a client that had to wait for
 * a slow answer has its next requests count as late, too (no coordinated omission).
 *
 * @param requests acknowledged ones
 * @param perSecond acknowledged requests a second over the whole run
 * @param p50 half were faster
 * @param p90 nine of ten were faster
 * @param p99 99 of 100 were faster
 * @param p999 999 of 1,000 were faster
 * @param max the slowest
 */
public record Latency(long requests, double perSecond, long p50, long p90, long p99, long p999, long max) {
    static final long HIGHEST = 3_600_000_000_000L;

    /** Of all acknowledged requests of this history. */
    public static Latency of(History history) {
        Histogram histogram = new Histogram(HIGHEST, 3);
        for (int row = 0; row < history.size(); row++) {
            if (history.ok(row)) {
                histogram.recordValue(latency(history, row));
            }
        }
        long count = histogram.getTotalCount();
        return new Latency(
                count,
                history.end() == 0 ? 0 : count * 1e9 / history.end(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }

    static long latency(History history, int row) {
        return Math.max(0, Math.min(HIGHEST, history.completed(row) - history.intended(row)));
    }
}
