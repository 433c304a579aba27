package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private static final long WINDOW = LogLines.WINDOW.toNanos();

    private final List<String> passed = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private long now;
    private final LogLines lines = new LogLines(
            () -> now,
            (action, nanos) -> {
                timers.add(action);
                delays.add(nanos);
            },
            (node, text, times, line) -> {
                assertThat(line.getMessage()).isEqualTo(times == 1 ? text : text + " ×" + times);
                passed.add(node + " " + line.getLevel() + " " + line.getMessage());
            });

    private void log(String node, String text) {
        lines.log(node, new LogRecord(Level.SEVERE, text));
    }

    private void pass(long nanos) {
        now += nanos;
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void aFloodIsOneLineAtOnceAndOneWithTheNumberForEachWindow() {
        for (int i = 0; i < 15; i++) {
            log("node1", "Unable to send");
        }
        assertThat(passed).containsExactly("node1 SEVERE Unable to send");
        pass(WINDOW);
        assertThat(passed).last().isEqualTo("node1 SEVERE Unable to send ×14");
        log("node1", "Unable to send");
        log("node1", "Unable to send");
        assertThat(passed).hasSize(2);
        pass(WINDOW);
        assertThat(passed).hasSize(3).last().isEqualTo("node1 SEVERE Unable to send ×2");
    }

    @Test
    void theTimerIsSetOnceAndForTheRestOfTheWindow() {
        log("node1", "A");
        assertThat(delays).isEmpty();
        now = 3;
        log("node1", "A");
        log("node1", "A");
        assertThat(delays).containsExactly(WINDOW - 3);
    }

    @Test
    void otherLinesNodesAndLevelsPassAtOnce() {
        log("node1", "A");
        log("node2", "A");
        log("node1", "B");
        lines.log("node1", new LogRecord(Level.WARNING, "A"));
        assertThat(passed).containsExactly("node1 SEVERE A", "node2 SEVERE A", "node1 SEVERE B", "node1 WARNING A");
    }

    @Test
    void aSingleRepeatHasNoNumberAndALateOneIsALineOfItsOwn() {
        log("node1", "A");
        log("node1", "A");
        pass(WINDOW);
        assertThat(passed).containsExactly("node1 SEVERE A", "node1 SEVERE A");
        now += WINDOW;
        log("node1", "A");
        assertThat(passed).hasSize(3);
        assertThat(timers).isEmpty();
    }

    @Test
    void theEndPassesOnWhatIsCountedAndNothingAfterIt() {
        log("node1", "A");
        log("node1", "A");
        log("node1", "A");
        lines.close();
        log("node1", "B");
        assertThat(passed).containsExactly("node1 SEVERE A", "node1 SEVERE A ×2");
    }

    @Test
    void linesThatAllDifferAllPassAndAreNotKept() {
        for (int i = 0; i < 10_000; i++) {
            log("node1", "line " + i);
        }
        assertThat(passed).hasSize(10_000);
        assertThat(lines.windows()).isLessThanOrEqualTo(500);
    }
}
