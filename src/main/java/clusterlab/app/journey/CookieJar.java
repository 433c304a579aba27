package clusterlab.app.journey;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one client of one server. A cookie's domain is ignored, since there is one host only, and so is Secure: the
 * lab's front stands for one with TLS. A cookie with a lifetime lives until the end of the journey.
 */
final class CookieJar {
    private static final int MOST = 200;
    /** A balancer's own cookie may name a node too, with nothing before it. */
    private static final int SHORTEST_ID = 8;

    private final Map<Key, String> values = new LinkedHashMap<>();

    private record Key(String name, String path) {}

    /**
     * Takes the cookie of a Set-Cookie header (RFC 6265, section 5).
     *
     * @param target of the request that it answers
     */
    void set(String header, String target) {
        String[] parts = header.split(";", -1);
        int equals = parts[0].indexOf('=');
        if (equals <= 0) {
            return;
        }
        String path = defaultPath(target);
        boolean ends = false;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            String lower = part.toLowerCase(Locale.ROOT);
            String value = part.substring(part.indexOf('=') + 1).strip();
            if (lower.startsWith("path=") && value.startsWith("/")) {
                path = value;
            } else if (lower.startsWith("max-age=")) {
                ends = value.equals("0") || value.startsWith("-");
            } else if (lower.startsWith("expires=") && value.contains("1970")) {
                ends = true;
            }
        }
        Key key = new Key(parts[0].substring(0, equals).strip(), path);
        values.remove(key);
        if (!ends && values.size() < MOST) {
            values.put(key, parts[0].substring(equals + 1).strip());
        }
    }

    private static String defaultPath(String target) {
        int slash = Target.path(target).lastIndexOf('/');
        return slash <= 0 ? "/" : target.substring(0, slash);
    }

    /** The value of the header Cookie for a request, longer paths first; empty if there is none. */
    Optional<String> header(String target) {
        String path = Target.path(target);
        String all = values.entrySet().stream()
                .filter(cookie -> matches(path, cookie.getKey().path()))
                .sorted((a, b) -> b.getKey().path().length() - a.getKey().path().length())
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static boolean matches(String path, String of) {
        return path.equals(of) || (path.startsWith(of) && (of.endsWith("/") || path.charAt(of.length()) == '/'));
    }

    /** The id of the session: the value of JSESSIONID, else of a cookie that ends with a dot and one of these names of nodes. */
    Optional<String> session(Iterable<String> nodes) {
        for (Map.Entry<Key, String> cookie : values.entrySet()) {
            if (cookie.getKey().name().equals("JSESSIONID")) {
                return Optional.of(cookie.getValue());
            }
        }
        for (String value : values.values()) {
            for (String node : nodes) {
                if (value.endsWith("." + node) && value.length() > node.length() + SHORTEST_ID) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }
}
