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
import java.util.List;
import java.util.Optional;

/**
 * One line of the table that compares configurations.
 *
 * @param label which run
 * @param status its verdict on losses
 * @param service its verdict on the service; empty if no checker judged it
 * @param lost acknowledged increments, updates, attributes and sessions lost
 * @param stale stale reads and sessions whose copies differ in the end
 * @param gap the longest gap of a client in nanoseconds
 * @param perSecond acknowledged requests a second
 * @param p99 latency in nanoseconds
 */
public record MatrixRow(
        RunLabel label,
        Status status,
        Optional<Status> service,
        long lost,
        long stale,
        long gap,
        double perSecond,
        long p99) {
    private static final List<String> LOST =
            List.of(AcknowledgedThenLost.LOST, LostSession.LOST, LostUpdate.LOST, AttributeNeverArrives.MISSING);
    private static final List<String> STALE = List.of(StaleRead.STALE, DivergedCopies.DIVERGED);

    /** The line of a run. */
    public static MatrixRow of(RunResult run) {
        return new MatrixRow(
                run.label(),
                run.judgement().status(),
                run.judgement().service(),
                sum(run, LOST),
                sum(run, STALE),
                sum(run, List.of(Availability.GAP)),
                run.latency().perSecond(),
                run.latency().p99());
    }

    private static long sum(RunResult run, List<String> keys) {
        return keys.stream()
                .mapToLong(key -> Math.round(
                        run.judgement().figure(key).map(Figure::value).orElse(0.0)))
                .sum();
    }
}
