package clusterlab.experiment.workload;

import clusterlab.experiment.history.Operation;

/**
 * One request of a plan.
 *
 * @param request unique in the run
 * @param client that sends it, from 0
 * @param session the logical session, from 0
 * @param kind what it asks
 * @param target where it goes
 * @param pick 0 or more; chooses among the other nodes: the one with the number {@code pick % others}
 * @param step requests of a client with the same step are sent at once, the next step after all their answers
 * @param due when it should be sent, in nanoseconds since the run began, or {@link #AT_ONCE}
 */
public record PlannedRequest(
        long request, int client, int session, Operation.Kind kind, Target target, int pick, long step, long due) {

    /** As soon as the step before is done. */
    public static final long AT_ONCE = -1;

    /** Where a request goes. */
    public enum Target {
        /** Through the front, which chooses. */
        FRONT,
        /** To another node than the one that answered the session's last request. */
        ANOTHER_NODE
    }
}
