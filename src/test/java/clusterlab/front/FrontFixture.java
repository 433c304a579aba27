package clusterlab.front;

import clusterlab.front.Balancer.Worker;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A front under test and the nodes behind it. */
public abstract class FrontFixture {
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    public Path dir;

    public final Map<String, FrontNode> nodes = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Starts the front; the nodes may come later. */
    protected abstract Balancer start(Topology topology, Path folder) throws IOException;

    protected abstract BalancerSpec.Kind kind();

    /** How long a node that accepts and never answers may hold a request up; generous, for machines under load. */
    public Duration frozenNodeLimit() {
        return Duration.ofSeconds(6);
    }

    /** The port of a node that the front uses. */
    public int port(NodeSpec node) {
        return kind().speaksAjp() ? node.ajpPort() : node.httpPort();
    }

    /** Nodes to test against. */
    protected FrontNode.Factory nodeFactory() {
        return TesterTomcat::new;
    }

    @BeforeEach
    public void forget() {
        TesterApp.DELIVERIES.clear();
    }

    @AfterEach
    public void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    public static Worker worker(Balancer front, String name) {
        return front.workers().stream()
                .filter(worker -> worker.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static Topology plan(int count, boolean sticky, BalancerSpec.Kind kind) throws Exception {
        try (PortPolicy ports = PortPolicy.probing()) {
            return Planner.plan(
                            ClusterSpec.builder(Preset.LAB)
                                    .nodes(count)
                                    .anyPorts()
                                    .front(kind)
                                    .sticky(sticky)
                                    .build(),
                            ports)
                    .topology();
        }
    }

    public Topology plan(int count, boolean sticky) throws Exception {
        return plan(count, sticky, kind());
    }

    public static Topology withNodes(Topology topology, List<NodeSpec> nodes) {
        return new Topology(
                topology.clusterName(),
                topology.preset(),
                nodes,
                topology.manager(),
                topology.channel(),
                topology.balancer(),
                topology.frontPort(),
                topology.adminPort(),
                topology.ajpSecret(),
                topology.webapp(),
                topology.contextPath(),
                topology.distributable(),
                topology.deployer(),
                topology.app(),
                topology.dir(),
                topology.keep(),
                topology.lifecycle(),
                topology.host(),
                topology.linkSeed(),
                topology.readyTimeout(),
                topology.imported());
    }

    public void startNodes(Topology topology, Secret secret) {
        for (NodeSpec spec : topology.nodes()) {
            FrontNode node = nodeFactory().start(spec, secret);
            open.add(node);
            nodes.put(spec.name(), node);
        }
    }

    public Balancer front(Topology topology) throws IOException {
        Balancer front = start(topology, dir.resolve("front"));
        open.add(front);
        return front;
    }

    public Balancer front(int count, boolean sticky) throws Exception {
        Topology topology = plan(count, sticky);
        startNodes(topology, topology.ajpSecret());
        return front(topology);
    }

    /** A client whose session is on this node. */
    public static TesterClient clientOn(Balancer front, String node) {
        for (int i = 0; i < 20; i++) {
            TesterClient client = new TesterClient(front.uri());
            if (client.get("/count").node().equals(node)) {
                return client;
            }
        }
        throw new AssertionError(node + " got none of 20 new sessions");
    }
}
