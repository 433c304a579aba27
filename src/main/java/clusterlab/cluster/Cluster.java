package clusterlab.cluster;

import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.ManagerKind;
import clusterlab.cluster.Await.Deadline;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * The running nodes of a lab. One owner boots, changes and closes it; readers get snapshots. An action on a node
 * returns when it has taken effect; actions on the same node run one at a time.
 */
public final class Cluster implements AutoCloseable {
    private final BootListener listener;
    private final EventLog events;
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final Network network = new Network(nodes);
    private final String probeToken = Secret.random().value();
    private final Sessions sessions = new Sessions(nodes);
    private final NodeHost.Factory hosts;
    private final Object balancing = new Object();
    private final LogLines lines = LogLines.to(this::logged);
    /** What the user was warned of. */
    private final Set<Exhaustion> exhausted = ConcurrentHashMap.newKeySet();

    private volatile Topology topology;
    private volatile Node.@Nullable Shared shared;
    private volatile @Nullable PortPolicy ports;
    private volatile Consumer<Topology> onTopology = plan -> {};
    private volatile boolean closing;

    private Cluster(Topology topology, EventLog events, BootListener listener, NodeHost.Factory hosts) {
        this.topology = topology;
        this.events = events;
        this.listener = listener;
        this.hosts = hosts;
    }

    /**
     * A cluster of which nothing runs yet. It must be closed, also if {@link #boot} fails.
     *
     * @param events receives all events
     * @param listener receives the progress of the boot, then warnings and logs
     * @param hosts opens the host on which all nodes run
     */
    public static Cluster of(Topology topology, EventLog events, BootListener listener, NodeHost.Factory hosts) {
        return new Cluster(topology, events, listener, hosts);
    }

    /**
     * Starts all nodes and returns when every node sees every other and a probe session was read on each node that has
     * to hold it.
     *
     * @param folder for logs and work folders
     * @param held holds the ports of the plan until each node binds its own
     * @param nodesStarted called as soon as the connectors of all nodes are open, while the members still find each
     *     other
     * @throws BootException if it is not ready within the plan's time; the message says which nodes do not see which
     *     others
     */
    public void boot(RunFolder folder, PortPolicy held, Runnable nodesStarted)
            throws BootException, InterruptedException {
        Webapp webapp;
        try {
            webapp = Webapp.of(topology, folder);
        } catch (IOException e) {
            throw new BootException("The run folder " + folder.path() + " can't be written: " + e.getMessage(), e);
        }
        NodeHost host = hosts.open(
                new NodeHost.Surroundings(this::topology, folder, webapp, sessions::holders, lines::log, probeToken));
        Node.Shared made = new Node.Shared(this::topology, host, network, folder, events);
        shared = made;
        ports = held;
        List<Node> planned =
                topology.nodes().stream().map(spec -> new Node(spec, made)).toList();
        nodes.addAll(planned);
        try (BootSequence sequence = new BootSequence(topology, planned, webapp, folder, listener)) {
            sequence.run(held, nodesStarted);
            if (replicates()) {
                sequence.probe(
                        new Probe(planned, probeToken, topology.startPath()),
                        planned.get(0).spec().httpUrl());
            } else {
                listener.warning("The application is not <distributable/> in its WEB-INF/web.xml (or in a fragment of "
                        + "WEB-INF/lib), so its sessions stay on the node that created them.");
            }
        }
    }

