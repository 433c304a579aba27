package clusterlab.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The plan: every name, port and attribute of a lab, resolved once. Pure data; making one opens and writes nothing that
 * stays.
 *
 * @param clusterName the same on every node, unique for each run
 * @param preset which preset it began from
 * @param nodes in order; 1 to 64 of them
 * @param manager the session manager of each node
 * @param channel the replication channel of each node
 * @param balancer which front, and how it routes
 * @param frontPort of the front, or 0 if there is none
 * @param adminPort of API and dashboard, or 0 if there is neither
 * @param ajpSecret that the front presents to the nodes
 * @param webapp a folder or WAR to serve, or empty for the session counter
 * @param contextPath empty for the root, else with a slash at the start and none at the end
 * @param distributable whether sessions are replicated in spite of the application's descriptors
 * @param deployer whether each node has a FarmWarDeployer that watches a folder and deploys into the host's {@code appBase}
 * @param app what the nodes give to the application besides its own files
 * @param dir the run folder asked for, or empty for a temporary one
 * @param keep whether the run folder stays after the end
 * @param lifecycle how nodes join and leave the running cluster
 * @param host where the nodes run, and on what
 * @param linkSeed of the draws for lost messages and jitter
 * @param readyTimeout how long the boot may take
 * @param imported what comes from a file of the user's in place of {@code manager} and {@code channel}, which then only say
 *     what is known of it
 */
