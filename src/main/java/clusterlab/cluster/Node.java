package clusterlab.cluster;

import clusterlab.agent.AgentException;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.Level;
import clusterlab.agent.Peer;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node: its state, and its current start on its host. Transitions run one at a time; only the host knows where the
 * node runs.
 */
final class Node {
    private static final System.Logger LOG = System.getLogger(Node.class.getName());

    /** How long a graceful stop waits for the application; a longer one is left behind. */
    private static final Duration STOP = Duration.ofSeconds(20);

    /** The same for what remains of a node that was killed or did not start: nobody waits for its goodbye. */
    private static final Duration REMAINS = Duration.ofSeconds(8);

    /** How long a freeze waits for the reads of its agent that run already. */
    private static final Duration READS = Duration.ofSeconds(2);

    /** How long a graceful stop waits until a node that was frozen answers again. */
    private static final Duration AWAKE = Duration.ofSeconds(5);

    /** How long one look at its HTTP port waits for the answer. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Shared shared;
    private final ReentrantLock transition = new ReentrantLock();
    private volatile NodeState state = NodeState.LATENT;
    private volatile @Nullable RunningNode running;
    private volatile @Nullable FreezableAgent asked;
    private volatile @Nullable RunningNode dead;
    private final LongAdder requestsBefore = new LongAdder();
    private volatile NodeSpec spec;
    private volatile boolean leaving;
    private volatile boolean ended;

    /**
     * The objects that all nodes of a lab share.
     *
     * @param topology supplies the current plan
     * @param ports holds each port of the plan until just before its node binds it
     * @param lifecycle how nodes join and leave the running cluster
     * @param pods is told each change of a node's state
     */
    record Shared(
            Supplier<Topology> topology,
            NodeHost host,
            Network network,
            RunFolder folder,
            EventLog events,
            PortPolicy ports,
            JoinAndLeave lifecycle,
            PodsOfNodes pods) {

        /** The nodes of the plan in the form that agents use. */
        List<Peer> peers(Predicate<NodeSpec> which) {
            return topology.get().nodes().stream()
                    .filter(which)
                    .map(NodeHost::peer)
                    .toList();
        }
    }

    Node(NodeSpec spec, Shared shared) {
        this.spec = spec;
        this.shared = shared;
    }

    /** Its place in the plan. */
    NodeSpec spec() {
        return spec;
    }

    /** Moves it to other ports; only while nothing of it runs. */
    void spec(NodeSpec moved) {
        spec = moved;
    }

    /** Its name. */
    String name() {
        return spec.name();
    }

    /** Its current state. */
    NodeState state() {
        return state;
    }

    /** Its log. */
    Path log() {
        return shared.folder().log(spec.name());
    }

    /** Its current start, or null while nothing of it runs. */
    @Nullable
    RunningNode running() {
        return running;
    }

    /** Its agent, or null while nothing of it runs or it is frozen. */
    @Nullable
    NodeAgent agent() {
        return state == NodeState.FROZEN ? null : asked;
    }

    /** A snapshot of the node; while it is frozen, with what it said last. */
    NodeView view() {
        FreezableAgent agent = asked;
        return agent == null
                ? new NodeView(spec, state, List.of(), 0, requestsBefore.sum(), Optional.empty())
                : new NodeView(
                        spec,
                        state,
                        members(),
                        agent.sessionCount(),
                        requestsBefore.sum() + agent.requests(),
                        Optional.ofNullable(running).flatMap(RunningNode::process));
    }

    /** Names of the members that it sees now, or saw when it was frozen, without itself, in the order of the plan. */
    List<String> members() {
        NodeAgent agent = asked;
        if (agent == null) {
            return List.of();
        }
        List<String> seen = agent.members();
        return shared.topology().get().nodes().stream()
                .map(NodeSpec::name)
                .filter(seen::contains)
                .toList();
    }

    /** What its start waits for; see {@link RunningNode#awaited}. */
    Optional<String> awaited(boolean exact) {
        RunningNode current = running;
        return current == null ? Optional.empty() : current.awaited(exact);
    }

    /** Whether its start is in the application's own start. */
    boolean isInApplication() {
        RunningNode current = running;
        return current != null && current.isInApplication();
    }

