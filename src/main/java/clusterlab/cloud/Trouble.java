package clusterlab.cloud;

import java.util.Optional;

/**
 * What is wrong with the answers that nodes get, as long as a fault is in force.
 *
 * @param status with which the API server refuses, or 200
 * @param delayMillis that it waits before it answers
 * @param stale whether it lists the pods of the moment when this began
 * @param unlabelled the node whose pod has lost its labels
 */
public record Trouble(int status, long delayMillis, boolean stale, Optional<String> unlabelled) {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    /** The service account has no right to list pods. */
    public static final Trouble FORBIDDEN_TO_LIST = refusing(FORBIDDEN);
    /** The tokens are past their time. */
    public static final Trouble EXPIRED_TOKENS = refusing(UNAUTHORIZED);
    /** The API server serves nobody. */
    public static final Trouble NO_SERVICE = refusing(UNAVAILABLE);
    /** The list of pods does not change any more. */
    public static final Trouble STALE_LIST = new Trouble(OK, 0, true, Optional.empty());

    private static Trouble refusing(int status) {
        return new Trouble(status, 0, false, Optional.empty());
    }

    /** Each answer comes this much later. */
    public static Trouble slow(long millis) {
        return new Trouble(OK, millis, false, Optional.empty());
    }

    /** The pod of this node has lost its labels. */
    public static Trouble unlabelled(String node) {
        return new Trouble(OK, 0, false, Optional.of(node));
    }

    /** Whether the API server refuses. */
    boolean refuses() {
        return status != OK;
    }
}
