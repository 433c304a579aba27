package clusterlab.front.embedded;

import java.util.ArrayList;
import java.util.List;

/** Finds the nodes in a request's session ids. It has no side effects. */
final class SessionRoute {

    /** The cookie of the servlet specification. */
    static final String COOKIE = "JSESSIONID";

    private static final String PARAMETER = ";jsessionid=";

    private SessionRoute() {}

    /**
     * The routes of all session ids in the request, the URL's first as in mod_jk ({@code get_sessionid} of jk_lb_worker.c): a
     * browser may send several cookies of one name, for several paths.
     *
     * @param path as the client sent it, not decoded
     * @param cookies the values of all Cookie headers
     * @return without duplicates; empty for a request without a session
     */
    static List<String> of(String path, Iterable<String> cookies) {
        List<String> routes = new ArrayList<>(1);
        int at = path.indexOf(PARAMETER);
        if (at >= 0) {
            int from = at + PARAMETER.length();
            int to = from;
            while (to < path.length() && ";/?".indexOf(path.charAt(to)) < 0) {
                to++;
            }
            add(routes, path.substring(from, to));
        }
        for (String header : cookies) {
            addAll(routes, header);
        }
        return routes;
    }

    private static void addAll(List<String> routes, String header) {
        int from = 0;
        while (from < header.length()) {
            int end = header.indexOf(';', from);
            if (end < 0) {
                end = header.length();
            }
            int start = from;
            while (start < end && header.charAt(start) == ' ') {
                start++;
            }
            int equals = start + COOKIE.length();
            if (equals < end && header.charAt(equals) == '=' && header.startsWith(COOKIE, start)) {
                add(routes, header.substring(equals + 1, end).strip());
            }
            from = end + 1;
        }
    }

    private static void add(List<String> routes, String id) {
        String bare =
                id.length() > 1 && id.startsWith("\"") && id.endsWith("\"") ? id.substring(1, id.length() - 1) : id;
        int dot = bare.lastIndexOf('.');
        if (dot >= 0 && dot + 1 < bare.length()) {
            String route = bare.substring(dot + 1);
            if (!routes.contains(route)) {
                routes.add(route);
            }
        }
    }
}
