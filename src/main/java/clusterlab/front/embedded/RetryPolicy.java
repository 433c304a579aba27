package clusterlab.front.embedded;

import java.util.Set;

/** Decides what to do with a request that a node failed. It has no side effects. */
final class RetryPolicy {

    /** RFC 9110, section 9.2.2, without methods that servlets do not support. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    /** What to do. */
    enum Decision {
        /** Another node gets it. */
        RETRY,
        /** The client gets an error page. */
        GIVE_UP,
        /** A part of the response is sent: only cutting the connection shows the client the failure. */
        CUT
    }

    private RetryPolicy() {}

    /** Whether sending it twice does the same as sending it once. */
    static boolean idempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    /**
     * @param method of the request
     * @param mayBeDelivered whether any byte of it was written to the node
     * @param bodyAtHand whether what was read of the client's body can be sent again from the start
     * @param responseStarted whether any byte went to the client
     */
    static Decision decide(String method, boolean mayBeDelivered, boolean bodyAtHand, boolean responseStarted) {
        if (responseStarted) {
            return Decision.CUT;
        }
        if (!bodyAtHand || (mayBeDelivered && !idempotent(method))) {
            return Decision.GIVE_UP;
        }
        return Decision.RETRY;
    }
}
