package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.History;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Verdict;

/** Judges one property of a run. A pure function: no clock, no file, no network, and the same answer each time. */
public interface Checker {

    /** Its name in reports, words joined by hyphens. */
    String name();

    /** The question that it answers, one line. */
    String asks();

    /** Whether it judges what a fault did, so that a run without one needs no such verdict. */
    default boolean needsFault() {
        return false;
    }

    /** Whether it judges copies only, so that nothing is left to it where they can't be read. */
    default boolean needsCopies() {
        return false;
    }

    /** What it judges. */
    default Aspect aspect() {
        return Aspect.LOSS;
    }

    /**
     * Judges. Returns UNKNOWN if there was nothing to check; {@link Judge} turns an exception into UNKNOWN.
     *
     * @param history the answers that clients got
     * @param state the copies at the end
     * @param context further facts about the run
     */
    Verdict check(History history, CopySnapshot state, RunContext context);
}
