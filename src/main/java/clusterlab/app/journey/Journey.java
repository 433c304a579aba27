package clusterlab.app.journey;

import clusterlab.app.journey.Har.Entry;
import clusterlab.http.HttpReply.Header;
import clusterlab.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A user's way through an application.
 *
 * @param steps in order; 1 or more
 * @param origin scheme, host and port that it was recorded at, such as {@code http://127.0.0.1:8080}; may be empty
 * @param notices sentences for the user: what of the recording is left out, and why
 */
public record Journey(List<Step> steps, String origin, List<String> notices) {
    /** The most steps of a journey. */
    public static final int MOST_STEPS = 200;

    /** Of server-sent events (HTML Standard, section 9.2). */
    private static final String STREAM = "text/event-stream";

    private static final int MOST_NAMED = 5;

    private static final Pattern ORIGIN =
            Pattern.compile("^https?://[A-Za-z0-9.:\\[\\]_-]+(?=[/?#]|$)", Pattern.CASE_INSENSITIVE);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private static final Set<String> STATIC = Set.of(
            "css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "avif", "bmp", "woff",
            "woff2", "ttf", "otf", "eot", "mp3", "mp4", "webm", "ogg", "wav");

    /** Set by the client itself, of one connection only, or of the browser that recorded it. */
    private static final Set<String> LEFT_OUT = Set.of(
            "host",
            "connection",
            "content-length",
            "cookie",
            "accept-encoding",
            "if-none-match",
            "if-modified-since",
            "if-match",
            "if-range",
            "range",
            "transfer-encoding",
            "expect",
            "te",
            "trailer",
            "keep-alive",
            "upgrade",
            "upgrade-insecure-requests",
            "proxy-authorization",
            "proxy-connection",
            "cache-control",
            "pragma",
            "dnt",
            "priority",
            "content-type",
            "http2-settings",
            "forwarded",
            "x-real-ip");

    /** Copies the lists. */
    public Journey {
        steps = List.copyOf(steps);
        notices = List.copyOf(notices);
    }

    /** Whether a request is for a file that is the same for everybody: a style sheet, a script, a picture, a font. */
    public static boolean isStatic(String path, String mediaType) {
        String type = mediaType.toLowerCase(Locale.ROOT);
        int dot = path.lastIndexOf('.');
        return type.startsWith("image/")
                || type.startsWith("font/")
                || type.startsWith("audio/")
                || type.startsWith("video/")
                || type.startsWith("text/css")
                || type.contains("javascript")
                || (dot > path.lastIndexOf('/')
                        && STATIC.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /**
     * The journey of a recording. What goes to another host than its first request is left out: only the lab's front is ever
     * asked.
     *
     * @throws HarException if nothing is left, or a request can't be sent as it is
     */
    public static Journey of(Har har) throws HarException {
        Map<String, Integer> elsewhere = new TreeMap<>();
        Set<String> methods = new TreeSet<>();
        Set<String> streams = new TreeSet<>();
        List<Step> steps = new ArrayList<>();
        String origin = "";
        for (int i = 0; i < har.entries().size(); i++) {
            Entry entry = har.entries().get(i);
            String at = origin(entry.url());
            if (at.isEmpty()) {
                elsewhere.merge(scheme(entry.url()), 1, Integer::sum);
                continue;
            }
            if (origin.isEmpty()) {
                origin = at;
            }
            if (!at.equals(origin)) {
                elsewhere.merge(at, 1, Integer::sum);
            } else if (!METHODS.contains(entry.method())) {
                methods.add(entry.method());
            } else {
                String target = target(entry.url(), at, i);
                if (entry.answer().mediaType().equals(STREAM)) {
                    streams.add(Target.path(target));
                } else if (!isStatic(Target.path(target), entry.answer().mediaType())) {
                    steps.add(new Step(
                            steps.size() + 1,
                            entry.method(),
                            Target.withoutSessionId(target),
                            headers(entry.headers(), i),
                            entry.body(),
                            entry.answer()));
                }
            }
        }
        List<String> notices = new ArrayList<>();
        if (!elsewhere.isEmpty()) {
            notices.add(elsewhere.values().stream().mapToInt(Integer::intValue).sum()
                    + " requests to other hosts are left out ("
                    + elsewhere.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + "): only the lab's front is ever asked.");
        }
        if (!methods.isEmpty()) {
            notices.add("Requests with these methods are left out: " + String.join(", ", methods) + ".");
        }
        if (!streams.isEmpty()) {
            notices.add("Streams of events, which have no end to wait for, are left out: "
                    + streams.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + ".");
        }
        if (steps.isEmpty()) {
            throw new HarException("it has no request to an application"
                    + (elsewhere.isEmpty() ? "" : "; " + String.join(", ", elsewhere.keySet()) + " is never asked")
                    + ". Record one: cluster-lab record APP");
        }
        if (steps.size() > MOST_STEPS) {
            throw new HarException("it has " + steps.size() + " requests without static files; a journey may have "
                    + MOST_STEPS + ". Record a shorter one");
        }
        if (har.startsInSession()) {
            notices.add(
                    "The recording begins inside of a session. Clients begin without one: if the first steps need it, record"
                            + " again in a fresh browser window.");
        }
        return new Journey(steps, origin, notices);
    }

    private static String origin(String url) {
        Matcher start = ORIGIN.matcher(url);
        return start.find() ? start.group().toLowerCase(Locale.ROOT) : "";
    }

    private static String scheme(String url) {
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        return scheme.matches("[A-Za-z][A-Za-z0-9+.-]{0,15}") ? scheme + ":" : "an address that is none";
    }

    private static String target(String url, String origin, int entry) throws HarException {
        String rest = url.substring(origin.length());
        int fragment = rest.indexOf('#');
        rest = fragment < 0 ? rest : rest.substring(0, fragment);
        String target = rest.startsWith("/") ? rest : "/" + rest;
        if (!HttpRequest.isWord(target)) {
            throw new HarException(
                    "the address of request " + (entry + 1) + " has a blank, a line break or a special character");
        }
        return target;
    }

    private static List<Header> headers(List<Header> recorded, int entry) throws HarException {
        List<Header> kept = new ArrayList<>();
        for (Header header : recorded) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.startsWith(":")) {
                continue;
            }
            if (!HttpRequest.isWord(header.name()) || !HttpRequest.isValue(header.value())) {
                throw new HarException(
                        "a header of request " + (entry + 1) + " has a line break or a special character");
            }
            if (!LEFT_OUT.contains(name)
                    && !name.startsWith("sec-")
                    && !name.startsWith("x-forwarded-")
                    && !name.startsWith("x-cluster-lab-")) {
                kept.add(header);
            }
        }
        return kept;
    }
}