public record Topology(
        String clusterName,
        Preset preset,
        List<NodeSpec> nodes,
        ManagerSpec manager,
        ChannelSpec channel,
        BalancerSpec balancer,
        int frontPort,
        int adminPort,
        Secret ajpSecret,
        Optional<Path> webapp,
        String contextPath,
        boolean distributable,
        boolean deployer,
        AppSpec app,
        Optional<Path> dir,
        boolean keep,
        NodeLifecycle lifecycle,
        HostSpec host,
        long linkSeed,
        Duration readyTimeout,
        Optional<ImportedCluster> imported) {

    /** Copies the list. */
    public Topology {
        nodes = List.copyOf(nodes);
    }

    /** The address that everything binds. */
    public static final String LOOPBACK = "127.0.0.1";

    /** How many nodes' addresses share the third byte: 127.0.0.2 to 127.0.0.251. */
    private static final int ADDRESSES = 250;

    /**
     * The node of this name.
     *
     * @throws NoSuchElementException if there is none
     */
    public NodeSpec node(String name) {
        return nodes.stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no node is named " + name));
    }

    /**
     * This plan with one more node, whose ports are taken from {@code ports}: the ones after the highest of each kind.
     *
     * @throws IllegalStateException if there are 64 nodes already, no port is free, or the nodes run elsewhere
     */
    public Topology plus(PortPolicy ports) {
        if (host.target().isPresent()) {
            throw new IllegalStateException("the nodes are those of "
                    + host.target().get().file() + "; start one there, add it to the file, and start the lab again");
        }
        if (nodes.size() >= ClusterSpec.MAX_NODES) {
            throw new IllegalStateException("a lab has at most " + ClusterSpec.MAX_NODES + " nodes");
        }
        int index = nodes.stream().mapToInt(NodeSpec::index).max().orElse(-1) + 1;
        int receiver = nodes.stream().mapToInt(NodeSpec::receiverPort).max().orElse(0);
        boolean pods = channel.membership().isCloud();
        NodeSpec added = new NodeSpec(
                preset.nodeName(index),
                index,
                pods ? podAddress(index) : LOOPBACK,
                next(ports, nodes.stream().mapToInt(NodeSpec::httpPort).max().orElse(0)),
                next(ports, nodes.stream().mapToInt(NodeSpec::ajpPort).max().orElse(0)),
                pods ? receiver : next(ports, receiver));
        List<NodeSpec> more = new ArrayList<>(nodes);
        more.add(added);
        return withNodes(more);
    }

    /** Whether the {@code <Cluster>} stands in the {@code <Engine>}, as in the file that it comes from; else in the {@code <Host>}. */
    public boolean isClusterOfEngine() {
        return imported.filter(one -> one.cluster().isPresent() && one.place() == ImportedCluster.Place.ENGINE)
                .isPresent();
    }

    /**
     * Whether nodes have to start one after the other: NonBlockingCoordinator.start starts the membership whatever part of the
     * channel was asked for, and nodes that see each other while they start can block each other for 60 s
     * (DeltaManager.getAllClusterSessions).
     */
    public boolean startsInTurn() {
        return imported.flatMap(ImportedCluster::cluster).flatMap(cluster -> cluster.child("Channel")).stream()
                .flatMap(channel -> channel.children("Interceptor").stream())
                .anyMatch(one -> one.simpleClassName().equals("NonBlockingCoordinator"));
    }

    /** The name of the manager's class without the package. */
    public String managerName() {
        if (host.target().isPresent() && manager.kind() == ManagerSpec.Kind.OTHER) {
            return host.isBlind() ? "unknown" : "no DeltaManager in all nodes";
        }
        return imported.map(ImportedCluster::managerClass)
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .orElse(manager.kind().simpleName());
    }

    /** Where the nodes run and on what, see {@link HostSpec#text}. */
    public String hostText() {
        return host.text(nodeNames());
    }

    /** Whether the node of this name serves a copy of the application that was converted for jakarta.servlet. */
    public boolean isConverted(String node) {
        return app.isJavax() && ServletApi.of(host, node) == ServletApi.JAKARTA;
    }

    /** Whether a node serves such a copy, now or after a planned upgrade. */
    public boolean isConverted() {
        return app.isJavax() && ServletApi.of(host, nodeNames()).contains(ServletApi.JAKARTA);
    }

    /** The names of the nodes, in order. */
    public List<String> nodeNames() {
        return nodes.stream().map(NodeSpec::name).toList();
    }

    /** The address of the first pod of the node with this index, from 0. */
    static String podAddress(int index) {
        return "127.0." + index / ADDRESSES + "." + (2 + index % ADDRESSES);
    }

    /**
     * The address of a pod that replaces another one: Kubernetes gives no pod the address of an earlier one on purpose.
     *
     * @param count of the pods that replaced one before, from 0
     */
    public static String replacementAddress(int count) {
        return "127.1." + count / ADDRESSES + "." + (2 + count % ADDRESSES);
    }

    private static int next(PortPolicy ports, int after) {
        return ports.takeAbove(after)
                .orElseThrow(() -> new IllegalStateException("no port above " + after + " is free"));
    }

    /** This plan without one node. */
    public Topology minus(String name) {
        return withNodes(nodes.stream().filter(n -> !n.name().equals(name)).toList());
    }

    /** This plan with other ports for the node of this name. */
    public Topology withNode(NodeSpec changed) {
        return withNodes(nodes.stream()
                .map(n -> n.name().equals(changed.name()) ? changed : n)
                .toList());
    }

    /** This plan with another Tomcat for the node of this name. */
    public Topology withTomcat(String node, NodeRuntime.TomcatHome tomcat) {
        return with(nodes, balancer, frontPort, adminPort, host.withTomcat(node, tomcat));
    }

    /** This plan with a manager whose copies can't be read. */
    public Topology withUnreadableCopies() {
        return with(nodes, balancer, frontPort, adminPort, host, manager.withKind(ManagerSpec.Kind.OTHER));
    }

    /** This plan with another front. */
    public Topology withBalancer(BalancerSpec changed) {
        return with(nodes, changed, frontPort, adminPort);
    }

    /** This plan with the front on another port. */
    public Topology withFrontPort(int port) {
        return with(nodes, balancer, port, adminPort);
    }

    /** This plan with API and dashboard on another port. */
    public Topology withAdminPort(int port) {
        return with(nodes, balancer, frontPort, port);
    }

    private Topology withNodes(List<NodeSpec> changed) {
        return with(changed, balancer, frontPort, adminPort);
    }

    private Topology with(List<NodeSpec> newNodes, BalancerSpec newBalancer, int newFrontPort, int newAdminPort) {
        return with(newNodes, newBalancer, newFrontPort, newAdminPort, host);
    }

    private Topology with(
            List<NodeSpec> newNodes, BalancerSpec newBalancer, int newFrontPort, int newAdminPort, HostSpec newHost) {
        return with(newNodes, newBalancer, newFrontPort, newAdminPort, newHost, manager);
    }

    private Topology with(
            List<NodeSpec> newNodes,
            BalancerSpec newBalancer,
            int newFrontPort,
            int newAdminPort,
            HostSpec newHost,
            ManagerSpec newManager) {
        return new Topology(
                clusterName,
                preset,
                newNodes,
                newManager,
                channel,
                newBalancer,
                newFrontPort,
                newAdminPort,
                ajpSecret,
                webapp,
                contextPath,
                distributable,
                deployer,
                app,
                dir,
                keep,
                lifecycle,
                newHost,
                linkSeed,
                readyTimeout,
                imported);
    }

    /** The path of the application's start page: the context path and a slash. */
    public String startPath() {
        return contextPath + "/";
    }

    /** The address of the front's start page, or empty if there is no front. */
    public Optional<String> frontUrl() {
        return switch (balancer.kind()) {
            case NONE -> Optional.empty();
            case GIVEN ->
                host.target()
                        .flatMap(TargetSpec::front)
                        .map(front -> front + startPath().substring(1));
            case EMBEDDED, HTTPD, HAPROXY, NGINX -> Optional.of("http://" + LOOPBACK + ":" + frontPort + startPath());
        };
    }

    /** The address of the dashboard, or empty if there is none. */
    public Optional<String> adminUrl() {
        return adminPort == 0 ? Optional.empty() : Optional.of("http://" + LOOPBACK + ":" + adminPort + "/");
    }
}
