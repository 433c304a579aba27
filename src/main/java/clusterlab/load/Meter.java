package clusterlab.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts and latencies of one run. Written by all clients; {@link #turn} is called by one thread. */
final class Meter {
    /** The window of rate and percentiles, in turns. */
    private static final int TURNS = 8;
    /** How often {@link #turn} wants to be called, in milliseconds. */
    static final long TURN_MILLIS = 250;

    private static final long LONGEST_MICROS = 120_000_000;
    /** Two digits: latencies are right within 1 %. */
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Histogram window = new Histogram(LONGEST_MICROS, DIGITS);
    private long turnedNanos;
    private volatile Live live = new Live(0, 0, 0);

    private record Turn(Histogram latencies, long nanos) {}

    /** Rate and percentiles of the window. */
    record Live(double perSecond, double p50Millis, double p99Millis) {}

    Meter(long nowNanos) {
        turnedNanos = nowNanos;
    }

    /**
     * A good answer.
     *
     * @param latencyNanos since the request was due
     * @param goneIncrements that the answer shows to be gone
     */
    void answered(long latencyNanos, long goneIncrements) {
        recorder.recordValue(Math.min(LONGEST_MICROS, Math.max(0, latencyNanos / 1000)));
        requests.increment();
        lost.add(goneIncrements);
    }

    /** No answer, or a bad one. */
    void failed() {
        failures.increment();
    }

    /** Moves the window on to this moment. */
    void turn(long nowNanos) {
        Histogram spare = turns.size() == TURNS ? turns.removeFirst().latencies() : null;
        turns.addLast(new Turn(recorder.getIntervalHistogram(spare), nowNanos - turnedNanos));
        turnedNanos = nowNanos;
        window.reset();
        long nanos = 0;
        for (Turn turn : turns) {
            window.add(turn.latencies());
            nanos += turn.nanos();
        }
        live = new Live(
                nanos == 0 ? 0 : window.getTotalCount() * 1e9 / nanos,
                window.getValueAtPercentile(50) / 1000.0,
                window.getValueAtPercentile(99) / 1000.0);
    }

    Live live() {
        return live;
    }

    long requests() {
        return requests.sum();
    }

    long failures() {
        return failures.sum();
    }

    long lost() {
        return lost.sum();
    }
}