    /**
     * First phase of a cold boot: everything except the membership. It ends with the start itself, with {@link #end}, or
     * when the thread is interrupted; then {@link #end} has to follow.
     *
     * @throws BootException with a {@link PortTakenException} as its cause if a port is taken
     */
    void startAlone() throws BootException, InterruptedException {
        transition.lockInterruptibly();
        try {
            starting("boot");
            started(
                    () -> {
                        // In a cold boot one announcement per pair is enough; the later node of the two sends it.
                        RunningNode made = make(other -> other.index() < spec.index());
                        releasePorts();
                        made.start();
                    },
                    true);
        } finally {
            transition.unlock();
        }
    }

    /** One level of the second phase. */
    void startMembership(Level level) throws BootException {
        try {
            Objects.requireNonNull(agent()).membership(level);
        } catch (AgentException e) {
            throw new BootException(spec.name() + " did not start: " + e.getMessage() + "; " + advice("", true), e);
        }
    }

    /** The boot is over; the node serves requests. */
    void up() {
        Objects.requireNonNull(agent()).peers(shared.peers(all -> true));
        become(NodeState.UP, "");
    }

    /** Joins a running cluster; returns when the node serves. */
    void join(Duration timeout) throws BootException, RefusedException, InterruptedException {
        transition.lockInterruptibly();
        try {
            refuseUnlessStartable();
            starting("start");
            Deadline deadline =
                    Deadline.pausing(timeout, shared.topology().get().app().patience(), this::isInApplication);
            List<String> lacks = new ArrayList<>();
            started(
                    () -> {
                        RunningNode made = make(other -> other.index() != spec.index());
                        shared.lifecycle().join(this, made, deadline).ifPresent(lacks::add);
                    },
                    false);
            become(NodeState.UP, "");
            lacks.forEach(this::warn);
        } finally {
            transition.unlock();
        }
    }

    /**
     * Checks that nothing of it runs.
     *
     * @throws RefusedException if something does
     */
    void refuseUnlessStartable() throws RefusedException {
        if (!state.canStart()) {
            throw new RefusedException(spec.name() + " is " + state
                    + (state == NodeState.FROZEN ? "; thaw it." : "; only a node that does not run can be started."));
        }
    }

    private void starting(String reason) throws BootException, InterruptedException {
        if (isOver()) {
            throw new BootException(whyOver());
        }
        try {
            // What an interrupted start or stop left.
            dispose(REMAINS);
        } catch (HostException e) {
            warn(String.valueOf(e.getMessage()));
        }
        become(NodeState.STARTING, reason);
    }

    private boolean isOver() {
        return ended || leaving;
    }

    private String whyOver() {
        return ended ? "the lab is being closed" : spec.name() + " is being removed";
    }

    /** The node binds it next. */
    void releaseReceiverPort() {
        // A pod has an address of its own; the lab keeps the port on its own address, so that no other lab plans it.
        if (!spec.isPod()) {
            shared.ports().release(spec.receiverPort());
        }
    }

    /** The node binds them next. */
    void releasePorts() {
        shared.ports().release(spec.httpPort());
        shared.ports().release(spec.ajpPort());
        releaseReceiverPort();
    }

    private RunningNode make(Predicate<NodeSpec> announceTo) throws HostException {
        RunningNode made = shared.host()
                .create(
                        spec,
                        shared.peers(all -> true),
                        shared.peers(announceTo),
                        shared.events().isOn() ? new EventsOfNode(spec.name(), shared.events()) : null);
        FreezableAgent agent = new FreezableAgent(spec.name(), made.agent());
        running = made;
        asked = agent;
        made.onDeath(why -> died(made, why));
        shared.network().tell(spec.name(), agent);
        if (isOver()) {
            abortStart();
        }
        return made;
    }

    /** Its process ended by itself. */
    private void died(RunningNode which, String why) {
        dead = which;
        Thread end = new Thread(
                () -> {
                    transition.lock();
                    try {
                        if (running == which && isServing()) {
                            become(NodeState.FAILED, why);
                            warn(why);
                            dispose(REMAINS);
                        }
                    } catch (HostException | InterruptedException e) {
                        LOG.log(System.Logger.Level.DEBUG, "end of " + spec.name(), e);
                    } finally {
                        transition.unlock();
                    }
                },
                spec.name() + "-died");
        end.setDaemon(true);
        end.start();
    }

    /** A way to start the node. */
    private interface Start {
        void run() throws HostException, InterruptedException;
    }

