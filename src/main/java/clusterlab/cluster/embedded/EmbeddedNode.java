package clusterlab.cluster.embedded;

import clusterlab.agent.NodeLink;
import clusterlab.agent.SessionTap;
import clusterlab.agent.Traffic;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.BootException;
import clusterlab.cluster.JoinNeeds;
import clusterlab.cluster.Node;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.Webapp;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.PortPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.MembershipListener;
import org.jspecify.annotations.Nullable;

/**
 * A node in this JVM: its state and its present {@link TomcatInstance}. Everything that happens inside it runs in
 * threads of its own {@link ThreadGroup}: that is how the logs know it. Transitions are made one at a time.
 */
public final class EmbeddedNode implements Node {
    /** How long a graceful stop waits for running requests; as long as Tomcat does (StandardWrapper.unloadDelay). */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final NodeSpec spec;
    private final InstanceFactory parts;
    private final EventLog events;
    private final ThreadGroup threads;
    private final Traffic traffic;
    private final SessionTap tap;
    private final NodeLink link;
    private final ReentrantLock transition = new ReentrantLock();
    private volatile NodeState state = NodeState.LATENT;
    private volatile @Nullable TomcatInstance instance;
    private volatile boolean ended;

    public EmbeddedNode(NodeSpec spec, InstanceFactory parts, EventLog events) {
        this.spec = spec;
        this.parts = parts;
        this.events = events;
        this.threads = new ThreadGroup(spec.name());
        this.traffic = new Traffic(events.isOn());
        this.link = new NodeLink(spec.name(), parts.network(), parts.topology(), traffic);
        this.tap = new SessionTap(spec.name(), link, events);
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
        return parts.folder().log(spec.name());
    }

    /** The running Tomcat, or null while there is none. */
    @Nullable
    public TomcatInstance instance() {
        return instance;
    }

    /** The application that it serves. */
    public Webapp webapp() {
        return parts.webapp();
    }

    /** Where its pages are compiled to. */
    public Path work() {
        return parts.folder().node(spec.name()).resolve("work");
    }

    @Override
    public NodeView view() {
        TomcatInstance current = instance;
        return new NodeView(
                spec,
                state,
                current == null ? List.of() : members(),
                current == null ? 0 : current.sessions().ids().size(),
                tap.requests());
    }

    @Override
    public List<String> members() {
        TomcatInstance current = instance;
        if (current == null) {
            return List.of();
        }
        List<String> seen = current.members();
        return parts.topology().get().nodes().stream()
                .map(NodeSpec::name)
                .filter(seen::contains)
                .toList();
    }

    /** Ends a window of aggregated events. */
    public void flush(long millis) {
        tap.flush(millis);
        traffic.drain(spec.name(), millis).forEach(events::append);
    }

    /**
     * First phase of a cold boot: all but the membership.
     *
     * @param ports holds the node's ports until just before they are bound
     */
    public void startAlone(PortPolicy ports) throws BootException, InterruptedException {
        transition.lockInterruptibly();
        try {
            starting("boot");
            inside("start", () -> {
                // In a cold boot every pair has to greet once only; the later one of the two does.
                TomcatInstance made = make(other -> other.index() < spec.index());
                ports.release(spec.httpPort());
                ports.release(spec.ajpPort());
                ports.release(spec.receiverPort());
                made.start(spec);
                return null;
            });
        } finally {
            transition.unlock();
        }
    }

    /** One level of the second phase; see {@link TomcatInstance#startMembership}. */
    public void startMembership(int level) throws BootException, InterruptedException {
        TomcatInstance current = Objects.requireNonNull(instance);
        inside("membership", () -> {
            current.startMembership(level);
            return null;
        });
    }

    /** The boot is over: serves requests. */
    public void up() {
        TomcatInstance current = Objects.requireNonNull(instance);
        current.membershipStarted();
        for (NodeSpec other : parts.topology().get().nodes()) {
            if (other.index() > spec.index()) {
                current.memberPlanned(other, true);
            }
        }
        become(NodeState.UP, "");
    }

    /** All see all: from now on members are watched. */
    public void watchMembers() {
        Objects.requireNonNull(instance).membersKnown();
    }

    /**
     * Starts into a cluster that runs and returns when it has the members and the sessions that it must have.
     *
     * @param needs says what it must have
     */
    public void join(JoinNeeds needs, Duration timeout) throws BootException, RefusedException, InterruptedException {
        transition.lockInterruptibly();
        try {
            if (!state.canStart()) {
                throw new RefusedException(
                        spec.name() + " is " + state + "; only a node that does not run can be started.");
            }
            parts.network().revive(spec.name());
            starting("start");
            Deadline deadline = Deadline.in(timeout);
            Set<String> before = new HashSet<>();
            Set<String> lacks = new HashSet<>();
            inside("start", () -> {
                TomcatInstance made = make(other -> true);
                made.join(
                        spec,
                        () -> {
                            made.startMembership(Channel.MBR_RX_SEQ);
                            made.startMembership(Channel.MBR_TX_SEQ);
                            made.membershipStarted();
                            needs.awaitMembers(spec.name(), made, deadline);
                            made.membersKnown();
                            before.addAll(needs.sessionsOfOthers(spec.name()));
                        },
                        () -> lacks.addAll(needs.awaitSessions(spec.name(), made, before, deadline)));
                return null;
            });
            become(NodeState.UP, "");
            if (!lacks.isEmpty()) {
                events.append(new Event.LogWarning(
                        spec.name(),
                        "lacks " + lacks.size() + (lacks.size() == 1 ? " session" : " sessions")
                                + " that began while it joined; BackupManager does not send them."));
            }
        } finally {
            transition.unlock();
        }
    }

