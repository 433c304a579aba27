package clusterlab.runtime;

import clusterlab.spec.NodeSpec;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.group.GroupChannel;
import org.jspecify.annotations.Nullable;

/**
 * A node in this JVM. Everything that happens inside it runs in threads of its own {@link ThreadGroup}: that is how the
 * logs know it.
 */
final class EmbeddedNode implements Node {
    private final Topology topology;
    private final NodeSpec spec;
    private final RunFolder folder;
    private final Webapp webapp;
    private final TomcatFactory factory;
    private final NodeLogs logs;
    private final String probeToken;
    private final ThreadGroup threads;
    private volatile NodeState state = NodeState.LATENT;
    private volatile @Nullable TomcatInstance instance;

    EmbeddedNode(
            Topology topology,
            NodeSpec spec,
            RunFolder folder,
            Webapp webapp,
            TomcatFactory factory,
            NodeLogs logs,
            String probeToken) {
        this.topology = topology;
        this.spec = spec;
        this.folder = folder;
        this.webapp = webapp;
        this.factory = factory;
        this.logs = logs;
        this.probeToken = probeToken;
        this.threads = new ThreadGroup(spec.name());
    }

    @Override
    public NodeSpec spec() {
        return spec;
    }

    @Override
    public NodeState state() {
        return state;
    }

    @Override
    public Path log() {
        return folder.log(spec.name());
    }

    @Override
    public List<String> members() {
        TomcatInstance current = instance;
        if (current == null) {
            return List.of();
        }
        List<Integer> ports = current.memberPorts();
        return topology.nodes().stream()
                .filter(node -> ports.contains(node.receiverPort()))
                .map(NodeSpec::name)
                .toList();
    }

    /** The running Tomcat, or null while there is none. */
    @Nullable
    TomcatInstance instance() {
        return instance;
    }

    /**
     * Starts all but the membership.
     *
     * @param ports holds the node's ports until just before they are bound
     */
    void start(PortPolicy ports) throws BootException, InterruptedException {
        state = NodeState.STARTING;
        inside("start", () -> {
            Path home = folder.node(spec.name());
            logs.route(threads, spec.name(), log());
            webapp.putCompiledPages(work());
            GroupChannel channel = ChannelFactory.channel(topology, spec);
            SimpleTcpCluster cluster = ClusterFactory.cluster(topology, channel, home);
            Tomcat tomcat = factory.tomcat(spec, home, cluster, new ProbeValve(probeToken));
            TomcatInstance started = new TomcatInstance(tomcat, cluster, channel);
            instance = started;
            ports.release(spec.httpPort());
            ports.release(spec.ajpPort());
            ports.release(spec.receiverPort());
            started.start(spec);
            return null;
        });
    }

    /** Starts one level of the membership; see {@link TomcatInstance#startMembership}. */
    void startMembership(int level) throws BootException, InterruptedException {
        TomcatInstance current = Objects.requireNonNull(instance);
        inside("membership", () -> {
            current.startMembership(level);
            return null;
        });
    }

    /** The boot is over: serves requests. */
    void up() {
        Objects.requireNonNull(instance).membershipStarted();
        state = NodeState.UP;
    }

    /** Stops gracefully; harmless if nothing runs. */
    void stop() throws BootException, InterruptedException {
        TomcatInstance current = instance;
        if (current == null) {
            return;
        }
        state = NodeState.STOPPING;
        try {
            inside("stop", () -> {
                current.stop();
                return null;
            });
        } finally {
            instance = null;
            state = NodeState.STOPPED;
            logs.end(threads);
        }
    }

    /** Runs an action in a thread of this node and waits for it. */
    private void inside(String what, Callable<?> action) throws BootException, InterruptedException {
        FutureTask<Object> task = new FutureTask<>(action::call);
        Thread thread = new Thread(threads, task, spec.name() + "-" + what);
        thread.setDaemon(true);
        thread.start();
        try {
            task.get();
        } catch (ExecutionException e) {
            state = NodeState.FAILED;
            Throwable cause = Objects.requireNonNull(e.getCause());
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new BootException(
                    spec.name() + " did not start: " + (root.getMessage() == null ? root : root.getMessage()) + " (see "
                            + log() + ")",
                    cause);
        }
    }

    /** The application that it serves. */
    Webapp webapp() {
        return webapp;
    }

    /** Where its pages are compiled to. */
    Path work() {
        return folder.node(spec.name()).resolve("work");
    }
}
