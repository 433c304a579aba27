package clusterlab.cluster.process;

import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.cluster.BootException;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeHost;
import clusterlab.cluster.RunningNode;
import clusterlab.distribution.LabCache;
import clusterlab.distribution.TomcatFinder;
import clusterlab.distribution.Unpacker;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.NodeSpec;
import java.io.File;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Each node in a JVM of its own, with the lab's Tomcat or an unmodified one. It can do all of a host's actions for real. */
public final class ProcessHost implements NodeHost {
    private static final int LOG_MILLIS = 100;

    /** All nodes of this JVM. */
    private static final Set<ProcessNode> ALL = ConcurrentHashMap.newKeySet();

    private final Surroundings lab;
    private final ControlServer control;
    private final FrozenGuard guard;
    private final Set<ProcessNode> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService logs =
            Executors.newSingleThreadScheduledExecutor(task -> ControlServer.daemon("node-logs", task));

    private ProcessHost(Surroundings lab, ControlServer control) {
        this.lab = lab;
        this.guard = new FrozenGuard(lab.folder());
        this.control = control;
    }

    /**
     * Listens for agents.
     *
     * @throws BootException if that is impossible
     */
    public static ProcessHost open(Surroundings lab) throws BootException {
        try {
            ProcessHost host = new ProcessHost(lab, ControlServer.open());
            var unused = host.logs.scheduleWithFixedDelay(
                    () -> host.running.forEach(ProcessNode::readLog), LOG_MILLIS, LOG_MILLIS, TimeUnit.MILLISECONDS);
            return host;
        } catch (IOException e) {
            throw new BootException("The lab can't listen for its nodes on loopback: " + e.getMessage(), e);
        }
    }

    /** Ends the processes of all nodes of this JVM at once, for an end that does not wait. */
    public static void destroyAll() {
        ALL.forEach(ProcessNode::destroy);
    }

    /** SIGSTOP needs POSIX. */
    @Override
    public Set<Ability> abilities() {
        return File.separatorChar == '/' ? EnumSet.allOf(Ability.class) : EnumSet.of(Ability.KILL, Ability.STOP);
    }

    @Override
    public Set<Ability> simulated() {
        return EnumSet.noneOf(Ability.class);
    }

    @Override
    public RunningNode create(NodeSpec node, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events)
            throws HostException {
        ProcessNode made = new ProcessNode(node, this, peers, announceTo, events);
        running.add(made);
        ALL.add(made);
        return made;
    }

    @Override
    public void prepare(TomcatHome tomcat) throws HostException {
        try {
            TomcatFinder.verify(tomcat);
            Unpacker.unpacked(tomcat, LabCache.ofUser().homes());
        } catch (IOException e) {
            throw HostException.of(e);
        }
    }

    Surroundings lab() {
        return lab;
    }

    ControlServer control() {
        return control;
    }

    FrozenGuard guard() {
        return guard;
    }

    void ended(ProcessNode node) {
        running.remove(node);
        ALL.remove(node);
    }

    @Override
    public void close() {
        running.forEach(ProcessNode::destroy);
        logs.shutdownNow();
        guard.close();
        try {
            control.close();
        } catch (IOException e) {
            System.getLogger(ProcessHost.class.getName()).log(System.Logger.Level.DEBUG, "end of the control", e);
        }
    }
}
