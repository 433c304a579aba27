package clusterlab.experiment;

import clusterlab.experiment.check.AcknowledgedThenLost;
import clusterlab.experiment.check.AttributeNeverArrives;
import clusterlab.experiment.check.Availability;
import clusterlab.experiment.check.DivergedCopies;
import clusterlab.experiment.check.LostSession;
import clusterlab.experiment.check.LostUpdate;
import clusterlab.experiment.check.StaleRead;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Status;
import java.util.Optional;

/**
 * One line of the table that compares configurations.
 *
 * @param label which run
 * @param status its verdict on losses
 * @param service its verdict on the service; empty if no checker judged it
 * @param increments acknowledged ones lost, in parallel requests too, of sessions that lived on
 * @param sessions lost
 * @param stale answers that were
 * @param differ sessions whose copies differ in the end, or lack the attribute of their first request
 * @param gap the longest gap of a client in nanoseconds
 * @param perSecond acknowledged requests a second
 * @param p99 latency in nanoseconds
 */
public record MatrixRow(
        RunLabel label,
        Status status,
        Optional<Status> service,
        long increments,
        long sessions,
        long stale,
        long differ,
        long gap,
        double perSecond,
        long p99) {
    /** The line of a run. */
    public static MatrixRow of(RunResult run) {
        return new MatrixRow(
                run.label(),
                run.judgement().status(),
                run.judgement().service(),
                // Both may count the same increment of a session with parallel requests: the counter lacks it, and the
                // elements.
                Math.max(value(run, AcknowledgedThenLost.LOST), value(run, LostUpdate.LOST)),
                value(run, LostSession.LOST),
                value(run, StaleRead.STALE),
                value(run, DivergedCopies.DIVERGED) + value(run, AttributeNeverArrives.MISSING),
                value(run, Availability.GAP),
                run.latency().perSecond(),
                run.latency().p99());
    }

    private static long value(RunResult run, String key) {
        return Math.round(run.judgement().figure(key).map(Figure::value).orElse(0.0));
    }
}
