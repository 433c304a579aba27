package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import clusterlab.LabControl;
import clusterlab.TestFolders;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.Pulse;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.TesterHost;
import clusterlab.event.Event;
import clusterlab.event.Stamped;
import clusterlab.fault.Fault;
import clusterlab.fault.LinksFault;
import clusterlab.fault.Nemesis;
import clusterlab.fault.NodeFault;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A frozen node, with everything above its host. The nodes are the tests': while one is frozen every call of its agent hangs
 * until the thaw, and its port accepts clients and does not answer.
 */
class FreezeIT {
    /** Nothing may wait for a frozen agent; a freeze itself takes the second in which a client gets no answer. */
    private static final Duration IN_TIME = Duration.ofSeconds(8);

    private static final String SESSION = "ABC.node2";

    private final TesterHost host = new TesterHost().freezing();
    private Path app;
    private TesterAdmin lab;

    @BeforeEach
    void boot() throws Exception {
        app = Files.createTempDirectory("freeze");
        Files.writeString(app.resolve("index.html"), "");
        host.holds(SESSION);
        lab = boot(Duration.ofSeconds(5));
    }

    private TesterAdmin boot(Duration readyTimeout) throws Exception {
        ClusterSpec.Builder spec =
                TesterAdmin.nodes(3).webapp(app).front(BalancerSpec.Kind.NONE).readyTimeout(readyTimeout);
        return TesterAdmin.boot(spec, surroundings -> host);
    }

    @AfterEach
    void close() throws Exception {
        inTime(lab::close);
        TestFolders.delete(app);
        assertThat(host.askedWhileFrozen()).isEmpty();
        assertThat(host.running()).isEmpty();
    }

    private static void inTime(Executable action) {
        assertTimeoutPreemptively(IN_TIME, action);
    }

    private LabControl control() {
        return lab.lab().control();
    }

    private Cluster cluster() {
        return lab.lab().cluster();
    }

    private NodeView node(int number) {
        return cluster().nodes().get(number - 1);
    }

    private List<String> faults() {
        return control().faults().stream()
                .map(Nemesis.Active::fault)
                .map(Fault::description)
                .toList();
    }

    private List<Event> events() {
        return lab.lab().events().after(0, 10_000).stream().map(Stamped::event).toList();
    }

    @Test
    void silenceTowardsAClientIsTheProof() {
        inTime(() -> {
            assertThat(cluster().pulse("node2", Duration.ofSeconds(1))).isEqualTo(Pulse.ANSWERS);
            assertThat(control().freeze("node2").effective()).isTrue();
            assertThat(cluster().pulse("node2", Duration.ofMillis(100))).isEqualTo(Pulse.SILENT);
            assertThat(events())
                    .contains(
                            new Event.NodeChanged("node2", "UP", "FROZEN", "freeze"),
                            new Event.FaultBegan("f1", "freeze node2"))
                    .anyMatch(event -> event instanceof Event.FaultTookEffect effect
                            && effect.evidence().equals("node2 accepts a client and does not answer within 1000 ms"));
        });
    }

    @Test
    void freezeThatDoesNotSilenceTheNodeTakesNoEffect() throws Exception {
        Nemesis.Active begun = new Nemesis.Active("f9", new NodeFault.Freeze("node2"), 0, Optional.empty());
        assertThat(begun.fault().evidence(cluster())).isEmpty();
        cluster().kill("node2");
        assertThat(begun.fault().evidence(cluster())).isEmpty();
    }

