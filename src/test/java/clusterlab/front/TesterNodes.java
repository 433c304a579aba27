package clusterlab.front;

import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Secret;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Real Tomcats with an AJP connector each, not clustered, serving {@link TesterServlet}. */
public final class TesterNodes implements AutoCloseable {

    private final Topology topology;
    private final List<Node> nodes = new ArrayList<>();

    /** Starts {@code count} nodes on free ports; the topology names a free front port, too. */
    public static TesterNodes start(int count, boolean sticky) {
        return new TesterNodes(plan(count, sticky), true);
    }

    /** The same nodes, each to be started by the test. */
    public static TesterNodes planned(int count, boolean sticky) {
        return new TesterNodes(plan(count, sticky), false);
    }

    private TesterNodes(Topology topology, boolean start) {
        this.topology = topology;
        for (NodeSpec spec : topology.nodes()) {
            Node node = new Node(spec, topology.ajpSecret());
            nodes.add(node);
            if (start) {
                node.start();
            }
        }
    }

    public Topology topology() {
        return topology;
    }

    public Node node(int number) {
        return nodes.get(number - 1);
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }

    /** Any free ports. */
    public static Topology plan(int count, boolean sticky) {
        ClusterSpec spec = ClusterSpec.builder(Preset.LAB)
                .nodes(count)
                .anyPorts()
                .front(BalancerSpec.Kind.EMBEDDED)
                .sticky(sticky)
                .build();
        try (PortPolicy ports = PortPolicy.probing()) {
            return Planner.plan(spec, ports).topology();
        } catch (SpecException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same plan with other nodes. */
    public static Topology with(Topology t, List<NodeSpec> nodes) {
        return new Topology(
                t.clusterName(),
                t.preset(),
                nodes,
                t.manager(),
                t.channel(),
                t.balancer(),
                t.frontPort(),
                t.adminPort(),
                t.ajpSecret(),
                t.webapp(),
                t.contextPath(),
                t.distributable(),
                t.deployer(),
                t.app(),
                t.dir(),
                t.keep(),
                t.lifecycle(),
                t.host(),
                t.linkSeed(),
                t.readyTimeout(),
                t.imported());
    }

    /** One node. */
    public static final class Node implements AutoCloseable {

        final String name;
        public final int ajpPort;
        public final TesterServlet servlet;
        private final Secret secret;
        private Tomcat tomcat;
        private Path base;

        public Node(NodeSpec spec, Secret secret) {
            this.name = spec.name();
            this.ajpPort = spec.ajpPort();
            this.secret = secret;
            this.servlet = new TesterServlet(name);
        }

        /** With the topology's secret and Tomcat's 200 threads. */
        public Node start() {
            return start(secret.value(), 200);
        }

        public Node start(String ownSecret, int threads) {
            try {
                base = Files.createTempDirectory("tester-node");
                tomcat = new Tomcat();
                tomcat.setBaseDir(base.toString());
                tomcat.getEngine().setName(name);
                tomcat.getService().setName(name);
                tomcat.getEngine().setJvmRoute(name);
                Connector ajp = new Connector("AJP/1.3");
                ajp.setPort(ajpPort);
                ajp.setProperty("address", Topology.LOOPBACK);
                ajp.setProperty("secret", ownSecret);
                ajp.setProperty("maxThreads", Integer.toString(threads));
                ajp.setProperty("minSpareThreads", "1");
                tomcat.setConnector(ajp);
                Context context = tomcat.addContext("", base.toString());
                Tomcat.addServlet(context, "tester", servlet).setAsyncSupported(true);
                context.addServletMappingDecoded("/*", "tester");
                tomcat.start();
            } catch (LifecycleException | IOException e) {
                throw new IllegalStateException(name + " did not start", e);
            }
            return this;
        }

        /** As an operator does. */
        public void stop() {
            Tomcat stopped = tomcat;
            tomcat = null;
            if (stopped == null) {
                return;
            }
            try {
                stopped.stop();
                stopped.destroy();
                try (Stream<Path> files = Files.walk(base)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            } catch (LifecycleException | IOException e) {
                throw new IllegalStateException(name + " did not stop", e);
            }
        }

        @Override
        public void close() {
            servlet.release();
            stop();
        }
    }
}
