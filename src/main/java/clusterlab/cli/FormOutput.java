package clusterlab.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prints an examination in one of its forms, or writes it into a file. */
final class FormOutput {
    private FormOutput() {}

    /** Whether these options name one form; else it says what to do. */
    static boolean isKnown(String kind, @Nullable String format, boolean json, Output output) {
        if (!kind.equals("text") && !kind.equals("json") && !kind.equals("sarif")) {
            output.say("cluster-lab: --format " + format + ": use text, json or sarif.");
            return false;
        }
        if (json && !kind.equals("json")) {
            output.say("cluster-lab: --json and --format " + format + ": leave one out.");
            return false;
        }
        return true;
    }

    /**
     * Writes the form of this kind.
     *
     * @param target a file, or null for stdout
     * @return whether it could be written; else it has said so
     */
    static boolean write(
            @Nullable Path target,
            String kind,
            Supplier<String> text,
            Supplier<Map<String, ?>> json,
            Supplier<Map<String, ?>> sarif,
            Output output)
            throws IOException {
        Map<String, ?> tree = kind.equals("text") ? Map.of() : kind.equals("sarif") ? sarif.get() : json.get();
        if (target == null) {
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
            Files.writeString(target, content);
            return true;
        } catch (IOException e) {
            output.say("cluster-lab: --output " + target + ": it can't be written ("
                    + e.getClass().getSimpleName() + "); name a file in a writable folder.");
            return false;
        }
    }
}
