package clusterlab.cluster;

import clusterlab.agent.Instruments;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.ManagerKind;
import clusterlab.agent.ProbeValve;
import clusterlab.cloud.CloudFinding;
import clusterlab.cloud.Kubernetes;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.attributes.Alarms;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Secret;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The running nodes of a lab. One owner boots, changes and closes it; readers get snapshots. An action on a node
 * returns when it has taken effect; actions on the same node run one at a time.
 */
public final class Cluster implements AutoCloseable {
    /** So many ports in a row that other programs take in the moment before their bind mean something else. */
    private static final int PORT_TRIES = 5;

    /** How long the end of all nodes may take; what hangs then is left behind. */
    private static final Duration END = Duration.ofSeconds(9);

    private final BootListener listener;
    private final EventLog events;
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final Network network = new Network(nodes);
    private final String probeToken = Secret.random().value();
    private final Sessions sessions = new Sessions(nodes);
    private final Farm farm = new Farm(nodes, this::topology, this::folder);
    private final Alarms alarms;
    private final NodeHost.Factory hosts;
    private final LogLines lines = LogLines.to(this::logged);
    /** What the user was warned of. */
    private final Set<Exhaustion> exhausted = ConcurrentHashMap.newKeySet();

    private final CurrentPlan plan;
    private volatile Node.@Nullable Shared shared;
    private volatile @Nullable Webapp webapp;
    private volatile StopListener beforeStop = node -> {};
    private volatile @Nullable AttributeWatch watch;
    private volatile @Nullable Kubernetes kubernetes;
    private volatile ForeignPod.@Nullable Factory foreignPods;
    private volatile @Nullable ForeignPod foreign;
    private volatile @Nullable DeploymentWatch deployments;
    private volatile boolean incomplete;
    private volatile boolean portsMoved;
    private volatile boolean closing;

    private Cluster(Topology topology, EventLog events, BootListener listener, NodeHost.Factory hosts) {
        this.plan = new CurrentPlan(topology);
        this.events = events;
        this.alarms = new Alarms(events, Clock.systemUTC());
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
        Webapp served = Webapp.of(topology(), folder);
        webapp = served;
        Optional<Kubernetes> pods = openKubernetes(folder);
        NodeHost host = hosts.open(new NodeHost.Surroundings(
                this::topology, folder, served, sessions::holders, lines::log, probeToken, pods));
        JoinAndLeave lifecycle = topology().lifecycle() == NodeLifecycle.STOCK
                ? new JoinAndLeave.Stock()
                : new JoinAndLeave.Lab(new JoinNeeds(nodes, network), name -> beforeStop.stopping(name));
        Node.Shared made =
                new Node.Shared(this::topology, host, network, folder, events, held, lifecycle, new PodsOfNodes(pods));
        shared = made;
        List<Node> planned =
                topology().nodes().stream().map(spec -> new Node(spec, made)).toList();
        nodes.addAll(planned);
        try (BootSequence sequence = new BootSequence(topology(), planned, served, folder, listener, this::findings)) {
            incomplete = !sequence.run(node -> onFreePorts(node, node::startAlone), () -> {
                if (portsMoved) {
                    tellPlan();
                }
                nodesStarted.run();
            });
            boolean elsewhere = topology().host().target().isPresent();
            if (elsewhere && !hasReadableCopies()) {
                plan.changeAlone(Topology::withUnreadableCopies);
            }
            if (hasReadableCopies() && elsewhere) {
                // Nothing there answers the probe.
                return;
            }
            if (incomplete) {
                findings().forEach(finding -> listener.warning(finding.text()));
            } else if (hasReadableCopies()) {
                if (!probesAttribute()) {
                    listener.warning(
                            "The manager's filter of session attributes leaves out the probe's, so the probe looks at the"
                                    + " session only.");
                }
                sequence.probe(probe(planned), planned.get(0).spec().httpUrl());
            } else if (topology().host().isBlind()) {
                listener.warning("No agent runs in the nodes of "
                        + topology().host().target().orElseThrow().file()
                        + ", so their members and the copies of their sessions can't be seen: verdicts rest on what clients"
                        + " see.");
            } else if (replicates()) {
                listener.warning("The copies of " + topology().managerName()
                        + " can't be read: they are shown as ?, and" + " verdicts rest on what clients see.");
            } else if (topology().manager().kind() == ManagerSpec.Kind.OTHER) {
                listener.warning(topology().managerName() + " keeps each session on the node that created it.");
            } else {
                listener.warning("The application is not <distributable/> in its WEB-INF/web.xml (or in a fragment of "
                        + "WEB-INF/lib), so its sessions stay on the node that created them; with --distributable they are"
                        + " replicated.");
            }
        }
    }

