package clusterlab.app.journey;

import clusterlab.app.journey.Walker.Seen;
import clusterlab.http.HttpReply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of an answer is compared, place by place. The client's own session id and the names of nodes are replaced by signs: a
 * session that moves changes them.
 */
public final class Facts {
    /** How many places of an answer are compared. */
    public static final int MOST = 5_000;

    private static final int LONGEST = 100_000;
    private static final int MOST_LINES = 500;

    /** What HTTP and its servers say of the transfer and of the moment, and what other facts have. */
    private static final Set<String> UNCOMPARED_HEADERS = Set.of(
            "accept-ranges",
            "age",
            "connection",
            "content-length",
            "content-type",
            "date",
            "etag",
            "expires",
            "keep-alive",
            "last-modified",
            "location",
            "server",
            "server-timing",
            "set-cookie",
            "transfer-encoding",
            "via",
            "x-cluster-lab-node",
            "x-response-time",
            "x-runtime");

    /** Of this run only, so that a short secret can't be found by its digest in a report. */
    private static final byte[] SALT = salt();

    private static final Pattern PATH_PARAMETER =
            Pattern.compile(";jsessionid=[^?#\"'&<>\\s]*", Pattern.CASE_INSENSITIVE);

    /** What Object.toString makes of an object without one of its own: its class and its identity hash, another one in each JVM. */
    private static final Pattern IDENTITY =
            Pattern.compile("(?<![\\w.@])((?:\\w[\\w$]*\\.)+\\w[\\w$]*;?)@[0-9a-f]{1,8}(?![\\w.@-])");

    private final Map<Place, String> values = new LinkedHashMap<>();
    private final Map<Place, Integer> twins = new HashMap<>();
    private final Signs signs;
    private @Nullable Set<String> beginnings;
    private boolean cut;

    /** What kind of fact; the first ones weigh most. */
    public enum Kind {
        /** Whether there was an answer. */
        ANSWER("answer"),
        /** HTTP's status. */
        STATUS("status"),
        /** Where the answer sends the client. */
        REDIRECT("redirect"),
        /** Whether the client still has its session. */
        SESSION("session"),
        /** A page that asks for a password. */
        LOGIN("login form"),
        /** The media type. */
        TYPE("content type"),
        /** The page's title. */
        TITLE("title"),
        /** A control of a form. */
        FIELD("field"),
        /** A value of JSON. */
        JSON("JSON field"),
        /** A block of text. */
        TEXT("text"),
        /** An attribute of an element: where a link leads, data for scripts. */
        ATTRIBUTE("attribute"),
        /** The text of a script in the page, or a script. */
        SCRIPT("script"),
        /** A header of the answer. */
        HEADER("header"),
        /** A cookie that is set, beside the session's. */
        COOKIE("cookie"),
        /** A body that is no text. */
        BYTES("body");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As a report names it. */
        public String word() {
            return word;
        }

        /** Whether such a difference alone says that the journey went another way; no noise is expected here. */
        public boolean isHard() {
            return compareTo(LOGIN) <= 0;
        }

        /** Whether its text has the grammar of a program or an address: marks separate words as blanks do. */
        boolean isCode() {
            return this == ATTRIBUTE || this == SCRIPT || this == HEADER || this == COOKIE;
        }
    }

    /**
     * Where a fact stands.
     *
     * @param kind of fact
     * @param where CSS path, JSON pointer or name of a field; may be empty
     */
    public record Place(Kind kind, String where) {
        /** As a report names it. */
        public String words() {
            return where.isEmpty() ? kind.word() : kind.word() + " " + where;
        }
    }

    /** Replaces what names a node or the client's session. */
    private record Signs(Pattern nodes, List<String> sessions) {
        static Signs of(Collection<String> nodes, List<String> sessions) {
            StringBuilder names = new StringBuilder("(?<![\\w-])(?:");
            names.append(String.join("|", nodes.stream().map(Pattern::quote).toList()));
            return new Signs(
                    nodes.isEmpty() ? Pattern.compile("(?!)") : Pattern.compile(names + ")(?![\\w-])"), sessions);
        }

        String apply(String text) {
            // The first answer of a session has it in all addresses, those to a client with a cookie have not.
            String replaced = PATH_PARAMETER.matcher(text).replaceAll("");
            if (replaced.indexOf('@') >= 0) {
                replaced = IDENTITY.matcher(replaced).replaceAll("$1@{hash}");
            }
            for (String session : sessions) {
                replaced = replaced.replace(session, "{session}");
            }
            return nodes.matcher(replaced).replaceAll(Matcher.quoteReplacement("{node}"));
        }
    }

    private Facts(Signs signs) {
        this.signs = signs;
    }

    /**
     * Of one answer.
     *
     * @param nodes names that mean a node
     * @param origin of the live pages
     */
    public static Facts of(Seen seen, Collection<String> nodes, String origin) {
        List<String> sessions = new ArrayList<>();
        seen.before().map(Walker::withoutRoute).ifPresent(sessions::add);
        seen.after().map(Walker::withoutRoute).ifPresent(sessions::add);
        sessions.removeIf(id -> id.length() < 8);
        Facts facts = new Facts(Signs.of(nodes, sessions));
        facts.read(seen, origin);
        return facts;
    }

