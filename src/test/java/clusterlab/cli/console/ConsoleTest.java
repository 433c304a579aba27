package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cli.console.Command.NodeAction;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.fault.Fault;
import clusterlab.load.LoadView;
import clusterlab.spec.NodeSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
        assertThat(lab.told).containsExactly("KILL node2", "sticky false", "heal");
    }

    @Test
    void theEndOfInputIsQuit() throws Exception {
        type("add\n");
        assertThat(lab.told).containsExactly("add");
    }

    @Test
    void aLineThatIsNoCommandIsAnsweredAndForgotten() throws Exception {
        assertThat(type("kil node2\nstart node9\nadd\nquit\n"))
                .contains("There is no command kil; did you mean kill?")
                .contains("There is no node node9.");
        assertThat(lab.told).containsExactly("START node9", "add");
    }

    @Test
    void quotesAndExclamationMarksMeanNothing() throws Exception {
        assertThat(type("session 'a!b\nquit\n")).contains("No node knows a session 'a!b");
    }

    @Test
    void wordsAndNamesAreCompleted() throws Exception {
        Completion completion = new Completion(lab);
        assertThat(completion.after(List.of())).contains("status", "partition", "quit");
        assertThat(completion.after(List.of("kill"))).containsExactly("node1", "node2");
        assertThat(completion.after(List.of("kill", "node1"))).isEmpty();
        assertThat(completion.after(List.of("partition", "node1"))).containsExactly("node2", "|", "for");
        assertThat(completion.after(List.of("partition", "node1", "|"))).containsExactly("node2", "for");
        assertThat(completion.after(List.of("delay", "node1"))).containsExactly("node2");
        assertThat(completion.after(List.of("delay", "node1", "node2", "1s"))).containsExactly("for");
        assertThat(completion.after(List.of("isolate", "node1", "for"))).isEmpty();
        assertThat(completion.after(List.of("sticky"))).containsExactly("on", "off");
        assertThat(completion.after(List.of("heal"))).containsExactly("f1");
        assertThat(completion.after(List.of("help"))).contains("kill");
        assertThat(completion.after(List.of("nonsense"))).isEmpty();
    }

    private static final class NotingLab implements LabActions {
        private final List<String> told = new ArrayList<>();

        @Override
        public LabView look() {
            return new LabView(
                    Optional.empty(),
                    List.of(
                            new NodeView(new NodeSpec("node1", 0, 1, 2, 3), NodeState.UP, List.of("node2"), 0, 0),
                            new NodeView(new NodeSpec("node2", 1, 4, 5, 6), NodeState.UP, List.of("node1"), 0, 0)),
                    List.of(new LabView.FaultLine("f1", "isolate node1", Optional.empty())),
                    List.of(),
                    LoadView.IDLE);
        }

        @Override
        public void change(NodeAction action, String node) throws ActionException {
            told.add(action + " " + node);
            if (node.equals("node9")) {
                throw new ActionException("There is no node node9.");
            }
        }

        @Override
        public String add() {
            told.add("add");
            return "node1";
        }

        @Override
        public void sticky(boolean on) {
            told.add("sticky " + on);
        }

        @Override
        public String begin(Fault fault, Optional<Duration> forTime) {
            told.add(fault.description());
            return "f2";
        }

        @Override
        public void heal(Optional<String> id) {
            told.add("heal");
        }

        @Override
        public Sessions.Page sessions(int offset, int limit) {
            return new Sessions.Page(0, List.of());
        }

        @Override
        public Optional<SessionView> session(String id) {
            return Optional.empty();
        }

        @Override
        public void loadOn(int clients, OptionalDouble ratePerSecond) {
            told.add("load " + clients);
        }

        @Override
        public LoadView loadOff() {
            told.add("load off");
            return LoadView.IDLE;
        }

        @Override
        public List<Map<String, Object>> events(int count) {
            return List.of();
        }

        @Override
        public URI page() {
            return URI.create("http://127.0.0.1:1/");
        }
    }
}
