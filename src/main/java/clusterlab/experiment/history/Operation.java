package clusterlab.experiment.history;

import clusterlab.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

/**
 * One line of the history: a client sent a request, or learned what became of it.
 *
 * @param phase sent, or how it ended
 * @param kind what was asked of the session
 * @param client that asked, from 0
 * @param session the logical session, from 0 and dense: what the user takes for one session, whatever its id
 * @param request unique in the run; joins an invocation and its end
 * @param at nanoseconds since the run began
 * @param intended when the request should have been sent, in the same nanoseconds; equal to {@code at} for a client
 *     that sends as fast as it can. Latency counts from here. Used of invocations only.
 * @param sessionId the JSESSIONID that the answer left the client with; null if unknown
 * @param value the session's counter after the request, or {@link #NONE}
 * @param size how many elements the session had after the request, or {@link #NONE}
 * @param elements of an acknowledged read: what the session had; else null
 * @param node that answered, or the target of an invocation sent past the front; null if unknown
 * @param status of HTTP, or 0 without an answer
 * @param error why it failed, or null
 */
public record Operation(
        Phase phase,
        Kind kind,
        int client,
        int session,
        long request,
        long at,
        long intended,
        @Nullable String sessionId,
        long value,
        long size,
        @Nullable Elements elements,
        @Nullable String node,
        int status,
        @Nullable String error) {

    /** No counter: the session or its attribute was not there, or the answer gave none. */
    public static final long NONE = HttpAnswer.NONE;

    /** Where in its life a request is. */
    public enum Phase {
        /** About to be sent. */
        INVOKE,
        /** Acknowledged: the complete response came and says success. */
        OK,
        /** Certainly without effect: refused before it was sent, or by the front itself. */
        FAIL,
        /** Unknown: no response, or half of one. It may have counted or not, and may still do so. */
        INFO
    }

    /** What a request asks of a session. */
    public enum Kind {
        /** The first request, with no cookie: makes the session, counts 1, and adds the first element. */
        CREATE,
        /** Counts one up, adds an element, and answers with the value after. */
        INCREMENT,
        /** Answers with the value and the elements. */
        READ,
        /** A new id for the same session, as at a login; does not count. */
        CHANGE_ID,
        /** A read with the id from before a change. Its answer is thrown away. */
        REPLAY_OLD_ID;

        /** Whether the counter goes up. */
        public boolean counts() {
            return this == CREATE || this == INCREMENT;
        }
    }

    /** A request about to be sent by a client that is not paced. */
    public static Operation invoke(Kind kind, int client, int session, long request, long at) {
        return invoke(kind, client, session, request, at, at);
    }

    /** A request about to be sent, which should have been sent at {@code intended}. */
    public static Operation invoke(Kind kind, int client, int session, long request, long at, long intended) {
        return new Operation(
                Phase.INVOKE, kind, client, session, request, at, intended, null, NONE, NONE, null, null, 0, null);
    }

    /** This invocation was acknowledged. */
    public Operation ok(long when, @Nullable String id, long newValue, @Nullable String by, int httpStatus) {
        return ended(Phase.OK, when, id, newValue, by, httpStatus, null);
    }

    /** The same answer, which also told how many elements the session has and, if it was a read, which. */
    public Operation holding(long newSize, @Nullable Elements held) {
        return new Operation(
                phase, kind, client, session, request, at, intended, sessionId, value, newSize, held, node, status,
                error);
    }

    /** This invocation certainly had no effect. */
    public Operation fail(long when, int httpStatus, String why) {
        return ended(Phase.FAIL, when, null, NONE, null, httpStatus, why);
    }

    /** It is unknown whether this invocation had an effect. */
    public Operation info(long when, int httpStatus, String why) {
        return ended(Phase.INFO, when, null, NONE, null, httpStatus, why);
    }

    private Operation ended(
            Phase how,
            long when,
            @Nullable String id,
            long newValue,
            @Nullable String by,
            int httpStatus,
            @Nullable String why) {
        return new Operation(
                how, kind, client, session, request, when, intended, id, newValue, NONE, null, by, httpStatus, why);
    }
}
