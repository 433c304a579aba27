package clusterlab.plants;

import clusterlab.experiment.verdict.Status;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What was run already, one JSON object per line of a file: an interrupted table goes on where it ended. */
final class Progress {
    private final Path file;
    private final Map<String, Outcome> done = new LinkedHashMap<>();

    private Progress(Path file) {
        this.file = file;
    }

    /** Reads the file, if there is one. */
    static Progress in(Path file) throws IOException {
        Progress progress = new Progress(file);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                Map<String, Object> run = JSON.std.mapFrom(line);
                progress.done.put(
                        key(text(run, "kind"), text(run, "trial"), Long.parseLong(text(run, "seed"))),
                        new Outcome(
                                Status.valueOf(text(run, "status")),
                                text(run, "checker"),
                                text(run, "reason"),
                                Double.parseDouble(text(run, "seconds"))));
            }
        }
        return progress;
    }

    private static String text(Map<String, Object> run, String field) {
        return String.valueOf(run.get(field));
    }

    /** A run of another experiment is no run of this one. */
    private static String key(String kind, String trial, long seed) {
        return kind + " " + trial + " " + seed;
    }

    synchronized Optional<Outcome> of(String kind, Trial trial, long seed) {
        return Optional.ofNullable(done.get(key(kind, trial.toString(), seed)));
    }

    synchronized void add(String kind, Trial trial, long seed, Outcome outcome) throws IOException {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("kind", kind);
        run.put("trial", trial.toString());
        run.put("seed", seed);
        run.put("status", outcome.status().name());
        run.put("checker", outcome.checker());
        run.put("seconds", outcome.seconds());
        run.put("reason", outcome.reason());
        Files.writeString(file, JSON.std.asString(run) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        done.put(key(kind, trial.toString(), seed), outcome);
    }
}
