package clusterlab.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Counts and latencies of one run. All clients write to it; one thread calls {@link #turn}. */
final class Meter {
    /** The window of rate and percentiles, in turns. */
    private static final int TURNS = 8;
    /** The interval of the calls of {@link #turn}, in milliseconds. */
    static final long TURN_MILLIS = 250;

    private static final long LONGEST_MICROS = 120_000_000;
    /** Two digits: latencies are exact to 1 %. */
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Histogram window = new Histogram(LONGEST_MICROS, DIGITS);
    private long turnedNanos;
    private volatile boolean counts;
    private volatile Live live = new Live(0, 0, 0);

    private record Turn(Histogram latencies, long nanos) {}

    /** Rate and percentiles of the window. */
    record Live(double perSecond, double p50Millis, double p99Millis) {}

    Meter(long nowNanos) {
        turnedNanos = nowNanos;
    }

    /**
     * Counts a successful answer.
     *
     * @param latencyNanos since the request was due
     */
    void answered(long latencyNanos) {
        recorder.recordValue(Math.min(LONGEST_MICROS, Math.max(0, latencyNanos / 1000)));
        requests.increment();
    }

    /**
     * Notes that an answer showed a counter.
     *
     * @param goneIncrements how many more acknowledged increments are missing than before
     */
    void counted(long goneIncrements) {
        if (!counts) {
            counts = true;
        }
        lost.add(goneIncrements);
    }

    /** Counts a missing answer or one with an error status. */
    void failed() {
        failures.increment();
    }

    /** Moves the window to this time. */
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

    /** Acknowledged increments that are missing, or null if no answer showed a counter. */
    @Nullable
    Long lost() {
        return counts ? lost.sum() : null;
    }
}
