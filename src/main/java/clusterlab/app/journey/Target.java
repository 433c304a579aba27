package clusterlab.app.journey;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Targets of requests: a path and a query, as they are written in an address. Pure. */
final class Target {
    private static final Pattern SESSION_ID = Pattern.compile(";jsessionid=[^;/?#]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern PIECE = Pattern.compile("[^/?&=;]+");

    private Target() {}

    /**
     * A parameter of a query or a form.
     *
     * @param rawName as written
     * @param rawValue as written; null if there is no equals sign
     */
    record Pair(String rawName, @Nullable String rawValue) {
        String name() {
            return decode(rawName);
        }

        String value() {
            return rawValue == null ? "" : decode(rawValue);
        }

        Pair with(String value) {
            return value.equals(value()) ? this : new Pair(rawName, encode(value));
        }

        @Override
        public String toString() {
            return rawValue == null ? rawName : rawName + "=" + rawValue;
        }
    }

    /** The parameters of a query or of a form's body. */
    static List<Pair> pairs(String text) {
        List<Pair> pairs = new ArrayList<>();
        for (String piece : text.split("&", -1)) {
            int equals = piece.indexOf('=');
            if (!piece.isEmpty()) {
                pairs.add(
                        equals < 0
                                ? new Pair(piece, null)
                                : new Pair(piece.substring(0, equals), piece.substring(equals + 1)));
            }
        }
        return pairs;
    }

    static String join(List<Pair> pairs) {
        return String.join("&", pairs.stream().map(Pair::toString).toList());
    }

    static String path(String target) {
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    /** Without the question mark; empty if there is none. */
    static String query(String target) {
        int start = target.indexOf('?');
        return start < 0 ? "" : target.substring(start + 1);
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** What can't be decoded stays. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Without session ids in its path. */
    static String withoutSessionId(String target) {
        return SESSION_ID.matcher(target).replaceAll("");
    }

    static boolean hasSessionId(String target) {
        return SESSION_ID.matcher(target).find();
    }

    /**
     * What an address on a page means, as path and query without session id and fragment.
     *
     * @param origin of the page, such as {@code http://127.0.0.1:8080}
     * @param from the target of the page
     * @return empty if it leads to another host, or is no address of HTTP
     */
    static Optional<String> resolve(String origin, String from, String address) {
        String found = address.strip();
        int fragment = found.indexOf('#');
        found = escaped(fragment < 0 ? found : found.substring(0, fragment));
        if (found.startsWith("//") || SCHEME.matcher(found).find()) {
            String whole = found.startsWith("//") ? "http:" + found : found;
            if (origin.isEmpty() || !whole.regionMatches(true, 0, origin, 0, origin.length())) {
                return Optional.empty();
            }
            found = whole.substring(origin.length());
            if (!found.isEmpty() && !found.startsWith("/") && !found.startsWith("?")) {
                return Optional.empty();
            }
            found = found.startsWith("/") ? found : "/" + found;
        }
        String path = path(found);
        String query = found.indexOf('?') < 0 ? "" : "?" + query(found);
        if (path.isEmpty()) {
            return Optional.of(withoutSessionId(
                    path(from) + (found.isEmpty() ? from.substring(path(from).length()) : query)));
        }
        String whole =
                path.startsWith("/") ? path : path(from).substring(0, path(from).lastIndexOf('/') + 1) + path;
        return Optional.of(withoutSessionId(normal(whole) + query));
    }

    /** Without dots as segments (RFC 3986, section 5.2.4). */
    private static String normal(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> {
                    if (last) {
                        kept.addLast("");
                    }
                }
                case ".." -> {
                    kept.pollLast();
                    if (last) {
                        kept.addLast("");
                    }
                }
                default -> kept.addLast(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }

    /** Blanks and such as browsers escape them. */
    private static String escaped(String address) {
        StringBuilder text = new StringBuilder(address.length() + 8);
        address.codePoints().forEach(c -> {
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    text.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
                }
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }

    /** With each number and each random value replaced by a sign, so that two orders' pages have the same. */
    static String shape(String target) {
        String plain = withoutSessionId(target);
        String made = PIECE.matcher(plain)
                .replaceAll(piece ->
                        Secrets.looksServerMade(piece.group()) ? "*" : Matcher.quoteReplacement(piece.group()));
        return NUMBER.matcher(made).replaceAll("#");
    }
}
