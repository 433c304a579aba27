package clusterlab.front.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.Balancer;
import clusterlab.front.FrontUnavailableException;
import clusterlab.front.TesterClient;
import clusterlab.front.TesterClient.Answer;
import clusterlab.front.program.ProgramBalancer;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contract on nginx. */
final class NginxIT extends ProxyContract {

    @Override
    protected BalancerSpec.Kind kind() {
        return BalancerSpec.Kind.NGINX;
    }

    @Override
    void find() throws FrontUnavailableException {
        ProxyInstall.find("nginx", 1, 18);
    }

    @Override
    protected ProgramBalancer start(Topology topology, Path folder) throws IOException {
        return NginxBalancer.start(topology, folder, change -> {}, trouble::add);
    }

    /** No health checks (NginxText.LIMITS): the request waits for proxy_read_timeout, which is longer than this client waits. */
    @Override
    @Test
    public void frozenNodeIsGivenUp() throws Exception {
        Topology topology = plan(2, true);
        startNodes(topology, topology.ajpSecret());
        Balancer front = front(topology);
        TesterClient client = clientOn(front, "node1");
        TesterClient other = clientOn(front, "node2");
        nodes.get("node1").kill();
        try (ServerSocket frozen =
                new ServerSocket(port(topology.node("node1")), 50, InetAddress.getLoopbackAddress())) {
            Answer none = client.get("/count");
            assertThat(none.status()).isZero();
            assertThat(none.body()).contains("HttpTimeoutException");
            assertThat(other.get("/count").node()).isEqualTo("node2");
            assertThat(frozen.isBound()).isTrue();
        }
    }

    /** NginxText.LIMITS. */
    @Override
    @Test
    public void noNodeUpIsA503WithoutANode() throws Exception {
        Balancer front = front(plan(2, true));
        Answer answer = new TesterClient(front.uri()).get("/who");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.nodeHeader()).isEmpty();
    }
}
