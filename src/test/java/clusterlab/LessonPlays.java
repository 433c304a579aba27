package clusterlab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a user does in each step of each lesson, from {@code lesson-plays.txt}. */
final class LessonPlays {
    private LessonPlays() {}

    /**
     * A step's play.
     *
     * @param wrong something else that is done in its place
     * @param right what passes
     */
    record Play(String step, List<String> wrong, List<String> right) {}

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
