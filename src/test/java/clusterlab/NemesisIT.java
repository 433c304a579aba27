package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.NodeState;
import clusterlab.cluster.Pulse;
import clusterlab.cluster.RefusedException;
import clusterlab.event.Event;
import clusterlab.event.Stamped;
import clusterlab.fault.LinksFault;
import clusterlab.fault.NodeFault;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults that heal by themselves, what is recorded of them, and one direction only. */
class NemesisIT {
    @Test
    void faultWithATimeHealsByItselfAndBothEndsAreRecorded() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec())) {
            lab.lab().nemesis().begin(new LinksFault.Isolate("node2"), Optional.of(Duration.ofMillis(50)));
            eventually("healed by itself")
                    .until(() -> lab.lab().nemesis().active().isEmpty());
            List<Event> events = lab.lab().events().after(0, 10_000).stream()
                    .map(Stamped::event)
                    .toList();
            assertThat(events)
                    .contains(new Event.FaultBegan("f1", "isolate node2 for 50ms"))
                    .anyMatch(event -> event instanceof Event.FaultHealed healed
                            && healed.description().equals("isolate node2")
                            && healed.byItself()
                            && healed.afterMillis() >= 50);
        }
    }

    @Test
    void faultThatCantBeHealedAtItsTimeStaysInForceAndSaysSo() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec())) {
            int port = lab.nodes().get(1).httpPort();
            lab.lab().nemesis().begin(new NodeFault.Kill("node2"), Optional.of(Duration.ofSeconds(1)));
            try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                assertThat(taken.isBound()).isTrue();
                eventually("the failed healing is in the log").until(() -> lab.lab().events().after(0, 10_000).stream()
                        .map(Stamped::event)
                        .anyMatch(event -> event instanceof Event.LogWarning warning
                                && warning.node().equals("node2")
                                && warning.text().startsWith("f1 could not be healed: ")));
            }
            assertThat(lab.lab().nemesis().active())
                    .singleElement()
                    .satisfies(active -> assertThat(active.untilMillis()).isEmpty());

            lab.lab().control().start("node2");
            assertThat(lab.lab().nemesis().active()).isEmpty();
        }
    }

    @Test
    void droppedDirectionIsMissedByTheDeafEndOnly() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec())) {
            lab.lab().nemesis().begin(new LinksFault.Drop("node1", "node2"), Optional.empty());
            eventually("node2 misses node1").until(() -> lab.lab().cluster().nodes(), nodes -> !nodes.get(1)
                    .members()
                    .contains("node1"));
            assertThat(lab.lab().cluster().nodes().get(2).members()).containsExactly("node1", "node2");
        }
    }

    @Test
    void nodeJoinsAfterAPartitionInWhichSessionsBeganOnBothSides() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec())) {
            LabControl control = lab.lab().control();
            control.begin(
                    new LinksFault.Partition(List.of(List.of("node1"), List.of("node2", "node3"))), Optional.empty());
            new Browser().open(lab.url(0));
            new Browser().open(lab.url(1));
            control.healAll();
            assertThat(control.restart("node3").effective()).isTrue();
            assertThat(lab.lab().events().after(0, 10_000))
                    .extracting(Stamped::event)
                    .anyMatch(event -> event instanceof Event.LogWarning warning
                            && warning.node().equals("node3")
                            && warning.text().startsWith("lacks 1 session that not all other nodes have"));
        }
    }

    @Test
    void freezeOfANodeInThisJvmIsRefusedWithTheOptionsThatAllowIt() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2))) {
            assertThatThrownBy(() -> lab.lab().control().freeze("node2"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "freeze needs nodes in processes of their own: start the lab with --process or --tomcat.");
            assertThatThrownBy(() -> lab.lab().cluster().freeze("node2")).isInstanceOf(RefusedException.class);
            assertThat(lab.lab().nemesis().active()).isEmpty();
            assertThat(lab.lab().cluster().nodes().get(1).state()).isEqualTo(NodeState.UP);
        }
    }

    @Test
    void clientThatAsksWhetherANodeAnswersReachesNoApplication() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2))) {
            long before = lab.lab().cluster().nodes().get(0).requests();
            assertThat(lab.lab().cluster().pulse("node1", Duration.ofSeconds(5)))
                    .isEqualTo(Pulse.ANSWERS);
            assertThat(lab.lab().cluster().nodes().get(0).requests()).isEqualTo(before);
            assertThat(lab.lab().cluster().nodes().get(0).sessions()).isZero();
            lab.lab().cluster().kill("node1");
            assertThat(lab.lab().cluster().pulse("node1", Duration.ofSeconds(5)))
                    .isEqualTo(Pulse.CLOSED);
        }
    }

    @Test
    void unknownNodeIsRefusedWithTheNamesThatExist() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2))) {
            assertThatThrownBy(() -> lab.lab().nemesis().begin(new LinksFault.Isolate("node9"), Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("node9")
                    .hasMessageContaining("node1, node2");
        }
    }

    @Test
    void journalHasEveryEventInOrder() throws Exception {
        Path dir = Files.createTempDirectory("journal");
        try {
            try (RunningLab lab = RunningLab.boot(RunningLab.spec().dir(dir))) {
                new Browser().open(lab.url(0));
                lab.lab().cluster().kill("node1");
            }
            List<String> lines = Files.readAllLines(dir.resolve("events.jsonl"));
            for (int i = 0; i < lines.size(); i++) {
                assertThat(lines.get(i)).contains("\"sequence\":" + (i + 1) + ",");
            }
            assertThat(lines)
                    .anyMatch(line -> line.contains("SessionCreated") && line.contains("node1"))
                    .anyMatch(line -> line.contains("\"to\":\"KILLED\""));
        } finally {
            TestFolders.delete(dir);
        }
    }
}