    private void logged(String node, String text, long times, LogRecord line) {
        listener.log(node, line);
        Exhaustion.of(line.getThrown())
                .filter(exhausted::add)
                .ifPresent(what -> listener.warning(node + " has a problem: " + what.advice()));
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            events.append(new Event.LogWarning(node, text, times));
        }
    }

    /**
     * Creates a probe session through the front, as {@link #boot} does on a node.
     *
     * @param front address of the front's root, with a slash at the end
     * @throws BootException if it was not read on each node that has to hold it; the message says what is missing
     */
    public void probe(String front) throws BootException, InterruptedException {
        if (replicates()) {
            String missing =
                    new Probe(nodes, probeToken, topology.startPath()).run(front, Deadline.in(topology.readyTimeout()));
            if (!missing.isEmpty()) {
                throw new BootException("Not ready: through the front, " + missing + ".");
            }
        }
    }

    /** The current plan. */
    public Topology topology() {
        return topology;
    }

    /**
     * Changes the front, then the plan; one change at a time, so that plan and front agree.
     *
     * @param made changes the front; if it throws, the plan stays unchanged
     */
    public void balancer(BalancerSpec wanted, Runnable made) {
        synchronized (balancing) {
            made.run();
            synchronized (this) {
                topology = topology.withBalancer(wanted);
            }
            onTopology.accept(topology);
        }
    }

    /** Changes the ports of front or API in the plan, before anybody knows them. */
    public synchronized void ports(UnaryOperator<Topology> change) {
        topology = change.apply(topology);
    }

    /** Calls the listener whenever a node was added or removed, or the front was changed. */
    public void onTopology(Consumer<Topology> changed) {
        onTopology = changed;
    }

    /** The nodes at this moment, in the order of the plan. */
    public List<NodeView> nodes() {
        return nodes.stream().map(Node::view).toList();
    }

    /** The links between the nodes. */
    public Network network() {
        return network;
    }

    /** The sessions on the nodes. */
    public Sessions sessions() {
        return sessions;
    }

    /** Whether the application's sessions are replicated: it is {@code <distributable/>}. */
    public boolean replicates() {
        return nodes.stream().map(Node::agent).allMatch(agent -> agent == null || agent.manager() != ManagerKind.LOCAL);
    }

    /**
     * Starts a node that does not run, as a new Tomcat with the same name and ports, and returns when it sees all
     * reachable nodes and has their sessions.
     *
     * @throws RefusedException if it runs already
     * @throws BootException if that takes longer than the plan's ready-timeout; nothing of the node runs then
     */
    public void start(String name) throws RefusedException, BootException, InterruptedException {
        find(name).join(new JoinNeeds(nodes, network), topology.readyTimeout());
    }

    /** Stops a node gracefully: it announces its end to the other nodes. */
    public void stop(String name) throws RefusedException, BootException, InterruptedException {
        find(name).stop();
    }

    /** Crashes a node, as far as its host can; see {@link Node#kill}. */
    public void kill(String name) throws RefusedException, InterruptedException {
        find(name).kill();
    }

    /**
     * Adds a node to the plan and starts it.
     *
     * @return its name
     * @throws RefusedException if the maximum is reached, or no ports are free
     */
    public String add() throws RefusedException, BootException, InterruptedException {
        Node node;
        synchronized (this) {
            Node.Shared have = shared;
            PortPolicy held = ports;
            if (have == null || held == null || closing) {
                throw new RefusedException("The lab has not been booted.");
            }
            Topology plan;
            try {
                plan = topology.plus(held);
            } catch (IllegalStateException e) {
                throw new RefusedException("No node can be added: " + e.getMessage() + ".");
            }
            NodeSpec spec = plan.nodes().get(plan.nodes().size() - 1);
            topology = plan;
            node = new Node(spec, have);
            nodes.add(node);
            tellPlan();
            held.release(spec.httpPort());
            held.release(spec.ajpPort());
            held.release(spec.receiverPort());
        }
        onTopology.accept(topology);
        start(node.name());
        return node.name();
    }

    /**
     * Stops a node, if it runs, and removes it from the plan.
     *
     * @throws RefusedException if it is the last node
     */
    public void remove(String name) throws RefusedException, BootException, InterruptedException {
        Node node = find(name);
        if (nodes.size() == 1) {
            throw new RefusedException(name + " is the last node; end the lab instead.");
        }
        if (node.state() == NodeState.UP) {
            node.stop();
        }
        synchronized (this) {
            nodes.remove(node);
            topology = topology.minus(name);
            tellPlan();
        }
        onTopology.accept(topology);
    }

    /** Passes the new plan to the nodes that run already. */
    private void tellPlan() {
        Node.Shared have = shared;
        for (Node node : nodes) {
            NodeAgent agent = node.agent();
            if (agent != null && have != null) {
                agent.peers(have.peers(all -> true));
            }
        }
        network.refresh();
    }

    /**
     * Waits until every node that is up sees exactly the other nodes that are up and reachable.
     *
     * @return whether that happened in time
     */
    public boolean awaitMembers(Duration timeout) throws InterruptedException {
        return Await.until(Deadline.in(timeout), () -> nodes.stream()
                .filter(node -> node.state() == NodeState.UP)
                .allMatch(node -> List.copyOf(node.members()).equals(reachable(node))));
    }

    private List<String> reachable(Node node) {
        return nodes.stream()
                .filter(other ->
                        other != node && other.state() == NodeState.UP && !network.isCut(node.name(), other.name()))
                .map(Node::name)
                .toList();
    }

    /** Waits until no node that is up sees this one. */
    public boolean awaitGone(String name, Duration timeout) throws InterruptedException {
        return Await.until(Deadline.in(timeout), () -> nodes.stream()
                .filter(node -> node.state() == NodeState.UP)
                .noneMatch(node -> node.members().contains(name)));
    }

    /** The abilities of the nodes' host. */
    public Set<NodeHost.Ability> abilities() {
        Node.Shared have = shared;
        return have == null ? Set.of() : have.host().abilities();
    }

    /** Those of these abilities that the host only simulates. */
    public Set<NodeHost.Ability> simulated() {
        Node.Shared have = shared;
        return have == null ? Set.of() : have.host().simulated();
    }

    /**
     * Checks names of nodes.
     *
     * @throws UnknownNodeException if a name is not the name of a node
     */
    public void refuseUnknown(Collection<String> names) throws UnknownNodeException {
        for (String name : names) {
            find(name);
        }
    }

    /**
     * Checks that a node is up.
     *
     * @throws RefusedException if there is no such node, or it is not up
     */
    public void refuseUnlessUp(String name) throws RefusedException {
        find(name).refuseUnlessUp();
    }

    private Node find(String name) throws UnknownNodeException {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownNodeException(
                        name, nodes.stream().map(Node::name).toList()));
    }

    /** For tests in this package: the node itself. */
    Node node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name));
    }

    /** Stops all nodes at the same time. */
    @Override
    public void close() {
        closing = true;
        lines.close();
        List<Thread> ends = new ArrayList<>();
        for (Node node : nodes) {
            Thread end = new Thread(() -> end(node), "end-" + node.name());
            end.setDaemon(true);
            end.start();
            ends.add(end);
        }
        boolean interrupted = Thread.interrupted();
        for (Thread end : ends) {
            while (end.isAlive()) {
                try {
                    end.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        Node.Shared have = shared;
        if (have != null) {
            have.host().close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Node node) {
        try {
            node.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
