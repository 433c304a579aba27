package clusterlab.app.doctor;

import clusterlab.diagnosis.RuleFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java of a JSP, read as text: what it sets as attributes of the session, and attributes that it changes after the last
 * setAttribute. Nothing is compiled, so only the simple forms are seen: a constant name, a variable of the page, a class by its
 * name. The text of scriptlets, expressions and declarations keeps its offsets; everything else is blank.
 */
final class Scriptlets {
    private static final Pattern CODE = Pattern.compile(
            "<%(?![@-])[!=]?(.*?)(?:%>|\\z)|<jsp:(?:scriptlet|declaration|expression)>(.*?)(?:</jsp:|\\z)",
            Pattern.DOTALL);

    private static final Pattern NO_SESSION =
            Pattern.compile("<(?:%@\\s*|jsp:directive\\.)page\\s[^>]{0,1000}session\\s*=\\s*[\"']false[\"']");

    private static final Pattern IMPORT = Pattern.compile("\\bimport\\s*=\\s*[\"']([^\"']{1,2000})[\"']");

    /** Other code of the same request, which may set the attribute. */
    private static final Pattern ELSEWHERE = Pattern.compile(
            "<%@\\s*include\\b|<jsp:(?:include|forward|directive\\.include)\\b|\\.\\s*forward\\s*\\(|\\bsession\\s*[,)]");

    private static final String NAME = "\\s*\\(\\s*\"([^\"\\\\]{1,200})\"";
    private static final Pattern SET = Pattern.compile("\\bsession\\s*\\.\\s*(?:setAttribute|putValue)" + NAME
            + "\\s*,\\s*(?:new\\s+([\\w.]+)\\s*(?:<[^;()]{0,200}>)?\\s*\\(|(\\w+)\\s*\\))");

    private static final Pattern GET =
            Pattern.compile("\\b(\\w+)\\s*=\\s*(?:\\([^;=]{1,200}?\\)\\s*)?session\\s*\\.\\s*"
                    + "(?:getAttribute|getValue)" + NAME + "\\s*\\)\\s*;");

    private static final Pattern GET_AND_CHANGE = Pattern.compile(
            "\\bsession\\s*\\.\\s*(?:getAttribute|getValue)" + NAME + "\\s*\\)\\s*\\)\\s*\\.\\s*(\\w+)\\s*\\(");

    private static final Pattern UNKNOWN_HEAD = Pattern.compile("Serializable|Externalizable|\\bextends\\b");

    private static final String WORD = "[A-Za-z_$][\\w$]*";

    /** Looked at in one page: a hostile one has any number. */
    private static final int MOST = 50;

    private final Application.Page page;
    private final String text;
    private final String code;

    /**
     * A value that becomes an attribute.
     *
     * @param name of the attribute
     * @param written the name of its class as the page writes it
     * @param exact whether it is an object of exactly this class
     * @param at offset in the page
     */
    record Sets(String name, String written, boolean exact, int at, List<String> imports) {
        /** Its internal name; empty if the class is not known. */
        Optional<String> type(Application app) {
            String internal = written.replace('.', '/');
            if (written.contains(".") && isKnown(app, internal)) {
                return Optional.of(internal);
            }
            for (String one : imports) {
                if (one.endsWith(".*") || one.endsWith("." + written)) {
                    String whole = one.replace('.', '/').replace("/*", "/" + internal);
                    if (isKnown(app, whole)) {
                        return Optional.of(whole);
                    }
                }
            }
            return Optional.empty();
        }

        private static boolean isKnown(Application app, String name) {
            return app.headers().containsKey(name) || Application.jdk(name) != null;
        }
    }

    /**
     * A change in place that no setAttribute follows.
     *
     * @param name of the attribute
     * @param at offset in the page
     */
    record Changes(String name, int at) {}

    private Scriptlets(Application.Page page, String text, String code) {
        this.page = page;
        this.text = text;
        this.code = code;
    }

    static Scriptlets of(Application.Page page) {
        String text = page.text();
        String blank = Pattern.compile("<%--.*?(?:--%>|\\z)", Pattern.DOTALL)
                .matcher(text)
                .replaceAll(comment -> blank(comment.group()));
        StringBuilder code = new StringBuilder(" ".repeat(blank.length()));
        if (!NO_SESSION.matcher(blank).find()) {
            Matcher part = CODE.matcher(blank);
            while (part.find()) {
                int group = part.group(1) == null ? 2 : 1;
                code.replace(part.start(group), part.end(group), withoutComments(part.group(group)));
            }
        }
        return new Scriptlets(page, blank, code.toString());
    }

    private static String blank(String text) {
        return " ".repeat(text.length());
    }

