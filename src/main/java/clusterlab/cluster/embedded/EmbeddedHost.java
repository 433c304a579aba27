package clusterlab.cluster.embedded;

import clusterlab.agent.Instruments;
import clusterlab.agent.Links;
import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.agent.ProbeValve;
import clusterlab.agent.RequestValve;
import clusterlab.agent.WholeRequestValve;
import clusterlab.cluster.BootException;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeHost;
import clusterlab.cluster.RunningNode;
import clusterlab.files.OwnerOnly;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.tomcat.util.modeler.Registry;
import org.jspecify.annotations.Nullable;

/**
 * All nodes as Tomcats in this JVM. It holds what they share: the routing of the logs and the names of the killed
 * nodes.
 */
public final class EmbeddedHost implements NodeHost {
    private static final long WINDOW_MILLIS = 250;

    private volatile boolean closed;

    private final Surroundings lab;
    private final TomcatFactory tomcats;
    private final NodeLogs logs;
    private final SystemProperties properties;
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Set<EmbeddedNode> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService windows = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "event-windows");
        thread.setDaemon(true);
        return thread;
    });

    private EmbeddedHost(Surroundings lab) {
        this.lab = lab;
        this.tomcats =
                new TomcatFactory(lab.topology().get(), lab.webapp(), new NodeNames(lab.topology()), lab.holders());
        this.logs = NodeLogs.open(lab.log());
        this.properties = new SystemProperties(lab.topology().get().app().systemProperties());
    }

    /**
     * Prepares this JVM.
     *
     * @throws BootException if the plan has multicast and multicast does not work here
     */
    public static EmbeddedHost open(Surroundings lab) throws BootException {
        // Hundreds of unused MBeans would cost a fifth of the CPU time of a start.
        Registry.disableRegistry();
        MulticastCheck.refuseIfImpossible(lab.topology().get().channel().membership());
        if (lab.webapp().isUsers() || lab.topology().get().deployer()) {
            NamingContext.prepare();
        }
        EmbeddedHost host = new EmbeddedHost(lab);
        var unused = host.windows.scheduleAtFixedRate(
                () -> host.running.forEach(node -> node.flush(WINDOW_MILLIS)),
                WINDOW_MILLIS,
                WINDOW_MILLIS,
                TimeUnit.MILLISECONDS);
        return host;
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.KILL, Ability.STOP);
    }

    /** A part of a JVM can't be ended by SIGKILL. */
    @Override
    public Set<Ability> simulated() {
        return EnumSet.of(Ability.KILL);
    }

    @Override
    public RunningNode create(NodeSpec node, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events)
            throws HostException {
        ThreadGroup threads = new ThreadGroup(node.name());
        try {
            OwnerOnly.folder(lab.folder().node(node.name()));
            logs.route(threads, node.name(), lab.folder().log(node.name()));
            lab.webapp().putCompiledPages(lab.folder().work(node.name()));
            dead.remove(node.name());
            Links links =
                    new Links(node.name(), peers, dead, lab.topology().get().linkSeed());
            EmbeddedNode made = assemble(node, threads, links, announceTo, events);
            running.add(made);
            return made;
        } catch (IOException e) {
            logs.end(threads);
            throw HostException.of(e);
        }
    }

    private EmbeddedNode assemble(
            NodeSpec node, ThreadGroup threads, Links links, List<Peer> announceTo, @Nullable NodeEvents events)
            throws IOException {
        Topology plan = lab.topology().get();
        Path home = lab.folder().node(node.name());
        Instruments instruments = new Instruments(links, events, lab.probeToken());
        ClassLoader libraries = plan.app().lib().isPresent()
                ? Libraries.of(plan.app().lib().get())
                : EmbeddedHost.class.getClassLoader();
        SimpleTcpCluster cluster =
                new ClusterFactory(instruments, plan.lifecycle()).cluster(plan, node, announceTo, home, libraries);
        lab.kubernetes()
                .ifPresent(pods -> EmbeddedPodProvider.install(
                        ((GroupChannel) cluster.getChannel()).getMembershipService(), pods, node.name()));
        Tomcat tomcat = tomcats.tomcat(
                node, home, cluster, libraries, new ProbeValve(instruments), new RequestValve(instruments));
        tomcat.getHost().getPipeline().addValve(new WholeRequestValve(instruments));
        TomcatInstance instance = new TomcatInstance(tomcat, cluster, (GroupChannel) cluster.getChannel());
        return new EmbeddedNode(node, this, threads, instance, instruments, context -> tomcats.describe(node, context));
    }

    /** Whether the plan has more than one node. */
    boolean hasOthers() {
        return lab.topology().get().nodes().size() > 1;
    }

    Path log(String node) {
        return lab.folder().log(node);
    }

    /** After a node was killed: senders of the other nodes that wait for it are refused now. */
    void died() {
        running.forEach(EmbeddedNode::wake);
    }

    void mute(EmbeddedNode node) {
        logs.mute(node.threads());
    }

    void ended(EmbeddedNode node) {
        running.remove(node);
        logs.end(node.threads());
        closeLogs();
    }

    /** Nodes that were left behind still log; without the routing that would go to the terminal. */
    private void closeLogs() {
        if (closed && running.isEmpty()) {
            logs.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        windows.shutdownNow();
        running.forEach(this::mute);
        closeLogs();
        properties.close();
    }

    /** A live list of the names of all nodes; standard types only, since applications see it. */
    private static final class NodeNames extends AbstractList<String> {
        private final Supplier<Topology> topology;

        private NodeNames(Supplier<Topology> topology) {
            this.topology = topology;
        }

        @Override
        public String get(int index) {
            return topology.get().nodes().get(index).name();
        }

        @Override
        public int size() {
            return topology.get().nodes().size();
        }
    }
}