    private void read(Seen seen, String origin) {
        Answer answer = seen.answer();
        Optional<String> failure = answer.failure();
        put(Kind.ANSWER, "", failure.map(why -> "none: " + why).orElse("there"));
        if (failure.isPresent()) {
            return;
        }
        put(Kind.STATUS, "", Integer.toString(answer.status()));
        put(Kind.SESSION, "", session(seen));
        headers(seen);
        if (answer.isRedirect()) {
            String to = answer.header("Location").orElse("");
            put(
                    Kind.REDIRECT,
                    "",
                    Target.resolve(origin, seen.step().target(), to)
                            .map(Target::shape)
                            .orElse(to));
            return;
        }
        put(Kind.TYPE, "", answer.mediaType());
        if (answer.isHtml()) {
            new PageFacts(this).read(answer.html());
        } else if (answer.json() != null) {
            for (Places.Leaf leaf : Places.leaves(answer.json())) {
                put(Kind.JSON, leaf.pointer(), Secrets.isSecret(leaf.name()) ? secret(leaf.value()) : leaf.value());
            }
            for (Places.Leaf size : Places.sizes(answer.json())) {
                put(Kind.JSON, size.pointer(), size.value());
            }
        } else if (isScript(answer.mediaType())) {
            put(Kind.SCRIPT, "", answer.text());
        } else if (answer.mediaType().startsWith("text/") || answer.mediaType().contains("xml") || answer.isJson()) {
            List<String> lines = answer.text().lines().toList();
            for (int i = 0; i < Math.min(MOST_LINES, lines.size()); i++) {
                put(Kind.TEXT, "line " + (i + 1), lines.get(i).strip());
            }
            if (lines.size() > MOST_LINES) {
                put(Kind.TEXT, "lines after " + MOST_LINES, String.join("\n", lines.subList(MOST_LINES, lines.size())));
            }
        } else if (!answer.text().isEmpty()) {
            put(Kind.BYTES, "", answer.text().length() + " bytes, digest " + digest(answer.text()));
        }
    }

    private static boolean isScript(String mediaType) {
        return mediaType.endsWith("javascript") || mediaType.endsWith("ecmascript");
    }

    /** Headers that the application may have set, and cookies beside the session's. */
    private void headers(Seen seen) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpReply.Header header : seen.answer().headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!UNCOMPARED_HEADERS.contains(name)) {
                headers.merge(name, header.value(), (one, other) -> one + ", " + other);
            }
        }
        headers.forEach((name, value) -> put(Kind.HEADER, name, Secrets.isSecretHeader(name) ? secret(value) : value));
        for (String cookie : seen.answer().setCookies()) {
            int equals = cookie.indexOf('=');
            String value = cookie.substring(equals + 1).split(";", 2)[0].strip();
            if (equals > 0 && !hasSession(seen.after(), value) && !hasSession(seen.before(), value)) {
                String name = cookie.substring(0, equals).strip();
                put(Kind.COOKIE, name, Secrets.isSecret(name) ? secret(value) : value);
            }
        }
    }

    private static boolean hasSession(Optional<String> session, String value) {
        return session.map(Walker::withoutRoute).filter(value::contains).isPresent();
    }

    /** Shows whether a secret is the same, and not what it is. */
    static String secret(String value) {
        return value.isEmpty() ? "" : "(a secret) " + digest(value);
    }

    private static String digest(String text) {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            sum.update(SALT);
            return HexFormat.of().formatHex(sum.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has SHA-256", e);
        }
    }

    private static byte[] salt() {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    private static String session(Seen seen) {
        Optional<String> before = seen.before().map(Walker::withoutRoute);
        Optional<String> after = seen.after().map(Walker::withoutRoute);
        if (after.isEmpty()) {
            return before.isEmpty() ? "none" : "ended";
        }
        if (before.isEmpty()) {
            return "begins";
        }
        return before.equals(after) ? "kept" : "another one";
    }

    /** Of several facts in the same place, as of elements with the same id, each later one has its number. */
    void put(Kind kind, String where, String value) {
        String text = signs.apply(value);
        if (kind == Kind.TEXT && text.isBlank()) {
            return;
        }
        if (isFull()) {
            cut = true;
            return;
        }
        Place place = new Place(kind, signs.apply(where));
        int twin = twins.merge(place, 1, Integer::sum);
        values.put(
                twin == 1 ? place : new Place(kind, place.where() + " (" + twin + ")"),
                text.length() > LONGEST ? text.substring(0, LONGEST) + "… " + digest(text) : text);
    }

    boolean isFull() {
        return values.size() >= MOST;
    }

    /** Whether the answer has more places than are compared. */
    public boolean isCut() {
        return cut;
    }

    /** Whether there is a fact at this place or below it. */
    boolean hasBelow(Kind kind, String beginning) {
        Set<String> all = beginnings;
        if (all == null) {
            all = new HashSet<>();
            for (Place place : values.keySet()) {
                for (String each : Rows.beginnings(place)) {
                    all.add(place.kind() + each);
                }
            }
            beginnings = all;
        }
        return all.contains(kind + beginning);
    }

    /** The facts by their places, in the order of the page. */
    Map<Place, String> values() {
        return values;
    }

    /** A fact that has no place of its own, such as the status. */
    public Optional<String> of(Kind kind) {
        return Optional.ofNullable(values.get(new Place(kind, "")));
    }
}
