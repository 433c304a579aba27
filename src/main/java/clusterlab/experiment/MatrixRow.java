package clusterlab.experiment;

import clusterlab.experiment.check.AcknowledgedThenLost;
import clusterlab.experiment.check.AttributeNeverArrives;
import clusterlab.experiment.check.Availability;
import clusterlab.experiment.check.DivergedCopies;
import clusterlab.experiment.check.LostSession;
import clusterlab.experiment.check.LostUpdate;
import clusterlab.experiment.check.StaleRead;
import clusterlab.experiment.verdict.Status;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;

/**
 * One line of the table that compares configurations. A count that no checker of the experiment made is empty.
 *
 * @param label which run
 * @param status its verdict on losses
 * @param service its verdict on the service; empty if no checker judged it
 * @param increments acknowledged ones lost, in parallel requests too, of the sessions that users had in the end
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
        OptionalLong increments,
        OptionalLong sessions,
        OptionalLong stale,
        OptionalLong differ,
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
                of(run, Math::max, AcknowledgedThenLost.LOST, LostUpdate.LOST),
                of(run, Long::sum, LostSession.LOST),
                of(run, Long::sum, StaleRead.STALE),
                of(run, Long::sum, DivergedCopies.DIVERGED, AttributeNeverArrives.MISSING),
                of(run, Long::sum, Availability.GAP).orElse(0),
                run.latency().perSecond(),
                run.latency().p99());
    }

    private static OptionalLong of(RunResult run, LongBinaryOperator together, String... keys) {
        return Arrays.stream(keys)
                .flatMap(key -> run.judgement().figure(key).stream())
                .mapToLong(figure -> Math.round(figure.value()))
                .reduce(together);
    }
}
