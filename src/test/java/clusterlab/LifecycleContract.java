package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.agent.CopyRole;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.fault.LinksFault;
import clusterlab.fault.Nemesis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What nodes, members and sessions are after each action and each fault, on any host. Each begins with three nodes that are up. */
final class LifecycleContract {
    private static final Duration DETECTION = Duration.ofSeconds(15);

    private LifecycleContract() {}

    static void killedNodeIsMissedItsSessionsGoOnAndItComesBackWithAll(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        count(browser, lab, 0, 1);
        count(browser, lab, 0, 2);
        lab.lab().cluster().kill("node1");
        assertThat(state(lab, "node1")).isEqualTo(NodeState.KILLED);
        assertThatThrownBy(() -> browser.open(lab.url(0))).isInstanceOf(java.io.IOException.class);
        count(browser, lab, 1, 3);
        assertThat(lab.lab().cluster().awaitGone("node1", DETECTION)).isTrue();
        assertThatThrownBy(() -> lab.lab().cluster().kill("node1"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("KILLED");
        lab.lab().cluster().start("node1");
        assertThat(state(lab, "node1")).isEqualTo(NodeState.UP);
        assertThat(lab.lab().cluster().awaitMembers(DETECTION)).isTrue();
        assertThat(roleOn(lab, browser.sessionId(), "node1")).isNotEqualTo(CopyRole.ABSENT);
        count(browser, lab, 0, 4);
        assertThat(lab.log(0)).doesNotContain("SEVERE");
    }

    static void stoppedNodeIsMissedAtOnceAndComesBackWithAll(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        count(browser, lab, 1, 1);
        lab.lab().cluster().stop("node2");
        assertThat(lab.lab().cluster().awaitGone("node2", Duration.ofSeconds(2)))
                .as("it announced its end")
                .isTrue();
        count(browser, lab, 2, 2);
        lab.lab().cluster().start("node2");
        count(browser, lab, 1, 3);
        lab.lab().control().restart("node3");
        count(browser, lab, 2, 4);
    }

    static void partitionSplitsTheViewAndHealingRestoresIt(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        count(browser, lab, 0, 1);
        lab.lab()
                .nemesis()
                .begin(
                        new LinksFault.Partition(List.of(List.of("node1"), List.of("node2", "node3"))),
                        Optional.empty());
        assertThat(lab.lab().cluster().awaitMembers(DETECTION)).isTrue();
        assertThat(members(lab, "node1")).isEmpty();
        assertThat(members(lab, "node2")).containsExactly("node3");
        assertThat(members(lab, "node3")).containsExactly("node2");
        count(browser, lab, 0, 2);
        lab.lab().nemesis().healAll();
        assertThat(lab.lab().cluster().awaitMembers(DETECTION)).isTrue();
        assertThat(members(lab, "node1")).containsExactly("node2", "node3");
    }

    static void isolationSurvivesARestart(RunningLab lab) throws Exception {
        Nemesis.Active isolated = lab.lab().nemesis().begin(new LinksFault.Isolate("node3"), Optional.empty());
        assertThat(lab.lab().cluster().awaitMembers(DETECTION)).isTrue();
        assertThat(members(lab, "node3")).isEmpty();
        lab.lab().control().restart("node3");
        assertThat(members(lab, "node3")).isEmpty();
        lab.lab().nemesis().heal(isolated.id());
        assertThat(lab.lab().cluster().awaitMembers(DETECTION)).isTrue();
        assertThat(members(lab, "node3")).containsExactly("node1", "node2");
    }

    static void delayedLinkHoldsASynchronousRequestBackButLosesNobody(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        count(browser, lab, 0, 1);
        count(browser, lab, 0, 2);
        for (String other : List.of("node2", "node3")) {
            lab.lab().nemesis().begin(new LinksFault.Delay("node1", other, 200, 0), Optional.empty());
        }
        long start = System.nanoTime();
        count(browser, lab, 0, 3);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        assertThat(members(lab, "node1")).containsExactly("node2", "node3");
        lab.lab().nemesis().healAll();
        count(browser, lab, 1, 4);
    }

    static void addedNodeJoinsWithAllSessionsAndRemovedOneIsForgotten(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        count(browser, lab, 0, 1);
        assertThat(lab.lab().cluster().add()).isEqualTo("node4");
        assertThat(members(lab, "node4")).containsExactly("node1", "node2", "node3");
        assertThat(lab.lab().cluster().awaitMembers(DETECTION)).isTrue();
        count(browser, lab, 3, 2);
        lab.lab().cluster().remove("node1");
        assertThat(lab.lab().topology().nodes()).extracting("name").containsExactly("node2", "node3", "node4");
        assertThat(lab.lab().cluster().awaitMembers(DETECTION)).isTrue();
        count(browser, lab, 0, 3);
        lab.lab().cluster().kill("node4");
        lab.lab().cluster().start("node4");
        assertThat(members(lab, "node4")).containsExactly("node2", "node3");
    }

    static void count(Browser browser, RunningLab lab, int node, int expected) throws Exception {
        assertThat(browser.open(lab.url(node)).body()).contains("Session Counter = " + expected + "<");
    }

    static NodeState state(RunningLab lab, String name) {
        return view(lab, name).state();
    }

    static List<String> members(RunningLab lab, String name) {
        return view(lab, name).members();
    }

    static NodeView view(RunningLab lab, String name) {
        return lab.lab().cluster().nodes().stream()
                .filter(node -> node.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static CopyRole roleOn(RunningLab lab, String session, String node) {
        return lab.lab().cluster().sessions().find(session).orElseThrow().copies().stream()
                .filter(copy -> copy.node().equals(node))
                .findFirst()
                .orElseThrow()
                .role();
    }
}