    private Probe probe(List<Node> all) {
        return new Probe(all, probeToken, topology().startPath(), probesAttribute());
    }

    private boolean probesAttribute() {
        return topology()
                .imported()
                .map(one -> one.replicates(ProbeValve.ATTRIBUTE, Boolean.class))
                .orElse(true);
    }

    private synchronized Optional<Kubernetes> openKubernetes(RunFolder folder) throws BootException {
        if (!topology().channel().membership().isCloud() || closing) {
            return Optional.empty();
        }
        try {
            Kubernetes made = Kubernetes.open(topology(), folder.kubernetes(), Clock.systemUTC());
            kubernetes = made;
            openForeign(made, folder);
            deployments = new DeploymentWatch(this::findings, events);
        } catch (IOException e) {
            throw new BootException(String.valueOf(e.getMessage()), e);
        }
        return kubernetes();
    }

    private void openForeign(Kubernetes pods, RunFolder folder) throws IOException {
        NodeSpec first = topology().nodes().get(0);
        Map<String, String> variables = new LinkedHashMap<>(pods.environment(first.name()));
        variables.putAll(topology().app().environment());
        ForeignPod.Factory factory = foreignPods;
        if (factory != null && pods.takesForeign(variables)) {
            ForeignPod made = factory.open(
                    pods.foreign().address(),
                    first.receiverPort(),
                    folder.kubernetes().resolve("foreign.log"));
            foreign = made;
            pods.foreignTraffic(made.traffic());
        }
    }

    /** With a membership of the cloud, what opens the receiver in the pod of another application; called before {@link #boot}. */
    public void foreignPods(ForeignPod.Factory factory) {
        foreignPods = factory;
    }

    /** What is wrong with the deployment of the nodes; empty if nothing is, or with a membership without pods. */
    public List<CloudFinding> findings() {
        return kubernetes().map(pods -> pods.findings(topology())).orElse(List.of());
    }

    /** Whether the boot ended with nodes that do not see all others, because the deployment was misconfigured on purpose. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** In whose pods the nodes run; empty with a membership that needs none, and before the boot. */
    public Optional<Kubernetes> kubernetes() {
        return Optional.ofNullable(kubernetes);
    }

    /** A way to start a node. */
    @FunctionalInterface
    private interface Start {
        void run() throws RefusedException, BootException, InterruptedException;
    }

