package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.NodeLifecycle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinAndLeaveTest {
    @TempDir
    Path dir;

    @Test
    void labStopTellsTheFrontFirstAndThenDrains() throws Exception {
        assertThat(stop(NodeLifecycle.LAB)).containsExactly("front told of node2", "node2 drain");
    }

    @Test
    void stockStopNeitherTellsTheFrontNorDrains() throws Exception {
        assertThat(stop(NodeLifecycle.STOCK)).isEmpty();
    }

    private List<String> stop(NodeLifecycle lifecycle) throws Exception {
        try (TesterCluster lab = TesterCluster.booted(2, lifecycle, dir)) {
            int before = lab.host().calls().size();
            List<String> calls = new ArrayList<>();
            lab.cluster().onStop(node -> {
                assertThat(lab.host().calls()).hasSize(before);
                calls.add("front told of " + node);
            });
            lab.cluster().stop("node2");
            assertThat(lab.host().running()).containsExactly("node1");
            calls.addAll(lab.host().calls().subList(before, lab.host().calls().size()));
            return calls;
        }
    }

    @Test
    void labStartWaitsUntilTheMembersAreKnown() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(2, NodeLifecycle.LAB, dir)) {
            assertThat(restart(lab)).containsExactly("node2 drain", "node2 join", "node2 members known");
        }
    }

    @Test
    void stockStartIsUpWithoutMembersAndNothingHelpsIt() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(2, NodeLifecycle.STOCK, dir)) {
            lab.host().blind();
            assertThat(restart(lab)).containsExactly("node2 start as stock");
            assertThat(lab.cluster().nodes()).extracting(NodeView::state).containsExactly(NodeState.UP, NodeState.UP);
            assertThat(lab.cluster().awaitMembers(Duration.ZERO)).isFalse();
        }
    }

    private static List<String> restart(TesterCluster lab) throws Exception {
        int before = lab.host().calls().size();
        lab.cluster().stop("node2");
        lab.cluster().start("node2");
        return lab.host().calls().subList(before, lab.host().calls().size());
    }

    @Test
    void addedNodeStartsInTheWayOfThePlanAndLosesAPortAsAnyOther() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(1, NodeLifecycle.STOCK, dir)) {
            int http = lab.cluster().topology().node("node1").httpPort() + 1;
            lab.host().starting(node -> {
                assertThat(lab.ports().isTaken(node.spec().httpPort()))
                        .as("the node can bind its port")
                        .isFalse();
                if (node.spec().httpPort() == http) {
                    lab.ports().steal(http);
                    throw new PortTakenException(http, "connector");
                }
            });
            lab.cluster().add();
            assertThat(lab.host().calls()).endsWith("node2 start as stock", "node2 start as stock");
            assertThat(lab.cluster().topology().node("node2").httpPort()).isGreaterThan(http);
        }
    }
}
