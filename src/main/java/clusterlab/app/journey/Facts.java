package clusterlab.app.journey;

import clusterlab.app.journey.Walker.Seen;
import clusterlab.http.HttpReply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * What of an answer is compared, place by place. The client's own session id and the names of nodes are replaced by signs: a
 * session that moves changes them.
 */
public final class Facts {
    private static final int MOST = 5_000;
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
            "set-cookie",
            "transfer-encoding",
            "via",
            "x-cluster-lab-node");

    /** Attributes of elements that a person sees, follows or that scripts read. */
    private static final Set<String> COMPARED_ATTRIBUTES =
            Set.of("href", "src", "action", "alt", "title", "value", "content", "datetime", "placeholder", "srcdoc");

    private static final int DEEPEST = 100;
    private static final int LONGEST_PATH = 500;
    private static final Pattern PATH_PARAMETER =
            Pattern.compile(";jsessionid=[^?#\"'&<>\\s]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z][A-Za-z_-]{0,39}\\d{0,2}");

    private static final Set<String> CONTROLS = Set.of("input", "select", "option", "textarea");

    private final Map<Place, String> values = new LinkedHashMap<>();
    private final Signs signs;
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
        headers(seen);
        if (answer.isHtml()) {
            html(answer);
        } else if (answer.json() != null) {
            for (Places.Leaf leaf : Places.leaves(answer.json())) {
                put(Kind.JSON, leaf.pointer(), Secrets.isSecret(leaf.name()) ? "(a secret)" : leaf.value());
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
            put(Kind.BYTES, "", answer.text().length() + " characters, " + digest(answer.text()));
        }
    }

    private static boolean isScript(String mediaType) {
        return mediaType.endsWith("javascript") || mediaType.endsWith("ecmascript");
    }

    /** Headers that the application may have set, and cookies beside the session's. */
    private void headers(Seen seen) {
        Optional<String> session = seen.after().map(Walker::withoutRoute);
        for (HttpReply.Header header : seen.answer().headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!UNCOMPARED_HEADERS.contains(name)) {
                values.merge(
                        new Place(Kind.HEADER, name), signs.apply(header.value()), (one, other) -> one + ", " + other);
            }
        }
        for (String cookie : seen.answer().setCookies()) {
            int equals = cookie.indexOf('=');
            String value = cookie.substring(equals + 1).split(";", 2)[0].strip();
            boolean isSession = session.isPresent() && value.contains(session.get());
            if (equals > 0 && !isSession) {
                String name = cookie.substring(0, equals).strip();
                put(Kind.COOKIE, name, Secrets.isSecret(name) ? "(a secret)" : value);
            }
        }
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "SHA-256 " + HexFormat.of().formatHex(sum, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has SHA-256", e);
        }
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

    private void html(Answer answer) {
        put(Kind.TITLE, "", answer.html().title());
        put(Kind.LOGIN, "", answer.html().selectFirst("input[type=password i]") == null ? "no" : "yes");
        Map<String, Integer> nth = new HashMap<>();
        for (Element control : answer.html().select("input[name], select[name], textarea[name]")) {
            Element form = control.closest("form");
            String where = formName(form) + control.attr("name");
            int place = nth.merge(where, 1, Integer::sum);
            String name = place == 1 ? where : where + " (" + place + ")";
            Form.control(control).filter(read -> !read.isButton()).ifPresent(read -> {
                String value = read.type().equals("checkbox") || read.type().equals("radio")
                        ? read.value() + (read.sent() ? ", checked" : ", not checked")
                        : read.value();
                boolean secret = read.type().equals("password") || Secrets.isSecret(read.name());
                put(Kind.FIELD, name, secret ? "(a secret)" : value);
            });
        }
        Element body = answer.html().body();
        blocks(body, "", 0, branches(body));
        elements(answer.html());
    }

    private static String formName(@org.jspecify.annotations.Nullable Element form) {
        if (form == null) {
            return "";
        }
        String name = form.id().isEmpty() ? form.attr("name") : form.id();
        String action = Target.shape(Target.path(form.attr("action")));
        return (name.isEmpty() ? action.isEmpty() ? "form" : action : name) + " ";
    }

    /** Each smallest block with text, as one text: {@code <p>2 × <b>tea</b></p>}. */
    private void blocks(Element element, String path, int depth, Set<Element> branches) {
        if (values.size() >= MOST || isUnseen(element)) {
            return;
        }
        if (depth >= DEEPEST || !branches.contains(element)) {
            put(Kind.TEXT, path, element.text());
            return;
        }
        StringBuilder own = new StringBuilder();
        Map<String, Integer> nth = new HashMap<>();
        for (Node child : element.childNodes()) {
            if (child instanceof TextNode text) {
                own.append(text.text());
            } else if (child instanceof Element inner) {
                int place = nth.merge(inner.normalName(), 1, Integer::sum);
                if (PLAIN_ID.matcher(inner.id()).matches()) {
                    blocks(inner, "#" + inner.id(), depth + 1, branches);
                } else {
                    String step = inner.normalName() + (place > 1 ? "[" + place + "]" : "");
                    blocks(inner, path.isEmpty() ? step : path + " > " + step, depth + 1, branches);
                }
            }
        }
        put(Kind.TEXT, path, own.toString().strip());
    }

    private static boolean isUnseen(Element element) {
        return switch (element.normalName()) {
            case "script", "style", "noscript", "template", "select", "textarea", "svg", "object" -> true;
            default -> false;
        };
    }

    /** Attributes and scripts. Controls of forms are facts of their own. */
    private void elements(Element page) {
        IdentityHashMap<Element, String> paths = new IdentityHashMap<>();
        IdentityHashMap<Element, Map<String, Integer>> nth = new IdentityHashMap<>();
        for (Element each : page.getAllElements()) {
            if (values.size() >= MOST) {
                cut = true;
                return;
            }
            String path = path(each, paths, nth);
            paths.put(each, path);
            if (each.normalName().equals("script") && !each.data().isBlank()) {
                put(Kind.SCRIPT, path, each.data());
            }
            boolean control = CONTROLS.contains(each.normalName());
            for (Attribute attribute : each.attributes()) {
                String name = attribute.getKey().toLowerCase(Locale.ROOT);
                if (!control
                        && (COMPARED_ATTRIBUTES.contains(name)
                                || name.startsWith("data-")
                                || name.startsWith("aria-"))) {
                    put(Kind.ATTRIBUTE, path + " @" + name, attribute.getValue());
                }
            }
        }
    }

    private static String path(
            Element element,
            IdentityHashMap<Element, String> paths,
            IdentityHashMap<Element, Map<String, Integer>> nth) {
        if (PLAIN_ID.matcher(element.id()).matches()) {
            return "#" + element.id();
        }
        Element parent = element.parent();
        String above = parent == null ? "" : paths.getOrDefault(parent, "");
        if (parent == null
                || element.normalName().equals("body")
                || element.normalName().equals("head")) {
            return element.normalName().equals("head") ? "head" : "";
        }
        int place = nth.computeIfAbsent(parent, none -> new HashMap<>()).merge(element.normalName(), 1, Integer::sum);
        String step = element.normalName() + (place > 1 ? "[" + place + "]" : "");
        // A path of unbounded length for each of many elements would be quadratic.
        return above.isEmpty() ? step : above.length() > LONGEST_PATH ? above : above + " > " + step;
    }

    /** Those in which there is a block, or something hidden, or a control. Linear, however deep they are nested. */
    private static Set<Element> branches(Element body) {
        Set<Element> branches = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Element each : body.getAllElements()) {
            if (each.isBlock() || isUnseen(each)) {
                Element parent = each.parent();
                while (parent != null && branches.add(parent)) {
                    parent = parent.parent();
                }
            }
        }
        return branches;
    }

    private void put(Kind kind, String where, String value) {
        String text = signs.apply(value);
        if (kind == Kind.TEXT && text.isBlank()) {
            return;
        }
        if (values.size() >= MOST) {
            cut = true;
            return;
        }
        values.put(
                new Place(kind, signs.apply(where)),
                text.length() > LONGEST ? text.substring(0, LONGEST) + "… " + digest(text) : text);
    }

    /** Whether the answer has more places than are compared. */
    public boolean isCut() {
        return cut;
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
