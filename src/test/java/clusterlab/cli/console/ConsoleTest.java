package clusterlab.cli.console;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

/** The prompt on a terminal in memory, before a lab that only notes what it was told. */
class ConsoleTest {
    private final NotingLab lab = new NotingLab();

    private String type(String lines) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DumbTerminal terminal = new DumbTerminal(
                "test",
                "dumb",
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                out,
                StandardCharsets.UTF_8);
        try (Console console = new Console(terminal, lab, new Palette(false))) {
            console.run(() -> false);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesAreActedOnUntilQuit() throws Exception {
        type("kill node2\n\nsticky off\nheal\nquit\nadd\n");
        assertThat(lab.told()).containsExactly("kill node2", "sticky false", "heal");
    }

    @Test
    void theEndOfInputIsQuit() throws Exception {
        type("add\n");
        assertThat(lab.told()).containsExactly("add");
    }

    @Test
    void aLineThatIsNoCommandIsAnsweredAndForgotten() throws Exception {
        assertThat(type("kil node2\nstart node9\nadd\nquit\n"))
                .contains("There is no command kil; did you mean kill?")
                .contains("There is no node node9.");
        assertThat(lab.told()).containsExactly("START node9", "add");
    }

    @Test
    void quotesAndExclamationMarksMeanNothing() throws Exception {
        assertThat(type("session 'a!b\nquit\n")).contains("No node has a session 'a!b");
    }

    @Test
    void wordsAndNamesAreCompleted() throws Exception {
        Completion completion = new Completion(lab);
        assertThat(completion.after(List.of())).contains("status", "partition", "quit");
        assertThat(completion.after(List.of("kill"))).containsExactly("node1", "node2");
        assertThat(completion.after(List.of())).contains("freeze", "thaw");
        assertThat(completion.after(List.of("freeze", "node1"))).containsExactly("for");
        assertThat(completion.after(List.of("thaw"))).containsExactly("node1", "node2");
        assertThat(completion.after(List.of("thaw", "node1"))).isEmpty();
        assertThat(completion.after(List.of("kill", "node1"))).containsExactly("for");
        assertThat(completion.after(List.of("start", "node1"))).isEmpty();
        assertThat(completion.after(List.of("isolate"))).containsExactly("node1", "node2");
        assertThat(completion.after(List.of("load"))).containsExactly("off");
        assertThat(completion.after(List.of("partition", "node1"))).containsExactly("node2", "|", "for");
        assertThat(completion.after(List.of("partition", "node1", "|"))).containsExactly("node2", "for");
        assertThat(completion.after(List.of("delay", "node1"))).containsExactly("node2");
        assertThat(completion.after(List.of("delay", "node1", "node2", "1s"))).containsExactly("for");
        assertThat(completion.after(List.of("isolate", "node1", "for"))).isEmpty();
        assertThat(completion.after(List.of("sticky"))).containsExactly("on", "off");
        assertThat(completion.after(List.of("undeploy"))).containsExactly("shop", "shop##2");
        assertThat(completion.after(List.of("deploy", "shop.war"))).containsExactlyInAnyOrder("as", "on");
        assertThat(completion.after(List.of("heal"))).containsExactly("f1");
        assertThat(completion.after(List.of("help"))).contains("kill");
        assertThat(completion.after(List.of("nonsense"))).isEmpty();
    }

    /** The alarm comes after the end of the fault in the log, so the end was seen when the alarm is told. */
    @Test
    void theEndOfAShortFaultIsToldAfterItsBegin() throws Exception {
        EventLog events = new EventLog(10, Clock.systemUTC());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lab.meanwhile(() -> {
            events.append(new Event.FaultHealed("f2", "isolate node2", 200, true));
            events.append(new Event.AlarmRaised("a1", "LOST", "", "the marker"));
            eventually("the alarm is told").until(() -> text(out).contains("the marker"));
        });
        DumbTerminal terminal = new DumbTerminal(
                "test",
                "dumb",
                new ByteArrayInputStream("isolate node2 for 1s\nquit\n".getBytes(StandardCharsets.UTF_8)),
                out,
                StandardCharsets.UTF_8);
        try (Console console = new Console(terminal, lab, new Palette(false))) {
            console.watch(events, node -> Path.of("none"));
            console.run(() -> false);
        }
        assertThat(text(out))
                .containsSubsequence("the marker", "f2: isolate node2 (", "f2 healed by itself after 0.2 s");
    }

    private static String text(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatAnApplicationWroteMovesNoCursor() throws Exception {
        assertThat(type("session \u202eevil\nquit\n")).contains("No node has a session ?evil");
    }
}
