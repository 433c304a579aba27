package clusterlab.plants;

import clusterlab.experiment.verdict.Status;
import clusterlab.run.Rig;
import java.util.function.LongFunction;

/**
 * A defect, and the experiment that has to find it.
 *
 * @param kind its name, unique
 * @param what it does, one line
 * @param trial the experiment
 * @param least the mildest verdict that counts as found: INVALID where a session was harmed, UNKNOWN where something that the
 *     verdict needs did not happen
 * @param rig plants it in a run of this seed
 */
record Plant(String kind, String what, Trial trial, Status least, LongFunction<Rig> rig) {
    /** Whether this verdict tells of it. */
    boolean isFoundBy(Status status) {
        return status.compareTo(least) >= 0;
    }
}