    /** Starts a node; if another program took a port that the lab chose for it, on the next one. */
    private void onFreePorts(Node node, Start start) throws RefusedException, BootException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                start.run();
                return;
            } catch (BootException e) {
                if (tries == PORT_TRIES || !(e.getCause() instanceof PortTakenException taken) || !move(node, taken)) {
                    throw e;
                }
            }
        }
    }

    /** Gives a node the next port in place of one that it lost; false if the user asked for that one. */
    private boolean move(Node node, PortTakenException taken) throws BootException {
        Node.Shared have = Objects.requireNonNull(shared);
        if (node.spec().isPod() && taken.port() == node.spec().receiverPort()) {
            // The members assume that all receivers have one port.
            return false;
        }
        synchronized (plan) {
            Optional<Integer> other = have.ports().insteadOf(taken.port());
            if (other.isEmpty()) {
                return false;
            }
            NodeSpec moved = node.spec().withPort(taken.port(), other.get());
            plan.change(before -> before.withNode(moved));
            node.spec(moved);
            portsMoved = true;
            listener.warning("Another program took port " + taken.port() + " of " + node.name()
                    + " meanwhile, so it uses " + other.get() + ".");
            return true;
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
        if (hasReadableCopies() && !incomplete && topology().host().target().isEmpty()) {
            String missing = probe(nodes).run(front, Deadline.in(topology().readyTimeout()));
            if (!missing.isEmpty()) {
                throw new BootException("Not ready: through the front, " + missing + ".");
            }
        }
    }

    /** The current plan. */
    public Topology topology() {
        return plan.topology();
    }

    /**
     * Changes the front, then the plan; one change at a time, so that plan and front agree.
     *
     * @param made changes the front; if it throws, the plan stays unchanged
     */
    public void balancer(BalancerSpec wanted, CurrentPlan.FrontChange made) throws BootException {
        plan.change(made, before -> before.withBalancer(wanted));
    }

    /** Changes the ports of front or API in the plan, before anybody knows them. */
    public void ports(UnaryOperator<Topology> change) {
        plan.changeAlone(change);
    }

    /** Calls the listener before each change of the plan. */
    public void onTopology(CurrentPlan.Listener changed) {
        plan.listener(changed);
    }

    /** Calls the listener before a node stops gracefully; never with {@link NodeLifecycle#STOCK}. */
    public void onStop(StopListener before) {
        beforeStop = before;
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

    private RunFolder folder() {
        return Objects.requireNonNull(shared).folder();
    }

    /** Deploys applications while the lab runs. */
    public Farm farm() {
        return farm;
    }

    /** What was found about attributes of sessions that a failover would lose, or has lost. */
    public Alarms alarms() {
        return alarms;
    }

    /**
     * From now on looks at a sample of the sessions that requests use, and raises alarms; nothing if it does so already.
     *
     * @param pace how much time it may use
     */
    public synchronized void watchAttributes(AttributeWatch.Pace pace) {
        if (watch == null && !closing && events.isOn() && Instruments.trackAttributes()) {
            AttributeWatch made = new AttributeWatch(new Watched(), alarms, events, pace);
            watch = made;
            made.start();
        }
    }

    /** Before something breaks a node: looks at what the nodes hold; nothing without {@link #watchAttributes}. */
    public void beforeFault() throws InterruptedException {
        AttributeWatch current = watch;
        if (current != null) {
            current.lookNow();
        }
    }

    /**
     * Waits until every session that was used, as far as the sample goes, was compared with its copies; that needs some seconds
     * without requests.
     *
     * @return whether that happened in time; false without {@link #watchAttributes}
     */
    public boolean awaitAttributes(Duration timeout) throws InterruptedException {
        AttributeWatch current = watch;
        if (current == null) {
            return false;
        }
        long before = current.ticks();
        return Await.until(Deadline.in(timeout), () -> current.ticks() >= before + 2 && current.isSettled());
    }

    /** Whether a session had too many attributes, or too big ones, to be compared with its copies as a whole. */
    public boolean hasUncomparedAttributes() {
        AttributeWatch current = watch;
        return current != null && current.isIncomplete();
    }

    /** What the sessions held that were looked at; nothing without {@link #watchAttributes}. */
    public AttributeWatch.Found foundAttributes() {
        AttributeWatch current = watch;
        return current == null ? AttributeWatch.Found.NOTHING : current.found();
    }

    private final class Watched implements AttributeWatch.Nodes {
        @Override
        public Map<String, NodeAgent> up() {
            Map<String, NodeAgent> up = new LinkedHashMap<>();
            for (Node node : nodes) {
                NodeAgent agent = node.agent();
                if (node.state() == NodeState.UP && agent != null) {
                    up.put(node.name(), agent);
                }
            }
            return up;
        }

        @Override
        public boolean isWhole() {
            List<NodeState> states = nodes.stream().map(Node::state).toList();
            return !network.isBroken()
                    && states.stream().allMatch(state -> state == NodeState.UP || state.canStart())
                    && nodes.stream()
                            .filter(node -> node.state() == NodeState.UP)
                            .allMatch(node -> node.members().equals(reachable(node)));
        }

        @Override
        public boolean isCut() {
            return network.isBroken();
        }

        @Override
        public boolean backup() {
            return nodes.stream()
                    .map(Node::agent)
                    .anyMatch(agent -> agent != null && agent.manager() == ManagerKind.BACKUP);
        }

        @Override
        public boolean sync() {
            int asked = topology().channel().sendOptions();
            return backup() || (asked & (ChannelSpec.SYNC | ChannelSpec.ASYNC)) == ChannelSpec.SYNC;
        }
    }

    /** Whether each node's manager is one of Tomcat's two, whose copies the lab can read. */
    public boolean hasReadableCopies() {
        return nodes.stream()
                .map(Node::agent)
                .allMatch(agent ->
                        agent == null || agent.manager() == ManagerKind.DELTA || agent.manager() == ManagerKind.BACKUP);
    }

    /** Whether the application's sessions are replicated: it is {@code <distributable/>}; as far as that is known of a manager. */
    public boolean replicates() {
        return nodes.stream().map(Node::agent).allMatch(agent -> agent == null || agent.manager() != ManagerKind.LOCAL);
    }

    /**
     * Starts a node that does not run, as a new Tomcat with the same name and ports, and returns when it sees all
     * reachable nodes and has their sessions; with {@link NodeLifecycle#STOCK} when it serves, with whatever it has.
     *
     * @throws RefusedException if it runs already
     * @throws BootException if that takes longer than the plan's ready-timeout; nothing of the node runs then
     */
    public void start(String name) throws RefusedException, BootException, InterruptedException {
        start(find(name));
    }

    private void start(Node node) throws RefusedException, BootException, InterruptedException {
        replacePod(node);
        StartWatch watch = StartWatch.of(node, listener);
        try {
            node.join(topology().readyTimeout());
        } catch (BootException e) {
            List<CloudFinding> wrong = findings();
            if (!wrong.isEmpty()) {
                throw new BootException(e.getMessage() + " " + reasons(wrong), e);
            }
            List<String> frozen = names(NodeState.FROZEN);
            if (frozen.isEmpty() || e.getCause() instanceof PortTakenException) {
                throw e;
            }
            throw new BootException(
                    e.getMessage() + " A node that starts may ask " + String.join(" or ", frozen)
                            + " for its sessions, and gets no answer while that is frozen: thaw first.",
                    e);
        } finally {
            watch.close();
        }
    }

    /** What is wrong and what to do, in one text. */
    static String reasons(List<CloudFinding> findings) {
        return findings.stream()
                .map(finding -> finding.what() + " " + finding.remedy())
                .collect(Collectors.joining(" "));
    }

    /** A node that ran before starts in another pod, with another address. */
    private void replacePod(Node node) {
        Kubernetes pods = kubernetes;
        if (pods != null && node.state().canStart() && node.state() != NodeState.LATENT) {
            NodeSpec moved = node.spec().withAddress(pods.nextAddress());
            plan.changeAlone(before -> before.withNode(moved));
            node.spec(moved);
            tellPlan();
        }
    }

    /**
     * Starts a node that does not run, as {@link #start}, on another unmodified Tomcat; from now on the plan has that one.
     *
     * @throws RefusedException as in {@link #refuseUpgrade}, or if it runs already
     * @throws BootException as in {@link #start}
     */
    public void upgrade(String name, TomcatHome tomcat) throws RefusedException, BootException, InterruptedException {
        Node node = find(name);
        node.refuseUnlessStartable();
        refuseUpgrade(name, tomcat);
        plan.changeAlone(before -> before.withTomcat(name, tomcat));
        start(node);
    }

    /**
     * Checks that a node can come back on another unmodified Tomcat, and gets its host ready for that.
     *
     * @throws RefusedException if there is no such node, the nodes run on no unmodified Tomcats, that one can't be used, or it
     *     can't share sessions with those of the other nodes
     */
    public void refuseUpgrade(String name, TomcatHome tomcat) throws RefusedException {
        find(name);
        Node.Shared have = shared;
        if (have == null || topology().host().kind() != HostSpec.Kind.STOCK) {
            throw new RefusedException(
                    "Only nodes on unmodified Tomcats can get another one; start the lab with --tomcat VERSION.");
        }
        List<SpecException.Problem> problems = Planner.checkUpgrade(topology(), name, tomcat);
        if (!problems.isEmpty()) {
            throw new RefusedException(problems.get(0).message());
        }
        try {
            have.host().prepare(tomcat);
        } catch (HostException e) {
            throw new RefusedException(
                    "Tomcat " + tomcat.version() + " can't be used: " + e.getMessage() + "; name another one.");
        }
    }

    /** The version that the Tomcat of a node reports of itself; empty while it does not run, or if it reports none. */
    public Optional<String> tomcat(String name) throws UnknownNodeException {
        RunningNode current = find(name).running();
        return current == null ? Optional.empty() : current.process().map(NodeProcess::tomcat);
    }

    /** Stops a node gracefully: it announces its end to the other nodes. A frozen node goes on first. */
    public void stop(String name) throws RefusedException, BootException, InterruptedException {
        find(name).stop();
    }

    /** Crashes a node, as far as its host can; see {@link Node#kill}. */
    public void kill(String name) throws RefusedException, InterruptedException {
        find(name).kill();
    }

    /**
     * Suspends a node: its ports accept connections and nobody answers, until {@link #thaw}.
     *
     * @throws RefusedException if it is not up, or the host lacks {@link NodeHost.Ability#FREEZE}
     */
    public void freeze(String name) throws RefusedException, InterruptedException {
        Node node = find(name);
        if (!abilities().contains(NodeHost.Ability.FREEZE)) {
            throw new RefusedException(
                    topology().host().whyNoFreeze().orElse("The host of this lab's nodes can freeze none."));
        }
        node.freeze();
    }

    /**
     * Lets a frozen node go on; returns when it answers.
     *
     * @throws RefusedException if it is not frozen
     * @throws BootException if it does not answer within the plan's ready-timeout
     */
    public void thaw(String name) throws RefusedException, BootException, InterruptedException {
        find(name).thaw(topology().readyTimeout());
    }

    /**
     * What a client meets now at the HTTP port of a node.
     *
     * @param patience how long to wait for a connection, and then for an answer
     */
    public Pulse pulse(String name, Duration patience) throws UnknownNodeException {
        return Pulse.of(find(name).spec(), patience);
    }

    /** The state of a node; nothing is asked of it. */
    public NodeState state(String name) throws UnknownNodeException {
        return find(name).state();
    }

    /**
     * Adds a node to the plan and starts it.
     *
     * @return its name
     * @throws RefusedException if the maximum is reached, or no ports are free
     * @throws BootException if the front refuses it, and nothing was added; or if it does not start
     */
    public String add() throws RefusedException, BootException, InterruptedException {
        Node node = planned();
        onFreePorts(node, () -> {
            tellPlan();
            start(node);
        });
        return node.name();
    }

    private Node planned() throws RefusedException, BootException {
        synchronized (plan) {
            Node.Shared have = shared;
            if (have == null || closing) {
                throw new RefusedException("The lab has not been booted.");
            }
            Topology wanted;
            try {
                wanted = topology().plus(have.ports());
            } catch (IllegalStateException e) {
                throw new RefusedException("No node can be added: " + e.getMessage() + ".");
            }
            Node node = new Node(wanted.nodes().get(wanted.nodes().size() - 1), have);
            boolean known = false;
            try {
                plan.change(before -> wanted);
                known = true;
            } finally {
                if (!known) {
                    node.releasePorts();
                }
            }
            register(node);
            return node;
        }
    }

    /** From now on {@link #close} ends it. */
    private synchronized void register(Node node) throws RefusedException {
        if (closing) {
            throw new RefusedException("The lab is being closed.");
        }
        nodes.add(node);
    }

    /**
     * Stops a node, if it runs, and removes it from the plan. If it is starting, its start fails; if it is frozen, it goes on
     * first.
     *
     * @throws RefusedException if it is the last node, or is being removed already
     * @throws BootException if it did not stop in order, or the front refuses; it stays in the plan then
     */
    public void remove(String name) throws RefusedException, BootException, InterruptedException {
        Node node = find(name);
        if (topology().host().target().isPresent()) {
            throw new RefusedException(
                    name + " runs elsewhere; remove it there and from the file, and start the lab again.");
        }
        boolean removed = false;
        leave(node);
        try {
            node.stopToLeave();
            synchronized (plan) {
                plan.change(before -> before.minus(name));
                nodes.remove(node);
                tellPlan();
            }
            removed = true;
        } finally {
            if (!removed) {
                node.stay();
            }
        }
        node.releasePorts();
    }

    /** One at a time, so that two removals leave a node. */
    private synchronized void leave(Node node) throws RefusedException {
        if (nodes.stream().allMatch(other -> other == node || other.isLeaving())) {
            throw new RefusedException(node.name() + " is the last node; end the lab instead.");
        }
        node.leave();
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
     * Waits until every node that is up sees exactly the other nodes that are up and reachable. A frozen node may be seen or
     * not: Tomcat may never notice that one is frozen. Where nothing tells what a node sees, it does not wait.
     *
     * @return whether that happened in time
     */
    public boolean awaitMembers(Duration timeout) throws InterruptedException {
        return topology().host().isBlind()
                || Await.until(Deadline.in(timeout), () -> {
                    List<String> frozen = names(NodeState.FROZEN);
                    return nodes.stream()
                            .filter(node -> node.state() == NodeState.UP)
                            .allMatch(node -> node.members().stream()
                                    .filter(member -> !frozen.contains(member))
                                    .toList()
                                    .equals(reachable(node)));
                });
    }

    private List<String> names(NodeState state) {
        return nodes.stream()
                .filter(node -> node.state() == state)
                .map(Node::name)
                .toList();
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

    /**
     * Checks that a node is up or frozen.
     *
     * @throws RefusedException if there is no such node, or it is neither
     */
    public void refuseUnlessServing(String name) throws RefusedException {
        find(name).refuseUnlessServing();
    }

    /**
     * Checks that a node is frozen.
     *
     * @throws RefusedException if there is no such node, or it is not
     */
    public void refuseUnlessFrozen(String name) throws RefusedException {
        find(name).refuseUnlessFrozen();
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

    /** Ends all nodes at the same time, within ten seconds; what hangs is left behind. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        AttributeWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        lines.close();
        Deadline deadline = Deadline.in(END);
        List<Thread> ends = new ArrayList<>();
        for (Node node : nodes) {
            Thread end = new Thread(() -> end(node, deadline), "end-" + node.name());
            end.setDaemon(true);
            end.start();
            ends.add(end);
        }
        boolean interrupted = Thread.interrupted();
        for (Thread end : ends) {
            while (end.isAlive() && !deadline.later(Duration.ofSeconds(1)).passed()) {
                try {
                    end.join(100);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        Node.Shared have = shared;
        if (have != null) {
            have.host().close();
        }
        closeKubernetes();
        Webapp served = webapp;
        if (served != null) {
            served.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeKubernetes() {
        DeploymentWatch watched = deployments;
        if (watched != null) {
            watched.close();
        }
        Kubernetes pods = kubernetes;
        if (pods != null) {
            pods.close();
        }
        ForeignPod other = foreign;
        if (other != null) {
            other.end().run();
        }
    }

    private static void end(Node node, Deadline deadline) {
        try {
            node.end(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
