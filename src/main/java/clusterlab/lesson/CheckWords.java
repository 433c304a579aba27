package clusterlab.lesson;

import clusterlab.agent.CopyRole;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.lesson.LessonCheck.Alarmed;
import clusterlab.lesson.LessonCheck.Alike;
import clusterlab.lesson.LessonCheck.Copies;
import clusterlab.lesson.LessonCheck.Counted;
import clusterlab.lesson.LessonCheck.Created;
import clusterlab.lesson.LessonCheck.Faulted;
import clusterlab.lesson.LessonCheck.Fronted;
import clusterlab.lesson.LessonCheck.Healed;
import clusterlab.lesson.LessonCheck.Joined;
import clusterlab.lesson.LessonCheck.Loaded;
import clusterlab.lesson.LessonCheck.Moved;
import clusterlab.lesson.LessonCheck.Restarted;
import clusterlab.lesson.LessonCheck.Served;
import clusterlab.lesson.LessonCheck.Sticky;
import clusterlab.lesson.LessonCheck.Target;
import clusterlab.lesson.LessonCheck.Unloaded;
import clusterlab.lesson.LessonCheck.Written;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The words of a lesson's checks: {@code served requests=3 nodes=2}. */
final class CheckWords {
    /** The words of faults, as the prompt has them. */
    private static final List<String> FAULTS =
            List.of("kill", "stop", "freeze", "upgrade", "partition", "isolate", "delay", "loss", "drop");

    private final Map<String, String> values;

    private CheckWords(Map<String, String> values) {
        this.values = new HashMap<>(values);
    }

    /**
     * A check.
     *
     * @param values by name
     * @throws IllegalArgumentException if there is no such check, or it takes no such value; says what to write
     */
    static LessonCheck read(String word, Map<String, String> values) {
        CheckWords words = new CheckWords(values);
        LessonCheck check = words.check(word);
        if (!words.values.isEmpty()) {
            throw new IllegalArgumentException(
                    word + " takes no " + new TreeSet<>(words.values.keySet()).first() + "=");
        }
        return check;
    }

    private LessonCheck check(String word) {
        return switch (word) {
            case "served" ->
                new Served(
                        deeds("requests"),
                        deeds("nodes"),
                        number("most-nodes", Integer.MAX_VALUE),
                        Optional.ofNullable(values.remove("by")),
                        word("new", "no", "yes", "no").equals("yes"),
                        word("front", "no", "yes", "no").equals("yes"));
            case "created" -> new Created(deeds("sessions"));
            case "front" -> new Fronted(deeds("requests"));
            case "fault" ->
                new Faulted(
                        faults("type"),
                        Target.valueOf(
                                word("on", "any", "any", "owner", "other").toUpperCase(Locale.ROOT)),
                        word("in-force", "no", "yes", "no").equals("yes"),
                        values.containsKey("nodes") ? list("nodes") : List.of(),
                        deeds("least"),
                        number("millis", 0),
                        word("alone", "no", "yes", "no").equals("yes"));
            case "healed" -> new Healed();
            case "restarted" -> new Restarted(deeds("nodes"));
            case "moved" -> {
                Optional<String> set = Optional.ofNullable(values.remove("set"));
                yield new Moved(faults("after"), set, set.isPresent() ? deeds("times") : 1);
            }
            case "joined" -> new Joined();
            case "sticky" -> new Sticky(word("is", "", "on", "off").equals("on"));
            case "load" ->
                new Loaded(
                        number("requests", 1),
                        number("p99", 0),
                        word("flawless", "no", "yes", "no").equals("yes"));
            case "load-off" -> new Unloaded();
            case "alarm" ->
                new Alarmed(word(
                        "kind",
                        "",
                        Arrays.stream(Alarm.Kind.values()).map(Enum::name).toArray(String[]::new)));
            case "file" -> new Written(Path.of(text("path")));
            case "counter" -> new Counted(word("is", "", "kept", "lost").equals("kept"));
            case "copies" ->
                new Copies(
                        CopyRole.valueOf(word("role", "", "primary", "replica", "backup", "proxy", "absent")
                                .toUpperCase(Locale.ROOT)),
                        number("count", -1));
            case "alike" -> new Alike(word("is", "", "yes", "no").equals("yes"));
            default ->
                throw new IllegalArgumentException("there is no check " + word
                        + "; the checks are served, created, front, fault, healed, restarted, moved, joined, sticky, load, load-off, "
                        + "alarm, file, counter, copies, alike");
        };
    }

    private int number(String name, int otherwise) {
        String text = values.remove(name);
        if (text == null && otherwise >= 0) {
            return otherwise;
        }
        if (text == null || !text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("write " + name + "=NUMBER");
        }
        return Integer.parseInt(text);
    }

    /** Nothing that is to be done is done with 0. */
    private int deeds(String name) {
        int deeds = number(name, 1);
        if (deeds == 0) {
            throw new IllegalArgumentException("write " + name + "=1 or more");
        }
        return deeds;
    }

    private List<String> faults(String name) {
        List<String> types = list(name);
        if (!FAULTS.containsAll(types)) {
            throw new IllegalArgumentException("write " + name + "= with one or more of " + String.join(",", FAULTS));
        }
        return types;
    }

    private String text(String name) {
        String text = values.remove(name);
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("write " + name + "=…");
        }
        return text;
    }

    private List<String> list(String name) {
        return List.of(text(name).split(",", -1));
    }

    private String word(String name, String otherwise, String... choices) {
        String text = values.remove(name);
        if (text == null && !otherwise.isEmpty()) {
            return otherwise;
        }
        if (text == null || !List.of(choices).contains(text)) {
            throw new IllegalArgumentException("write " + name + "=" + String.join("|", choices));
        }
        return text;
    }
}
