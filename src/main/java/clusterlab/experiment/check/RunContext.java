package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.FaultRecord;
import java.time.Duration;
import java.util.List;

/**
 * What checkers need beside the history and the last copies.
 *
 * @param sticky whether the front promised to keep a session on its node
 * @param parallel whether the workload sends parallel requests of one session on purpose
 * @param faults as they were applied, in order
 * @param polls what the copies held before the last reading, in order; empty if they were not read
 * @param limits what counts as bad service
 */
public record RunContext(
        boolean sticky, boolean parallel, List<FaultRecord> faults, List<CopySnapshot> polls, Limits limits) {

    /** Sticky, sequential, no fault. */
    public static final RunContext CALM = new RunContext(true, false, List.of(), List.of(), Limits.DEFAULT);

    /** Copies the lists. */
    public RunContext {
        faults = List.copyOf(faults);
        polls = List.copyOf(polls);
    }

    /** The same with these faults. */
    public RunContext withFaults(FaultRecord... applied) {
        return new RunContext(sticky, parallel, List.of(applied), polls, limits);
    }

    /** The same with these polls. */
    public RunContext withPolls(List<CopySnapshot> watched) {
        return new RunContext(sticky, parallel, faults, watched, limits);
    }

    /** The same with this promise of the front. */
    public RunContext withSticky(boolean promised) {
        return new RunContext(promised, parallel, faults, polls, limits);
    }

    /** The same with parallel requests of one session. */
    public RunContext withParallel(boolean onPurpose) {
        return new RunContext(sticky, onPurpose, faults, polls, limits);
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
