package clusterlab.front.embedded;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.Balancer.Worker.State;
import clusterlab.front.TesterLoad;
import clusterlab.front.TesterNodes;
import clusterlab.front.TesterRelay;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 16 clients, a request each 10 ms, while a node dies, stops or freezes. */
class EmbeddedFailoverLoadIT {

    private static final int CLIENTS = 16;
    private static final Duration NODE_TIMEOUT = Duration.ofMillis(700);
    private static final Duration SOON = Duration.ofSeconds(10);

    /** The target is 100 ms; a machine that runs other builds beside gets some more. */
    private static final long LONGEST_GAP_MILLIS = 400;

    private TesterNodes nodes;
    private TesterRelay relay;
    private EmbeddedBalancer front;
    private TesterLoad load;

    @BeforeEach
    void start() throws IOException {
        nodes = TesterNodes.start(3, true);
        Topology plan = nodes.topology();
        List<NodeSpec> behind = new ArrayList<>(plan.nodes());
        NodeSpec first = behind.get(0);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        relay = new TesterRelay(port, first.ajpPort());
        behind.set(0, new NodeSpec(first.name(), first.index(), first.httpPort(), port, first.receiverPort()));
        front = EmbeddedBalancer.start(TesterNodes.with(plan, behind), change -> {}, NODE_TIMEOUT);
        load = new TesterLoad(front.uri(), CLIENTS, 3, "/count");
        eventually("all run").atMost(SOON).until(() -> load.answered.get() > 100 * CLIENTS);
        load.reset();
    }

    @AfterEach
    void stop() throws Exception {
        load.close();
        front.close();
        relay.close();
        nodes.close();
    }

    @Test
    void killedNodeFailsNoGet() throws Exception {
        relay.kill();
        afterwards("kill", 1, LONGEST_GAP_MILLIS);
        eventually("the node is known to be down").atMost(SOON).until(() -> state(1) == State.ERR);
        relay.revive();
        eventually("it serves again").atMost(SOON).until(() -> state(1) == State.OK);
        int before = nodes.node(1).servlet.counted.get();
        eventually("it gets its share")
                .atMost(SOON)
                .until(() -> nodes.node(1).servlet.counted.get() > before + 10);
        assertThat(load.failures).isEmpty();
    }

    @Test
    void stoppedNodeFailsNoGet() throws Exception {
        nodes.node(2).stop();
        afterwards("stop", 2, LONGEST_GAP_MILLIS);
        nodes.node(2).start();
        eventually("it serves again").atMost(SOON).until(() -> state(2) == State.OK);
        assertThat(load.failures).isEmpty();
    }

    @Test
    void frozenNodeCostsItsClientsTheLimitOnce() throws Exception {
        relay.freeze();
        afterwards("freeze", 1, NODE_TIMEOUT.toMillis() + LONGEST_GAP_MILLIS);
        relay.thaw();
        eventually("it serves again").atMost(SOON).until(() -> state(1) == State.OK);
        assertThat(load.failures).isEmpty();
    }

    private void afterwards(String fault, int node, long limitMillis) {
        eventually("the fault shows").atMost(SOON).until(() -> state(node) == State.ERR);
        int then = load.answered.get();
        eventually("all run on").atMost(SOON).until(() -> load.answered.get() > then + 100 * CLIENTS);
        System.out.printf("%s: longest gap %d ms%n", fault, load.longestMillis());
        assertThat(load.failures).isEmpty();
        assertThat(load.longestMillis()).isLessThan(limitMillis);
    }

    private State state(int number) {
        return front.workers().get(number - 1).state();
    }
}
