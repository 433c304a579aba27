package clusterlab.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The programs that read exported files. A test whose program is missing is skipped, except with CI=true. */
public final class Tools {
    private static final long PATIENCE_SECONDS = 60;

    private Tools() {}

    /** The program's file; it has to be installed. */
    public static String path(String program) {
        return find(program).orElseThrow(() -> new IllegalStateException(program + " is not installed"));
    }

    /** Skips the test if the program is missing. */
    public static void assumeInstalled(String program) {
        if (find(program).isEmpty()) {
            skip(program + " is not installed here");
        }
    }

    /** Skips the test if this user is not root. */
    public static void assumeRoot(String what) {
        if (!"root".equals(System.getProperty("user.name"))) {
            skip(what + " needs root");
        }
    }

    /** Skips the test if this command does not end with 0. */
    public static void assumeWorks(String... words) throws Exception {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            String why = String.join(" ", words) + " does not work here";
            System.err.println("SKIPPED: " + why);
            // No package of Debian has docker compose, so that CI need not have it.
            Assumptions.abort(why);
        }
    }

    private static void skip(String why) {
        System.err.println("SKIPPED: " + why);
        Assumptions.assumeTrue("true".equals(System.getenv("CI")), why);
        throw new AssertionError(why + ", and with CI=true no test may be skipped");
    }

    private static Optional<String> find(String program) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Runs a program, which has to end with 0; gives what it said. An empty word is left out. */
    public static String run(Path folder, Map<String, String> environment, String... words) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        List<String> command = Stream.of(words).filter(word -> !word.isEmpty()).toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(command + " ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = read(said);
        assertThat(process.exitValue()).as(command + ": " + text).isZero();
        return text;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