    private void starting(String reason) throws BootException {
        if (ended) {
            throw new BootException("the lab is being closed");
        }
        become(NodeState.STARTING, reason);
    }

    private TomcatInstance make(Predicate<NodeSpec> announceTo) throws Exception {
        parts.logs().route(threads, spec.name(), log());
        parts.webapp().putCompiledPages(work());
        TomcatInstance made = parts.instance(spec, link, tap, announceTo, events.isOn());
        made.onMembers(new MemberEvents());
        instance = made;
        return made;
    }

    /**
     * Stops gracefully.
     *
     * @throws RefusedException if it is not up
     */
    public void stop() throws RefusedException, BootException, InterruptedException {
        transition.lockInterruptibly();
        try {
            TomcatInstance current = instance;
            if (state != NodeState.UP || current == null) {
                throw new RefusedException(spec.name() + " is " + state + "; only a node that is UP can be stopped.");
            }
            become(NodeState.STOPPING, "stop");
            current.drain(DRAIN);
            dispose();
            become(NodeState.STOPPED, "");
        } finally {
            transition.unlock();
        }
    }

    /**
     * The crash that a part of a JVM can have: every client's connection is reset, then it is cut off from the others;
     * nothing is announced, what was queued is dropped. Then what is left of it is cleared away, unseen by the others.
     *
     * @throws RefusedException if it is not up
     */
    public void kill() throws RefusedException, InterruptedException {
        transition.lockInterruptibly();
        try {
            TomcatInstance current = instance;
            if (state != NodeState.UP || current == null) {
                throw new RefusedException(spec.name() + " is " + state + "; only a node that is UP can be killed.");
            }
            parts.network().kill(spec.name(), current::reset);
            // Again, for a connection that was just being accepted.
            current.reset();
            parts.logs().mute(threads);
            become(NodeState.KILLED, "kill, simulated inside the JVM");
            try {
                dispose();
            } catch (BootException e) {
                events.append(new Event.LogWarning(spec.name(), "after the kill: " + e.getMessage()));
            }
        } finally {
            transition.unlock();
        }
    }

    /** Ends it in whatever state it is; a start under way is waited for, one to come is refused. */
    public void end() throws InterruptedException {
        ended = true;
        transition.lockInterruptibly();
        try {
            dispose();
            if (state != NodeState.KILLED) {
                become(NodeState.STOPPED, "the lab ends");
            }
        } catch (BootException e) {
            System.getLogger(EmbeddedNode.class.getName()).log(System.Logger.Level.DEBUG, "end of " + spec.name(), e);
        } finally {
            transition.unlock();
        }
    }

    private void dispose() throws BootException, InterruptedException {
        TomcatInstance current = instance;
        if (current == null) {
            return;
        }
        try {
            inside("stop", () -> {
                current.stop();
                return null;
            });
        } finally {
            instance = null;
            parts.logs().end(threads);
        }
    }

    private void become(NodeState next, String reason) {
        NodeState before = state;
        state = next;
        if (before != next) {
            events.append(new Event.NodeChanged(spec.name(), before.name(), next.name(), reason));
        }
    }

    /** Runs an action in a thread of this node and waits for it; a start that fails is cleared away. */
    private void inside(String what, Callable<?> action) throws BootException, InterruptedException {
        FutureTask<Object> task = new FutureTask<>(action::call);
        Thread thread = new Thread(threads, task, spec.name() + "-" + what);
        thread.setDaemon(true);
        thread.start();
        try {
            task.get();
        } catch (ExecutionException e) {
            Throwable root = Objects.requireNonNull(e.getCause());
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String why = root.getMessage() == null ? root.toString() : root.getMessage();
            if (state == NodeState.STARTING) {
                become(NodeState.FAILED, why);
                try {
                    dispose();
                } catch (BootException second) {
                    e.addSuppressed(second);
                }
                throw new BootException(spec.name() + " did not start: " + why + "; " + advice(why), e);
            }
            throw new BootException(spec.name() + " did not " + what + " cleanly: " + why + ".", e);
        }
    }

    private String advice(String why) {
        if (why.contains("No space left")) {
            return "free some space, or name another folder with --dir.";
        }
        return parts.folder().isTemporary() ? "run again with --keep to read its log." : "see " + log() + ".";
    }

    private final class MemberEvents implements MembershipListener {
        @Override
        public void memberAdded(Member member) {
            String name = link.name(member);
            if (name != null) {
                events.append(new Event.MemberAdded(spec.name(), name));
            }
        }

        @Override
        public void memberDisappeared(Member member) {
            String name = link.name(member);
            if (name != null) {
                events.append(new Event.MemberDisappeared(spec.name(), name));
            }
        }
    }
}
