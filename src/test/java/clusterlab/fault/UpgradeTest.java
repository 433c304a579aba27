package clusterlab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.BootException;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.TesterCluster;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes back with another Tomcat; the nodes are the tests' and the plan is real. */
class UpgradeTest {
    private static final TomcatHome OLD = new TomcatHome("11.0.21", Path.of("/old"));
    private static final TomcatHome NEW = new TomcatHome("11.0.24", Path.of("/new"));
    private static final TomcatHome NINE = new TomcatHome("9.0.117", Path.of("/nine"));
    private static final Fault UPGRADE = new NodeFault.Upgrade("node2", NEW);

    @TempDir
    Path dir;

    private TesterCluster lab() throws Exception {
        return TesterCluster.booted(3, HostSpec.JVM.withTomcat(OLD), dir);
    }

    private static Nemesis nemesis(TesterCluster lab) {
        return new Nemesis(lab.cluster(), lab.events(), Clock.systemUTC());
    }

    private static NodeView node2(TesterCluster lab) {
        return lab.cluster().nodes().get(1);
    }

    private static String tomcat(TesterCluster lab, String node) {
        return lab.cluster().topology().host().runtime(node).tomcatVersion("none");
    }

    @Test
    void nodeIsStoppedAndComesBackWithTheOtherTomcatInThePlan() throws Exception {
        try (TesterCluster lab = lab();
                Nemesis nemesis = nemesis(lab)) {
            Nemesis.Active active = nemesis.begin(UPGRADE, Optional.empty());
            assertThat(active.fault().description()).isEqualTo("upgrade node2 to 11.0.24");
            assertThat(node2(lab).state()).isEqualTo(NodeState.STOPPED);
            assertThat(tomcat(lab, "node2")).as("until it starts").isEqualTo("11.0.21");
            assertThat(nemesis.awaitEffect(active, Duration.ofSeconds(5))).contains("no node sees node2");
            assertThat(lab.host().calls()).contains("prepare 11.0.24");

            assertThat(nemesis.heal(active.id())).isTrue();
            assertThat(node2(lab).state()).isEqualTo(NodeState.UP);
            assertThat(lab.cluster().topology().hostText())
                    .isEqualTo("mixed: node1 11.0.21, node2 11.0.24, node3 11.0.21");
            assertThat(nemesis.active()).isEmpty();
        }
    }

    @Test
    void startThatFailsLeavesTheUpgradeInForceUntilTheNextOne() throws Exception {
        try (TesterCluster lab = lab();
                Nemesis nemesis = nemesis(lab)) {
            Nemesis.Active active = nemesis.begin(UPGRADE, Optional.empty());
            lab.host().starting(node -> {
                throw new HostException("it is too new");
            });
            assertThatThrownBy(() -> nemesis.heal(active.id()))
                    .isInstanceOf(BootException.class)
                    .hasMessageContaining("it is too new");
            assertThat(nemesis.active()).hasSize(1);
            assertThat(node2(lab).state()).isEqualTo(NodeState.FAILED);
            assertThat(tomcat(lab, "node2")).isEqualTo("11.0.24");

            lab.host().starting(node -> {});
            assertThat(nemesis.heal(active.id())).isTrue();
            assertThat(node2(lab).state()).isEqualTo(NodeState.UP);
        }
    }

    @Test
    void whatCannotComeBackIsNotStopped() throws Exception {
        try (TesterCluster lab = lab();
                Nemesis nemesis = nemesis(lab)) {
            assertThatThrownBy(() -> nemesis.begin(new NodeFault.Upgrade("node2", NINE), Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith(
                            "--membership static with mixed: node1 11.0.21, node2 9.0.117, node3 11.0.21: ");
            lab.host().refuse("it is damaged");
            assertThatThrownBy(() -> nemesis.begin(UPGRADE, Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("Tomcat 11.0.24 can't be used: it is damaged; name another one.");
            assertThat(node2(lab).state()).isEqualTo(NodeState.UP);
            assertThat(tomcat(lab, "node2")).isEqualTo("11.0.21");
            assertThat(nemesis.active()).isEmpty();
        }
    }

    @Test
    void nodesWithTheLabsOwnTomcatHaveNone() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(2, dir);
                Nemesis nemesis = nemesis(lab)) {
            assertThatThrownBy(() -> nemesis.begin(UPGRADE, Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "Only nodes on unmodified Tomcats can get another one; start the lab with --tomcat VERSION.");
        }
    }
}
