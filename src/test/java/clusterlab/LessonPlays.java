package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.lang.Lang;
import clusterlab.lesson.Lesson;
import clusterlab.lesson.LessonApp;
import clusterlab.lesson.Lessons;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Preset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a user does in each step of each lesson, from {@code lesson-plays.txt}. */
public final class LessonPlays {
    private LessonPlays() {}

    /**
     * A step's play.
     *
     * @param wrong something else that is done in its place
     * @param right what passes
     */
    public record Play(String step, List<String> wrong, List<String> right) {}

    /**
     * The lessons to play: those of {@code -Dclusterlab.lessons}, a list with commas or {@code all}.
     *
     * @param quick those without the property
     */
    public static List<String> chosen(String... quick) {
        String wanted = System.getProperty("clusterlab.lessons", "");
        if (wanted.equals("all")) {
            return Lessons.all(Lang.EN).stream().map(Lesson::name).toList();
        }
        return List.of(wanted.isEmpty() ? quick : wanted.split(","));
    }

    /** A step's play by its id. */
    public static Map<String, Play> of(String lesson) throws IOException {
        return all().getOrDefault(lesson, List.of()).stream()
                .collect(Collectors.toMap(Play::step, Function.identity()));
    }

    /** By lesson; lines are {@code lesson/step}, {@code wrong: …; …} and {@code right: …; …}. */
    static Map<String, List<Play>> all() throws IOException {
        Map<String, List<Play>> all = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(LessonPlays.class.getResourceAsStream("/lesson-plays.txt"))) {
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                if (lines[i].matches("[a-z0-9-]+/[a-z0-9-]+")) {
                    String[] name = lines[i].split("/", -1);
                    all.computeIfAbsent(name[0], none -> new ArrayList<>())
                            .add(new Play(name[1], words("wrong: ", lines[i + 1]), words("right: ", lines[i + 2])));
                }
            }
        }
        return all;
    }

    /**
     * The lab that a lesson needs.
     *
     * @param folder for its application
     */
    public static ClusterSpec.Builder spec(Lesson lesson, Path folder) throws Exception {
        Iterator<String> words = lesson.options().iterator();
        Map<String, String> options = new LinkedHashMap<>();
        while (words.hasNext()) {
            String option = words.next();
            options.put(option, option.equals("--process") ? "" : words.next());
        }
        ClusterSpec.Builder spec = ClusterSpec.builder(
                        "tutorial".equals(options.remove("--preset")) ? Preset.TUTORIAL : Preset.LAB)
                .anyPorts();
        Optional.ofNullable(options.remove("--nodes")).map(Integer::valueOf).ifPresent(spec::nodes);
        if (options.remove("--process") != null) {
            spec.hostKind(HostSpec.Kind.PROCESS);
        }
        if ("backup".equals(options.remove("--manager"))) {
            spec.manager(ManagerSpec.Kind.BACKUP);
        }
        options.remove("--send-options", "sync");
        assertThat(options).as("options that this test does not know").isEmpty();
        if (lesson.app().isPresent()) {
            spec.webapp(LessonApp.write(lesson.app().get(), folder));
        }
        return spec;
    }

    private static List<String> words(String begin, String line) {
        if (!line.startsWith(begin)) {
            throw new IllegalStateException(line + " does not begin with " + begin);
        }
        return Arrays.stream(line.substring(begin.length()).split(";", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
