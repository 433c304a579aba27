package clusterlab.front.embedded;

import java.util.Set;

/** Decides what becomes of a request whose node failed it. Pure. */
final class RetryPolicy {

    /** RFC 9110, section 9.2.2, without the ones that no servlet knows. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    /** What to do. */
    enum Decision {
        /** Another node gets it. */
        RETRY,
        /** The client is told. */
        GIVE_UP,
        /** Part of the response is out: only cutting the connection tells the client. */
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
