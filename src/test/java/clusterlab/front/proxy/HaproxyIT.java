package clusterlab.front.proxy;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker;
import clusterlab.front.FrontUnavailableException;
import clusterlab.front.TesterClient;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract on HAProxy. */
final class HaproxyIT extends ProxyContract {

    @Override
    protected BalancerSpec.Kind kind() {
        return BalancerSpec.Kind.HAPROXY;
    }

    @Override
    void find() throws FrontUnavailableException {
        ProxyInstall.find("haproxy", 2, 4);
    }

    /** A request that the node has got already waits for timeout server; health checks keep later ones away from it. */
    @Override
    @Test
    public void frozenNodeIsGivenUp() throws Exception {
        Topology topology = plan(2, true);
        startNodes(topology, topology.ajpSecret());
        Balancer front = front(topology);
        TesterClient client = clientOn(front, "node1");
        nodes.get("node1").kill();
        try (ServerSocket frozen =
                new ServerSocket(port(topology.node("node1")), 50, InetAddress.getLoopbackAddress())) {
            eventually("node1 is down")
                    .atMost(frozenNodeLimit())
                    .until(() -> front.workers().get(0).state() == Worker.State.ERR);
            assertThat(frozen.isBound()).isTrue();
            long begin = System.nanoTime();
            assertThat(client.get("/count").node()).isEqualTo("node2");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(frozenNodeLimit());
        }
    }

    @Override
    protected ProgramBalancer start(Topology topology, Path folder) throws IOException {
        return HaproxyBalancer.start(topology, folder, change -> {}, trouble::add);
    }
}
