package clusterlab.cluster.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.Browser;
import clusterlab.RunningLab;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeState;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.tribes.Channel;
import org.junit.jupiter.api.Test;

/** A real node that stops and starts as an unmodified Tomcat does. */
class StockLifecycleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A lab stop has closed the port before the application stops; a stock one has only paused its connectors. */
    @Test
    void stockNodeHoldsItsPortWhileItsApplicationStopsAndStartsItsWholeChannelAtOnce() throws Exception {
        try (RunningLab lab = RunningLab.boot(
                RunningLab.spec().nodes(2).front(BalancerSpec.Kind.NONE).lifecycle(NodeLifecycle.STOCK))) {
            Cluster cluster = lab.lab().cluster();
            Browser browser = new Browser();
            assertThat(browser.open(lab.url(0)).body()).contains("Session Counter = 1<");
            NodeSpec node = lab.nodes().get(1);
            List<String> seen = new ArrayList<>();
            Insides.instance(lab, node.name()).context().addLifecycleListener(event -> {
                if (Lifecycle.BEFORE_STOP_EVENT.equals(event.getType())) {
                    seen.add(accepts(node.httpPort()) && accepts(node.ajpPort()) ? "ports open" : "ports closed");
                    seen.addAll(cluster.nodes().get(0).members());
                }
            });
            cluster.stop(node.name());
            assertThat(seen).containsExactly("ports open", node.name());
            assertThat(accepts(node.httpPort())).isFalse();
            assertThat(cluster.awaitGone(node.name(), PATIENCE)).isTrue();

            cluster.start(node.name());
            assertThat(cluster.nodes().get(1).state()).isEqualTo(NodeState.UP);
            assertThat(Insides.clusters(lab).get(1).getChannelStartOptions()).isEqualTo(Channel.DEFAULT);
            cluster.kill(node.name());
            assertThatThrownBy(() -> browser.open(lab.url(1))).isInstanceOf(IOException.class);
            assertThat(browser.open(lab.url(0)).body()).contains("Session Counter = 2<");
        }
    }

    private static boolean accepts(int port) {
        try (Socket client = new Socket(Topology.LOOPBACK, port)) {
            return client.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
