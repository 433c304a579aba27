package clusterlab.lesson;

import clusterlab.lesson.Lesson.Question;
import clusterlab.lesson.Lesson.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the text of a lesson. A field is {@code name: text} and goes on until the next field; an empty line separates paragraphs. The
 * fields of the lesson come first, then {@code ## id} begins each step.
 *
 * <pre>
 * title: A crash
 * about: A node dies with its sessions.
 * lab: --nodes 3
 *
 * ## owner
 * title: The owner dies
 * text: The node that …
 * question: What does the counter say?
 * a: It starts at 1.
 * b: It goes on.
 * right: b
 * do: Kill …
 * check: fault type=kill on=owner
 * hint: …
 * happened: …
 * prove: experiment failover
 * </pre>
 *
 * <p>A line that begins with {@code #} and a blank is a comment.
 */
final class LessonFile {
    private static final String LETTERS = "abcdef";
    private static final Set<String> OF_LESSON = Set.of("title", "about", "lab", "app");
    private static final Set<String> OF_STEP = Set.of(
            "title",
            "text",
            "question",
            "a",
            "b",
            "c",
            "d",
            "e",
            "f",
            "right",
            "do",
            "check",
            "hint",
            "happened",
            "prove");
    private static final Set<String> REPEATED = Set.of("check", "prove");

    /** Fields in which no name is filled in. */
    private static final Set<String> UNFILLED = Set.of("title", "about", "lab", "app", "right", "check");

    /** A name that texts may have; group 1 is front, owner, folder or url, group 2 the node of url. */
    static final Pattern PLACEHOLDER = Pattern.compile("\\{(front|owner|folder|url:([A-Za-z0-9]+))\\}");

    /** What looks like one. */
    private static final Pattern NAMED = Pattern.compile("\\{[A-Za-z][A-Za-z0-9:_-]*\\}");

    /** A word and a colon at the begin of a line; an address such as http://… is text. */
    private static final Pattern FIELD = Pattern.compile("(\\s*)(\\p{L}[\\p{L}\\d_-]*)\\s*:(?:\\s.*)?");

    /** Some editors write it first. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String name;

    private LessonFile(String name) {
        this.name = name;
    }

    /** A field with its lines; {@code line} is where it begins, from 1. */
    private record Field(String name, int line, List<String> lines) {
        /** Lines joined to paragraphs. */
        List<String> paragraphs() {
            return Arrays.stream(String.join("\n", lines).split("\n\\s*\n", -1))
                    .map(paragraph -> paragraph.strip().replaceAll("\\s*\n\\s*", " "))
                    .filter(paragraph -> !paragraph.isEmpty())
                    .toList();
        }

        boolean isEmpty() {
            return text().isEmpty();
        }

        String text() {
            return String.join(" ", paragraphs());
        }
    }

    /** The fields of the lesson or of a step. */
    private static final class Part {
        private final String id;
        private final int line;
        private final List<Field> fields = new ArrayList<>();

        Part(String id, int line) {
            this.id = id;
            this.line = line;
        }

        Optional<Field> field(String wanted) {
            return fields.stream().filter(one -> one.name().equals(wanted)).findFirst();
        }

        List<Field> all(String wanted) {
            return fields.stream().filter(one -> one.name().equals(wanted)).toList();
        }

        List<String> paragraphs(String wanted) {
            return field(wanted).map(Field::paragraphs).orElse(List.of());
        }
    }

    /**
     * Reads a lesson.
     *
     * @param name of the lesson, also for messages
     * @throws LessonException if something is missing, unknown or contradictory
     */
    static Lesson read(String name, String text) throws LessonException {
        return new LessonFile(name).lesson(text);
    }

    private Lesson lesson(String text) throws LessonException {
        List<Part> parts = parts(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        Part head = parts.get(0);
        if (parts.size() == 1) {
            throw wrong(head.line, "has no step; begin one with ## and an id");
        }
        List<Step> steps = new ArrayList<>();
        for (Part part : parts.subList(1, parts.size())) {
            if (steps.stream().anyMatch(step -> step.id().equals(part.id))) {
                throw wrong(part.line, "has a second step " + part.id + "; give it another id");
            }
            steps.add(step(part));
        }
        List<String> options = head.field("lab").map(Field::text).orElse("").isEmpty()
                ? List.of()
                : List.of(head.field("lab").orElseThrow().text().split("\\s+", -1));
        Optional<String> app = head.field("app").map(Field::text);
        if (app.isPresent() && !LessonApp.NAMES.contains(app.get())) {
            throw wrong(
                    head.field("app").orElseThrow().line(),
                    "has app: " + app.get() + "; the applications of lessons are " + String.join(", ", LessonApp.NAMES)
                            + ", and another one is an option: lab: --webapp FOLDER");
        }
        return new Lesson(
                name,
                need(head, "title").text(),
                need(head, "about").text(),
                options,
                head.field("lab").map(Field::line).orElse(0),
                app,
                steps);
    }

    private List<Part> parts(String text) throws LessonException {
        List<Part> parts = new ArrayList<>(List.of(new Part("", 1)));
        int number = 0;
        Field open = null;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            Part part = parts.get(parts.size() - 1);
            if (line.startsWith("## ")) {
                String id = line.substring(3).strip();
                if (!id.matches("[a-z0-9-]+")) {
                    throw wrong(number, "has the step id " + id + "; use lower-case letters, digits and hyphens");
                }
                parts.add(new Part(id, number));
                open = null;
                continue;
            }
            if (line.startsWith("# ")) {
                continue;
            }
            Optional<String> field = fieldOf(number, line, parts.size() == 1);
            if (field.isPresent()) {
                String found = field.get();
                if (!REPEATED.contains(found) && part.field(found).isPresent()) {
                    throw wrong(number, "has " + found + ": twice in one part");
                }
                open = new Field(found, number, new ArrayList<>());
                open.lines().add(line.substring(line.indexOf(':') + 1));
                part.fields.add(open);
                names(number, line, open);
            } else if (open != null) {
                open.lines().add(line);
                names(number, line, open);
            } else if (!line.isBlank()) {
                throw wrong(number, "begins with no field; the fields here are " + fields(parts.size() == 1));
            }
        }
        for (Part part : parts) {
            for (Field field : part.fields) {
                // A lab without options is one.
                if (field.isEmpty() && !field.name().equals("lab")) {
                    throw wrong(field.line(), "has an empty " + field.name() + ":; write its text, or leave it out");
                }
            }
        }
        return parts;
    }

    private Optional<String> fieldOf(int number, String line, boolean ofLesson) throws LessonException {
        Set<String> known = ofLesson ? OF_LESSON : OF_STEP;
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
            return Optional.empty();
        }
        boolean indented = !field.group(1).isEmpty();
        String found = field.group(2);
        if (indented && known.contains(found)) {
            throw wrong(number, "has blanks before " + found + ":; remove them");
        }
        if (indented) {
            return Optional.empty();
        }
        if (!line.startsWith(found + ":") || !known.contains(found)) {
            throw wrong(
                    number,
                    "has the field " + line.substring(0, line.indexOf(':') + 1) + "; the fields here are "
                            + fields(ofLesson) + "; if it is text, begin the line with a blank");
        }
        return Optional.of(found);
    }

    private void names(int number, String line, Field field) throws LessonException {
        Matcher name = NAMED.matcher(line);
        while (name.find()) {
            if (UNFILLED.contains(field.name())) {
                throw wrong(
                        number,
                        "has " + name.group() + " in " + field.name()
                                + ":, where it stays as it is; use it in another field");
            }
            if (!PLACEHOLDER.matcher(name.group()).matches()) {
                throw wrong(
                        number,
                        "has " + name.group() + "; the names in braces are {front}, {url:NODE}, {owner} and {folder}");
            }
        }
    }

    private static String fields(boolean ofLesson) {
        return new TreeSet<>(ofLesson ? OF_LESSON : OF_STEP)
                .stream().map(field -> field + ":").collect(Collectors.joining(" "));
    }

    private Step step(Part part) throws LessonException {
        Optional<Question> question = question(part);
        List<LessonCheck> checks = new ArrayList<>();
        for (Field field : part.all("check")) {
            checks.add(check(field));
        }
        Optional<Field> task = part.field("do");
        if (task.isPresent() && checks.stream().noneMatch(LessonCheck::isDeed)) {
            throw wrong(
                    task.get().line(),
                    "has a do: without a check: for something that is done; counter and copies alone may hold before");
        }
        if (task.isEmpty() && !checks.isEmpty()) {
            throw wrong(part.line, "has a check: without a do:");
        }
        if (task.isEmpty() && question.isEmpty()) {
            throw wrong(part.line, "has a step with neither question: nor do:");
        }
        need(part, "happened");
        return new Step(
                part.id,
                need(part, "title").text(),
                part.paragraphs("text"),
                question,
                part.paragraphs("do"),
                checks,
                part.paragraphs("hint"),
                part.paragraphs("happened"),
                part.all("prove").stream().map(Field::text).toList());
    }

    private LessonCheck check(Field field) throws LessonException {
        String[] words = field.text().split("\\s+", -1);
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                if (values.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                    throw wrong(field.line(), "has " + word.substring(0, equals + 1) + " twice in a check");
                }
            } else if (!word.equals(words[0])) {
                throw wrong(field.line(), "has the word " + word + " in a check; write name=value");
            }
        }
        try {
            return CheckWords.read(words[0], values);
        } catch (IllegalArgumentException e) {
            throw new LessonException(
                    place(field.line()) + " has check: " + field.text() + "; " + e.getMessage() + ".", e);
        }
    }

    private Optional<Question> question(Part part) throws LessonException {
        Optional<Field> question = part.field("question");
        List<String> options = new ArrayList<>();
        for (int i = 0; i < LETTERS.length(); i++) {
            char letter = LETTERS.charAt(i);
            Optional<Field> option = part.field(String.valueOf(letter));
            if (option.isPresent() && options.size() != i) {
                throw wrong(option.get().line(), "has the answer " + letter + ": but not the one before it");
            }
            option.ifPresent(one -> options.add(one.text()));
        }
        if (question.isEmpty()) {
            if (!options.isEmpty() || part.field("right").isPresent()) {
                throw wrong(part.line, "has answers without a question:");
            }
            return Optional.empty();
        }
        if (options.size() < 2) {
            throw wrong(question.get().line(), "has a question: with fewer than two answers a: and b:");
        }
        Field right = need(part, "right");
        int index = right.text().length() == 1 ? LETTERS.indexOf(right.text()) : -1;
        if (index < 0 || index >= options.size()) {
            throw wrong(right.line(), "has right: " + right.text() + "; name the letter of an answer");
        }
        return Optional.of(new Question(question.get().text(), options, index));
    }

    private Field need(Part part, String wanted) throws LessonException {
        Optional<Field> found = part.field(wanted);
        if (found.isEmpty() || found.get().text().isEmpty()) {
            throw wrong(part.line, "lacks " + wanted + ":" + (part.id.isEmpty() ? "" : " in step " + part.id));
        }
        return found.get();
    }

    private String place(int line) {
        return name + ", line " + line;
    }

    private LessonException wrong(int line, String what) {
        return new LessonException(place(line) + " " + what + ".");
    }
}
