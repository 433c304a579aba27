package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReasonsTest {
    @TempDir
    Path temp;

    @Test
    void givesTheReasonsOfThisStartElseItsLastLines() throws Exception {
        Path log = Files.writeString(temp.resolve("log"), "28-Nov-2026 01:02:03.456 SEVERE [main] a.B.c before\n");
        LogReasons reasons = new LogReasons(log);
        assertThat(reasons.last(5)).isEmpty();
        append(log, "1\n2\n\n3\n");
        assertThat(reasons.last(2)).containsExactly("2", "3");
        append(
                log,
                "28-Nov-2026 01:02:03.456 SEVERE [main] a.B.c now\n\tjava.lang.IllegalStateException: broken\n\t\tat a.B\n"
                        + "\tCaused by: no.such.Thing: gone\nlast\n");
        assertThat(reasons.last(5))
                .containsExactly(
                        "28-Nov-2026 01:02:03.456 SEVERE [main] a.B.c now",
                        "java.lang.IllegalStateException: broken",
                        "Caused by: no.such.Thing: gone");
        assertThat(new LogReasons(temp.resolve("none")).last(2)).isEmpty();
    }

    private static void append(Path log, String text) throws Exception {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
