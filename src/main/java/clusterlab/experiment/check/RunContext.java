package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.evidence.Evidence;
import clusterlab.experiment.evidence.RunEnd;
import clusterlab.experiment.evidence.RunPlan;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.workload.WorkloadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What checkers need beside the history and the last copies.
 *
 * @param sticky whether the front promised to keep a session on its node
 * @param parallel whether the workload sends parallel requests of one session on purpose
 * @param faults as they were applied, in order
 * @param polls what the copies held before the last reading, in order; empty if they were not read
 * @param limits what counts as bad service
 * @param plan of the run; without it nobody can say whether all of it happened
 * @param end of the run
 */
public record RunContext(
        boolean sticky,
        boolean parallel,
        List<FaultRecord> faults,
        List<CopySnapshot> polls,
        Limits limits,
        Optional<RunPlan> plan,
        Optional<RunEnd> end) {

    /** Sticky, sequential, no fault. */
    public static final RunContext CALM =
            new RunContext(true, false, List.of(), List.of(), Limits.DEFAULT, Optional.empty(), Optional.empty());

    /** Copies the lists. */
    public RunContext {
        faults = List.copyOf(faults);
        polls = List.copyOf(polls);
    }

    /** Of a run with this evidence. */
    public static RunContext of(Evidence evidence) {
        RunPlan plan = evidence.plan();
        return new RunContext(
                plan.sticky(),
                plan.mode().equals(WorkloadPlan.Mode.PARALLEL.name()),
                evidence.faults(),
                evidence.polls(),
                Limits.DEFAULT,
                Optional.of(plan),
                evidence.end());
    }

    /** The same with these faults. */
    public RunContext withFaults(FaultRecord... applied) {
        return new RunContext(sticky, parallel, List.of(applied), polls, limits, plan, end);
    }

    /** The same with these polls. */
    public RunContext withPolls(List<CopySnapshot> watched) {
        return new RunContext(sticky, parallel, faults, watched, limits, plan, end);
    }

    /** The same with this promise of the front. */
    public RunContext withSticky(boolean promised) {
        return new RunContext(promised, parallel, faults, polls, limits, plan, end);
    }

    /** The same with parallel requests of one session. */
    public RunContext withParallel(boolean onPurpose) {
        return new RunContext(sticky, onPurpose, faults, polls, limits, plan, end);
    }

    /**
     * What counts as bad service.
     *
     * @param longestGap that a client may be without a good answer
     * @param failedShare of all requests that may fail in a run with a fault, 0 to 1; without a fault none may
     */
    public record Limits(Duration longestGap, double failedShare) {
        /** 10 s, as long as people wait for a page; and one request in ten. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 0.1);
    }
}