    /**
     * Starts the node; after a failure releases everything of it.
     *
     * @param boot whether a failure ends the lab
     */
    private void started(Start start, boolean boot) throws BootException, InterruptedException {
        try {
            start.run();
        } catch (InterruptedException e) {
            become(NodeState.FAILED, "its start was interrupted");
            throw e;
        } catch (HostException e) {
            become(isOver() ? NodeState.STOPPED : NodeState.FAILED, String.valueOf(e.getMessage()));
            try {
                dispose(REMAINS);
            } catch (HostException second) {
                e.addSuppressed(second);
            }
            String why = String.valueOf(e.getMessage());
            throw new BootException(
                    spec.name() + " did not start: " + why + "; "
                            + Exhaustion.of(e).map(Exhaustion::advice).orElseGet(() -> advice(why, boot)),
                    e);
        }
    }

    private String advice(String why, boolean boot) {
        if (shared.topology().get().host().target().isPresent()) {
            return "look at it there, and check its address in the file.";
        }
        if (why.contains("No space left")) {
            return "free some space, or name another folder with --dir.";
        }
        return boot && shared.folder().isTemporary() ? "run again with --keep to read its log." : "see " + log() + ".";
    }

    /**
     * Stops gracefully; a frozen node goes on first.
     *
     * @throws RefusedException if it is neither up nor frozen
     * @throws BootException if it did not end in order; nothing serves or replicates any more then
     */
    void stop() throws RefusedException, BootException, InterruptedException {
        transition.lockInterruptibly();
        try {
            stop(refuseUnlessServing());
        } finally {
            transition.unlock();
        }
    }

    private void stop(RunningNode current) throws BootException, InterruptedException {
        if (state == NodeState.FROZEN) {
            // What does not answer now is ended like any node that hangs.
            awake(current, Deadline.in(AWAKE));
        }
        become(NodeState.STOPPING, "stop");
        NodeState after = NodeState.FAILED;
        String why = "its stop was interrupted";
        try {
            shared.lifecycle().leave(spec.name(), current);
            current.leave();
            dispose(STOP);
            after = NodeState.STOPPED;
            why = "";
        } catch (HostException | IllegalStateException e) {
            why = String.valueOf(e.getMessage());
            throw new BootException(spec.name() + " did not stop cleanly: " + why + ".", e);
        } finally {
            become(after, why);
        }
    }

    /**
     * Begins its removal: a running start fails, later ones are refused.
     *
     * @throws RefusedException if that goes on already
     */
    synchronized void leave() throws RefusedException {
        if (isOver()) {
            throw new RefusedException(whyOver() + ".");
        }
        leaving = true;
        abortStart();
    }

    /** After {@link #leave}: waits for the end of a running start, and stops a node that is up or frozen gracefully. */
    void stopToLeave() throws BootException, InterruptedException {
        transition.lockInterruptibly();
        try {
            RunningNode current = running;
            if (isServing() && current != null) {
                stop(current);
            }
        } finally {
            transition.unlock();
        }
    }

    private void abortStart() {
        RunningNode current = running;
        if (current != null) {
            current.abort(whyOver());
        }
    }

    /** Whether it is about to be removed. */
    boolean isLeaving() {
        return leaving;
    }

    /** It was not removed after all. */
    void stay() {
        leaving = false;
    }

    /**
     * Crashes, as far as its host can. What remains of it is then removed; the other nodes receive nothing of that. A frozen
     * node never goes on again.
     *
     * @throws RefusedException if it is neither up nor frozen
     */
    void kill() throws RefusedException, InterruptedException {
        transition.lockInterruptibly();
        try {
            RunningNode current = refuseUnlessServing();
            try {
                current.kill();
            } catch (IllegalStateException e) {
                throw new RefusedException(spec.name() + " could not be killed: " + e.getMessage() + ".");
            }
            become(
                    NodeState.KILLED,
                    shared.host().simulated().contains(Ability.KILL) ? "kill, simulated inside the JVM" : "kill");
            try {
                dispose(REMAINS);
            } catch (HostException e) {
                warn("after the kill: " + e.getMessage());
            }
        } finally {
            transition.unlock();
        }
    }

    /**
     * Suspends it; from then on nothing is asked of its agent.
     *
     * @throws RefusedException if it is not up
     */
    void freeze() throws RefusedException, InterruptedException {
        transition.lockInterruptibly();
        try {
            RunningNode current = refuseUnlessUp();
            FreezableAgent agent = Objects.requireNonNull(asked);
            agent.freeze(Deadline.in(READS));
            boolean frozen = false;
            try {
                current.freeze();
                frozen = true;
            } catch (IllegalStateException e) {
                throw new RefusedException(spec.name() + " can't be frozen: " + e.getMessage() + ".");
            } finally {
                if (!frozen) {
                    agent.thaw();
                }
            }
            become(NodeState.FROZEN, "freeze");
        } finally {
            transition.unlock();
        }
    }

