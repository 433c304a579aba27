package clusterlab.experiment;

import clusterlab.experiment.check.RunContext;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.verdict.Judgement;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A run over time, in equal steps.
 *
 * @param length of the run, in nanoseconds
 * @param step of one bucket, in nanoseconds
 * @param buckets in order
 * @param faults as they were applied
 * @param marks one for each finding, by time
 */
public record Timeline(long length, long step, List<Bucket> buckets, List<FaultRecord> faults, List<Mark> marks) {

    /** Copies the lists. */
    public Timeline {
        buckets = List.copyOf(buckets);
        faults = List.copyOf(faults);
        marks = List.copyOf(marks);
    }

    /**
     * What ended in one step.
     *
     * @param ok acknowledged requests
     * @param failed requests that failed or were not answered
     * @param p50 latency of the acknowledged ones in nanoseconds, 0 if there are none
     * @param p99 likewise
     */
    public record Bucket(long ok, long failed, long p50, long p99) {}

    /**
     * A finding showed.
     *
     * @param at when, in nanoseconds
     * @param checker that found it
     */
    public record Mark(long at, String checker) {}

    /** The run in this many steps, 1 or more. */
    public static Timeline of(History history, RunContext context, Judgement judgement, int steps) {
        long length = Math.max(1, history.end());
        for (FaultRecord fault : context.faults()) {
            length = Math.max(length, fault.healedAt() == History.NEVER ? fault.at() : fault.healedAt());
        }
        long step = (length + steps - 1) / steps;
        long[] failed = new long[steps];
        // Columns of latencies by counting sort: a histogram for each step would cost a megabyte each.
        int[] start = new int[steps + 1];
        for (int row = 0; row < history.size(); row++) {
            if (history.ok(row)) {
                start[bucket(history.completed(row), step, steps) + 1]++;
            } else {
                failed[bucket(ended(history, row), step, steps)]++;
            }
        }
        for (int i = 0; i < steps; i++) {
            start[i + 1] += start[i];
        }
        int[] next = start.clone();
        long[] latencies = new long[start[steps]];
        for (int row = 0; row < history.size(); row++) {
            if (history.ok(row)) {
                latencies[next[bucket(history.completed(row), step, steps)]++] = Latency.latency(history, row);
            }
        }
        Histogram histogram = new Histogram(Latency.HIGHEST, 2);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            histogram.reset();
            for (int j = start[i]; j < start[i + 1]; j++) {
                histogram.recordValue(latencies[j]);
            }
            buckets.add(new Bucket(
                    start[i + 1] - start[i],
                    failed[i],
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(99)));
        }
        List<Mark> marks = new ArrayList<>();
        for (Verdict verdict : judgement.verdicts()) {
            verdict.marks().forEach(at -> marks.add(new Mark(at, verdict.checker())));
        }
        marks.sort(Comparator.comparingLong(Mark::at));
        return new Timeline(length, step, buckets, context.faults(), marks);
    }

    private static long ended(History history, int row) {
        return history.completed(row) == History.NEVER ? history.end() : history.completed(row);
    }

    private static int bucket(long at, long step, int steps) {
        return (int) Math.min(steps - 1, Math.max(0, at / step));
    }
}
