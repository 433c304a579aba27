package clusterlab.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.juli.OneLineFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path temp;

    @Test
    void readsTheLinesOfTomcatsFormatter() {
        LogRecord written = new LogRecord(Level.WARNING, "The message: with [brackets] and a.dot");
        written.setSourceClassName("org.apache.catalina.Some");
        written.setSourceMethodName("method");
        LogRecord read = LogTail.record(new OneLineFormatter().format(written).stripTrailing());
        assertThat(read).isNotNull();
        assertThat(read.getLevel()).isEqualTo(Level.WARNING);
        assertThat(read.getMessage()).isEqualTo(written.getMessage());
        assertThat(read.getSourceClassName()).isEqualTo("org.apache.catalina.Some");
        assertThat(read.getSourceMethodName()).isEqualTo("method");
        assertThat(read.getInstant().toEpochMilli())
                .isEqualTo(written.getInstant().toEpochMilli());
    }

    @Test
    void linesOfTheApplicationAndStackTracesAreNoRecords() {
        assertThat(LogTail.record("hello")).isNull();
        assertThat(LogTail.record("\tat org.apache.catalina.Some.method(Some.java:1)"))
                .isNull();
        assertThat(LogTail.record("28-Nov-2026 WARNING nothing")).isNull();
    }

    @Test
    void passesOnWhatIsNewAndWholeLinesOnly() throws Exception {
        Path log = Files.writeString(temp.resolve("log"), "28-Nov-2026 01:02:03.456 INFO [main] a.B.c before\n");
        List<String> messages = new ArrayList<>();
        LogTail tail = new LogTail(log, line -> messages.add(line.getMessage()));
        append(log, "28-Nov-2026 01:02:03.456 INFO [main] a.B.c one\n28-Nov-2026 01:02:03.456 INFO [main] a.B.c tw");
        tail.poll();
        assertThat(messages).containsExactly("one");
        append(log, "o\n");
        tail.poll();
        tail.poll();
        assertThat(messages).containsExactly("one", "two");
    }

    private static void append(Path log, String text) throws Exception {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