    @Test
    void nothingAsksTheFrozenAgent() {
        inTime(() -> {
            control().freeze("node2");
            assertThat(node(2).state()).isEqualTo(NodeState.FROZEN);
            assertThat(node(2).sessions()).isEqualTo(1);
            assertThat(node(2).members()).containsExactly("node1", "node3");
            assertThat(cluster().replicates()).isFalse();
            assertThat(cluster().awaitMembers(Duration.ZERO)).isTrue();
            assertThat(cluster().sessions().idsOn("node2")).isEmpty();
            assertThat(cluster().sessions().holders(SESSION)).containsExactly("node1", "node3");
            assertThat(cluster().sessions().find(SESSION).orElseThrow().differs())
                    .isFalse();
            control().begin(new LinksFault.Isolate("node3"), Optional.of(Duration.ofMillis(50)));
            eventually("the links are whole").until(() -> faults().equals(List.of("freeze node2")));
            // A reader from before the freeze is safe too.
            assertThat(host.askedWhileFrozen()).isEmpty();
        });
    }

    @Test
    void apiAnswersAboutAFrozenNode() {
        inTime(() -> {
            assertThat(TesterAdmin.json(lab.get("/api/cluster")).get("abilities"))
                    .isEqualTo(List.of("kill", "freeze", "stop"));
            Map<String, Object> answer = TesterAdmin.json(lab.send("POST", "/api/nodes/node2/freeze", ""));
            assertThat(answer).containsEntry("effective", true);
            assertThat(lab.node("node2")).containsEntry("state", "FROZEN").containsEntry("sessions", 1);
            assertThat(TesterAdmin.list(TesterAdmin.json(lab.get("/api/sessions/" + SESSION)), "copies"))
                    .extracting(copy -> copy.get("node") + " " + copy.get("role"))
                    .containsExactly("node1 replica", "node2 unknown", "node3 replica");
            assertThat(lab.get("/metrics").body())
                    .contains("clusterlab_node_state{node=\"node2\",state=\"FROZEN\"} 1.0");
            assertThat(lab.send("POST", "/api/nodes/node2/freeze", "").statusCode())
                    .isEqualTo(409);
            assertThat(TesterAdmin.object(TesterAdmin.json(lab.send("POST", "/api/nodes/node2/thaw", "")), "node"))
                    .containsEntry("state", "UP");
            assertThat(lab.send("POST", "/api/nodes/node2/thaw", "").body()).contains("node2 is UP, not FROZEN.");
            assertThat(lab.send("POST", "/api/faults", "{\"type\":\"freeze\",\"node\":\"node1\",\"forMillis\":1100}")
                            .statusCode())
                    .isEqualTo(201);
            eventually("it thaws by itself").until(() -> node(1).state() == NodeState.UP);
        });
    }

    @Test
    void thawTellsTheNodeWhatItMissed() {
        inTime(() -> {
            control().freeze("node2");
            control().add();
            assertThat(node(4).state()).isEqualTo(NodeState.UP);
            assertThat(host.peers("node2")).hasSize(3);
            assertThat(control().thaw("node2").effective()).isTrue();
            assertThat(host.peers("node2")).hasSize(4);
            assertThat(faults()).isEmpty();
            assertThat(events()).contains(new Event.NodeChanged("node2", "FROZEN", "UP", "thaw"));
        });
    }

    @Test
    void startAndHealThawToo() {
        inTime(() -> {
            control().freeze("node1");
            assertThat(control().start("node1").what().state()).isEqualTo(NodeState.UP);
            control().freeze("node2");
            control().healAll();
            assertThat(node(2).state()).isEqualTo(NodeState.UP);
            assertThat(faults()).isEmpty();
            assertThat(host.calls())
                    .containsSubsequence("node1 thaw", "node2 thaw")
                    .doesNotContain("node1 join");
        });
    }

    @Test
    void killEndsAFrozenNodeWithoutAThaw() {
        inTime(() -> {
            control().freeze("node2");
            assertThat(control().kill("node2").effective()).isTrue();
            assertThat(host.calls()).contains("node2 kill").doesNotContain("node2 thaw");
            assertThat(faults()).containsExactly("kill node2");
            assertThat(control().start("node2").what().state()).isEqualTo(NodeState.UP);
        });
    }