    /** Comments are blank then; texts stay. */
    private static String withoutComments(String java) {
        StringBuilder out = new StringBuilder(java);
        int at = 0;
        while (at < java.length()) {
            char c = java.charAt(at);
            int end;
            if (java.startsWith("//", at)) {
                int line = java.indexOf('\n', at);
                end = line < 0 ? java.length() : line;
            } else if (java.startsWith("/*", at)) {
                int close = java.indexOf("*/", at + 2);
                end = close < 0 ? java.length() : close + 2;
            } else {
                at = c == '"' || c == '\'' ? afterText(java, at) : at + 1;
                continue;
            }
            out.replace(at, end, blank(java.substring(at, end)));
            at = end;
        }
        return out.toString();
    }

    private static int afterText(String java, int start) {
        char quote = java.charAt(start);
        int at = start + 1;
        while (at < java.length() && java.charAt(at) != quote && java.charAt(at) != '\n') {
            at += java.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, java.length());
    }

    /** What it sets, as far as a class can be told. */
    List<Sets> sets() {
        List<String> imports = imports();
        List<Sets> found = new ArrayList<>();
        Matcher set = SET.matcher(code);
        while (set.find() && found.size() < MOST) {
            String type = set.group(2);
            if (type != null) {
                found.add(new Sets(set.group(1), type, true, set.start(), imports));
                continue;
            }
            Matcher made = Pattern.compile("\\b" + Pattern.quote(set.group(3)) + "\\s*=\\s*new\\s+([\\w.]+)")
                    .matcher(code);
            if (made.find()) {
                found.add(new Sets(set.group(1), made.group(1), true, set.start(), imports));
            }
        }
        return found;
    }

    /** Whether the page itself declares this class, and it is not Serializable as far as its head says. */
    boolean declaresUnserializable(String type) {
        Matcher head = Pattern.compile("\\b(?:class|record)\\s+" + Pattern.quote(type) + "\\b([^{;]{0,500})\\{")
                .matcher(code);
        return head.find() && !UNKNOWN_HEAD.matcher(head.group(1)).find();
    }

    private List<String> imports() {
        List<String> all = new ArrayList<>(List.of("java.lang.*"));
        Matcher attribute = IMPORT.matcher(text);
        while (attribute.find()) {
            for (String one : attribute.group(1).split(",", -1)) {
                all.add(one.strip());
            }
        }
        return all;
    }

    /** What it changes in place. */
    List<Changes> changes() {
        Map<String, Changes> found = new LinkedHashMap<>();
        Matcher direct = GET_AND_CHANGE.matcher(code);
        for (int i = 0; i < MOST && direct.find(); i++) {
            if (ServletCalls.changes(direct.group(2)) && !isToldAfter(direct.group(1), direct.start())) {
                found.putIfAbsent(direct.group(1), new Changes(direct.group(1), direct.start()));
            }
        }
        Matcher get = GET.matcher(code);
        for (int i = 0; i < MOST && get.find(); i++) {
            String variable = get.group(1);
            Optional<Integer> change =
                    isCopied(variable, get.end()) ? Optional.empty() : lastChange(variable, get.end());
            if (change.isPresent() && !isToldAfter(get.group(2), change.get())) {
                found.putIfAbsent(get.group(2), new Changes(get.group(2), change.get()));
            }
        }
        return List.copyOf(found.values());
    }

    /** Whether the variable gets another object that is made of the attribute: that one is changed then. */
    private boolean isCopied(String variable, int from) {
        String name = Pattern.quote(variable);
        return Pattern.compile("\\b" + name + "\\s*=(?!=)[^;]{0,500}\\b" + name + "\\b")
                .matcher(code)
                .region(from, code.length())
                .find();
    }

    private Optional<Integer> lastChange(String variable, int from) {
        Matcher use = Pattern.compile(
                        "(?<![\\w.])" + Pattern.quote(variable) + "\\s*(?:\\.\\s*(" + WORD
                                + ")\\s*(\\(|(?:[-+*/|&]?=(?!=)|\\+\\+|--))|\\[[^\\]]{1,100}\\]\\s*(?:[-+*/|&]?=(?!=)|\\+\\+|--))")
                .matcher(code);
        Integer last = null;
        for (int at = from; use.find(at); at = use.end()) {
            boolean call = "(".equals(use.group(2));
            if (!call || ServletCalls.changes(String.valueOf(use.group(1)))) {
                last = use.start();
            }
        }
        return Optional.ofNullable(last);
    }

    private boolean isToldAfter(String name, int at) {
        Pattern told = Pattern.compile(
                "\\bsession\\s*\\.\\s*(?:invalidate|(?:setAttribute|putValue|removeAttribute)\\s*\\(\\s*" + "(?:\""
                        + Pattern.quote(name) + "\"|[^\"\\s]))");
        return told.matcher(code).region(at, code.length()).find()
                || ELSEWHERE.matcher(text).region(at, text.length()).find();
    }

    /** The file and line of an offset. */
    RuleFinding.Place place(int at) {
        int line = 1
                + (int) page.text()
                        .substring(0, at)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new RuleFinding.Place(page.path(), Optional.of(line), "");
    }
}
