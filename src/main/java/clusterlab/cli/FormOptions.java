package clusterlab.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which form an examination is printed, and where. */
final class FormOptions {
    @Option(names = "--format", paramLabel = "KIND", description = "text, json or sarif (2.1.0). Default: text")
    @Nullable
    String format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write it to this file. Default: stdout")
    @Nullable
    String file;

    @Option(names = "--json", description = "The same as --format json")
    boolean json;

    private @Nullable Path target;

    private String kind() {
        return format == null ? json ? "json" : "text" : format.toLowerCase(Locale.ROOT);
    }

    /** Where sentences go: not to stdout if a program reads that. */
    Output output() {
        return Main.output(!kind().equals("text"));
    }

    /** Whether these options name one form and a file; else it says what to do. */
    boolean areSound(Output output) {
        String kind = kind();
        if (!kind.equals("text") && !kind.equals("json") && !kind.equals("sarif")) {
            output.say("cluster-lab: --format " + format + ": use text, json or sarif.");
            return false;
        }
        if (json && !kind.equals("json")) {
            output.say("cluster-lab: --json and --format " + format + ": leave one out.");
            return false;
        }
        if (file != null) {
            Optional<Path> named = path(file, output);
            target = named.orElse(null);
            return named.isPresent();
        }
        return true;
    }

    /** A path; empty if it is none, which it says then. */
    static Optional<Path> path(String text, Output output) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            output.say("cluster-lab: '" + e.getInput() + "': this is not a path.");
            return Optional.empty();
        }
    }

    /**
     * Writes the form that was asked for.
     *
     * @return whether it could be written; else it has said so
     */
    boolean write(Supplier<String> text, Supplier<Map<String, ?>> json, Supplier<Map<String, ?>> sarif, Output output)
            throws IOException {
        String kind = kind();
        Map<String, ?> tree = kind.equals("text") ? Map.of() : kind.equals("sarif") ? sarif.get() : json.get();
        Path into = target;
        if (into == null) {
            if (kind.equals("text")) {
                output.text(text.get());
            } else {
                output.json(tree);
            }
            return true;
        }
        String content = kind.equals("text")
                ? text.get()
                : JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(tree) + "\n";
        try {
            Files.writeString(into, content);
            return true;
        } catch (IOException e) {
            output.say("cluster-lab: --output " + into + ": it can't be written ("
                    + e.getClass().getSimpleName() + "); name a file in a writable folder.");
            return false;
        }
    }
}
