package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.History;
import clusterlab.experiment.verdict.Verdict;

/** Judges one property of a run. A pure function: no clock, no file, no network, and the same answer each time. */
public interface Checker {

    /** Its name in reports, words joined by hyphens. */
    String name();

    /** What it asks, one line for people. */
    String asks();

    /** Whether it judges what a fault did, and so has nothing to say of a run without one. */
    default boolean needsFault() {
        return false;
    }

    /**
     * Judges. Returns UNKNOWN if there was nothing to look at; {@link Judge} makes UNKNOWN of what is thrown.
     *
     * @param history what clients were told
     * @param state what the copies hold in the end
     * @param context whatever else matters
     */
    Verdict check(History history, CopySnapshot state, RunContext context);
}
