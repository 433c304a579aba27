package clusterlab.http;

import org.jspecify.annotations.Nullable;

/**
 * A complete response of the session counter, with the parts that a client uses.
 *
 * @param status of HTTP
 * @param sessionId the JSESSIONID of its Set-Cookie header, or null
 * @param node the node that answered, from the header of the front, or null
 * @param body in ISO 8859-1, which is good enough for a number
 */
public record HttpAnswer(int status, @Nullable String sessionId, @Nullable String node, String body) {
    /** The value of {@link #counter} on a page without a counter. */
    public static final long NONE = -1;

    private static final int MOST_DIGITS = 18;
    private static final String COUNTER = "Session Counter = ";

    /** The page's counter. It is {@link #NONE} if the page shows no counter, or shows -1 for a missing session. */
    public long counter() {
        int start = body.indexOf(COUNTER);
        if (start < 0) {
            return NONE;
        }
        int end = start += COUNTER.length();
        while (end < body.length() && Character.isDigit(body.charAt(end))) {
            end++;
        }
        return end == start || end - start > MOST_DIGITS ? NONE : Long.parseLong(body, start, end, 10);
    }

    /** Whether the page shows a counter, or shows that the session has none. */
    public boolean tellsCounter() {
        return body.contains(COUNTER);
    }

    /** Whether the embedded front itself answered and sent the request to no node (its page "No node is up"). */
    public boolean sentToNobody() {
        return status == 503 && node == null && body.contains("No node is up");
    }

    /** The route at the end of a JSESSIONID, which JvmRouteBinderValve keeps equal to the node that answered; or null. */
    public static @Nullable String route(@Nullable String id) {
        int dot = id == null ? -1 : id.lastIndexOf('.');
        return id == null || dot < 0 ? null : id.substring(dot + 1);
    }
}