    /**
     * Lets it go on; returns when its HTTP port answers.
     *
     * @throws RefusedException if it is not frozen
     * @throws BootException if it does not answer in time; it stays frozen in name then
     */
    void thaw(Duration timeout) throws RefusedException, BootException, InterruptedException {
        transition.lockInterruptibly();
        try {
            RunningNode current = refuseUnlessFrozen();
            if (!awake(current, Deadline.in(timeout))) {
                throw new BootException(
                        dead == current
                                ? spec.name() + " ended while it was frozen; see " + log() + "."
                                : spec.name() + " was thawed and did not answer within " + timeout.toSeconds()
                                        + " s; thaw it again, or kill it.");
            }
        } finally {
            transition.unlock();
        }
    }

    /** Lets it go on and waits for an answer; false if none came before the deadline, or if it has to end anyway. */
    private boolean awake(RunningNode current, Deadline deadline) throws InterruptedException {
        signal(current);
        BooleanSupplier hopeless = () -> isOver() || dead == current;
        if (!Await.until(deadline, () -> hopeless.getAsBoolean() || Pulse.of(spec, LOOK) == Pulse.ANSWERS)
                || hopeless.getAsBoolean()) {
            return false;
        }
        FreezableAgent agent = Objects.requireNonNull(asked);
        agent.thaw();
        // What it was not told while it was frozen.
        agent.peers(shared.peers(all -> true));
        shared.network().tell(spec.name(), agent);
        become(NodeState.UP, "thaw");
        return true;
    }

    private void signal(RunningNode current) {
        try {
            current.thaw();
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, spec.name() + " could not be thawed", e);
        }
    }

    private boolean isServing() {
        return state == NodeState.UP || state == NodeState.FROZEN;
    }

    /**
     * Its current start.
     *
     * @throws RefusedException if it is not up
     */
    RunningNode refuseUnlessUp() throws RefusedException {
        if (state == NodeState.FROZEN) {
            throw new RefusedException(spec.name() + " is FROZEN; thaw it first.");
        }
        return refuseUnlessServing();
    }

    /**
     * Its current start.
     *
     * @throws RefusedException if it is not frozen
     */
    RunningNode refuseUnlessFrozen() throws RefusedException {
        RunningNode current = running;
        if (state != NodeState.FROZEN || current == null) {
            throw new RefusedException(spec.name() + " is " + state + ", not FROZEN.");
        }
        return current;
    }

    /**
     * Its current start.
     *
     * @throws RefusedException if it is neither up nor frozen
     */
    RunningNode refuseUnlessServing() throws RefusedException {
        RunningNode current = running;
        if (!isServing() || current == null) {
            throw new RefusedException(spec.name() + " is " + state + "; start it first.");
        }
        return current;
    }

    /** Ends it in any state, a running start too; refuses later ones. Returns at the deadline, or a second later. */
    void end(Deadline deadline) throws InterruptedException {
        ended = true;
        abortStart();
        if (!transition.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.log(System.Logger.Level.DEBUG, spec.name() + " is still " + state);
            return;
        }
        try {
            RunningNode current = running;
            if (state == NodeState.FROZEN && current != null) {
                // A process that is stopped can't end in order.
                signal(current);
            }
            dispose(deadline.left());
            if (state != NodeState.KILLED) {
                become(NodeState.STOPPED, "the lab ends");
            }
        } catch (HostException e) {
            LOG.log(System.Logger.Level.DEBUG, "end of " + spec.name(), e);
        } finally {
            transition.unlock();
        }
    }

    /** Releases everything of it; after an interruption it has to be called again. */
    private void dispose(Duration most) throws HostException, InterruptedException {
        RunningNode current = running;
        if (current == null) {
            return;
        }
        boolean over = true;
        try {
            current.end(Deadline.in(most));
        } catch (InterruptedException e) {
            over = false;
            throw e;
        } finally {
            if (over) {
                FreezableAgent agent = asked;
                requestsBefore.add(agent == null ? 0 : agent.requests());
                asked = null;
                running = null;
            }
        }
    }

    private void become(NodeState next, String reason) {
        NodeState before = state;
        state = next;
        if (before != next) {
            shared.pods().changed(spec, next);
            shared.events().append(new Event.NodeChanged(spec.name(), before.name(), next.name(), reason));
        }
    }

    private void warn(String text) {
        shared.events().append(new Event.LogWarning(spec.name(), text, 1));
    }
}