    @Test
    void stopThawsAFrozenNodeFirst() {
        inTime(() -> {
            control().freeze("node2");
            assertThat(control().stop("node2").what().state()).isEqualTo(NodeState.STOPPED);
            assertThat(host.calls()).containsSubsequence("node2 thaw", "node2 drain");
            assertThat(faults()).containsExactly("stop node2");
            control().freeze("node3");
            assertThat(control().restart("node3").what().state()).isEqualTo(NodeState.UP);
            assertThat(faults()).containsExactly("stop node2");
        });
    }

    @Test
    void stopOfAThawedNodeThatDoesNotAnswerGoesOn() {
        inTime(() -> {
            control().freeze("node2");
            host.mute(true);
            assertThat(control().stop("node2").what().state()).isEqualTo(NodeState.STOPPED);
        });
    }

    @Test
    void removeEndsAFrozenNode() {
        inTime(() -> {
            control().freeze("node2");
            control().remove("node2");
            assertThat(host.running()).containsExactlyInAnyOrder("node1", "node3");
            assertThat(faults()).isEmpty();
        });
    }

    @Test
    void closeThawsAFrozenNodeSoThatItCanEnd() throws Exception {
        control().freeze("node2");
        inTime(lab::close);
        assertThat(host.calls()).contains("node2 thaw");
        assertThat(host.running()).isEmpty();
    }

    @Test
    void nodeThatDoesNotAnswerAfterTheThawStaysFrozenInName() {
        inTime(() -> {
            control().freeze("node2");
            host.mute(true);
            assertThatThrownBy(() -> control().thaw("node2"))
                    .isInstanceOf(BootException.class)
                    .hasMessage("node2 was thawed and did not answer within 5 s; thaw it again, or kill it.");
            assertThat(faults()).containsExactly("freeze node2");
            host.mute(false);
            assertThat(control().thaw("node2").what().state()).isEqualTo(NodeState.UP);
        });
    }

    @Test
    void processThatEndsWhileItIsFrozenIsAFailureThatHealMends() {
        inTime(() -> {
            control().freeze("node2");
            host.die("node2", "its process ended by itself");
            eventually("it has failed").until(() -> node(2).state() == NodeState.FAILED);
            assertThat(events())
                    .contains(new Event.NodeChanged("node2", "FROZEN", "FAILED", "its process ended by itself"));
            control().healAll();
            assertThat(node(2).state()).isEqualTo(NodeState.UP);
            assertThat(faults()).isEmpty();
        });
    }

    @Test
    void processThatEndsInTheThawEndsTheWait() {
        inTime(() -> {
            control().freeze("node2");
            host.mute(true);
            FutureTask<Boolean> thaw = new FutureTask<>(() -> {
                cluster().thaw("node2");
                return true;
            });
            new Thread(thaw).start();
            eventually("the thaw waits").until(() -> host.calls().contains("node2 thaw"));
            host.die("node2", "its process ended by itself");
            assertThatThrownBy(thaw::get).hasMessageContaining("node2 ended while it was frozen; see ");
            host.mute(false);
        });
    }

    @Test
    void frozenNodeIsNeitherFrozenNorStartedAgain() throws Exception {
        cluster().freeze("node2");
        assertThatThrownBy(() -> control().freeze("node2"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("node2 is FROZEN; thaw it first.");
        assertThatThrownBy(() -> cluster().start("node2"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("node2 is FROZEN; thaw it.");
        assertThatThrownBy(() -> control().thaw("node9")).hasMessageContaining("node9");
    }

    @Test
    void failedStartNamesTheFrozenNode() throws Exception {
        cluster().stop("node3");
        cluster().freeze("node2");
        host.starting(node -> {
            throw new HostException("the application has been starting for 5 s");
        });
        assertThatThrownBy(() -> cluster().start("node3"))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("may ask node2 for its sessions")
                .hasMessageEndingWith("thaw first.");
    }
}
