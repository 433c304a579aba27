package clusterlab.http;

import org.jspecify.annotations.Nullable;

/**
 * A complete response of the session counter, as far as a client looks at it.
 *
 * @param status of HTTP
 * @param sessionId the JSESSIONID that it sets, or null
 * @param node who answered as the front tells it, or null
 * @param body in ISO 8859-1, which is good enough for a number
 */
public record HttpAnswer(int status, @Nullable String sessionId, @Nullable String node, String body) {
    /** What {@link #counter} is where there is none. */
    public static final long NONE = -1;

    private static final int MOST_DIGITS = 18;
    private static final String COUNTER = "Session Counter = ";

    /** The page's counter, or {@link #NONE} if it shows none, or -1, its word for a session that is not there. */
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

    /** Whether the page is one that tells a counter, be it that there is none. */
    public boolean tellsCounter() {
        return body.contains(COUNTER);
    }

    /** Whether the embedded front answered itself, and no node was ever asked (front's page "No node is up"). */
    public boolean sentToNobody() {
        return status == 503 && node == null && body.contains("No node is up");
    }

    /** The route at the end of a JSESSIONID, which JvmRouteBinderValve keeps equal to the node that answered; or null. */
    public static @Nullable String route(@Nullable String id) {
        int dot = id == null ? -1 : id.lastIndexOf('.');
        return id == null || dot < 0 ? null : id.substring(dot + 1);
    }
}
