package clusterlab.cluster.embedded;

import clusterlab.agent.AgentException;
import clusterlab.agent.Instruments;
import clusterlab.agent.Links;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.Level;
import clusterlab.agent.TomcatAgent;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.HostException;
import clusterlab.cluster.LogReasons;
import clusterlab.cluster.RunningNode;
import clusterlab.spec.NodeSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.jspecify.annotations.Nullable;

/**
 * One start of a node in this JVM. All of its threads belong to its own {@link ThreadGroup}; the logs use the group to
 * find the node of a line.
 */
final class EmbeddedNode implements RunningNode {
    /** How long the start of a membership may take; Tomcat's own waits in it are shorter. */
    private static final Duration MEMBERSHIP = Duration.ofSeconds(20);

    /** How long the end waits for a start that runs: it can't be stopped before, and an interrupt leaves more behind. */
    private static final Duration START = Duration.ofSeconds(5);

    /** How long an action that hangs may take to end after it was interrupted. */
    private static final Duration INTERRUPTED = Duration.ofSeconds(1);

    /** For the end of a sentence. */
    private static final String SHARED_JVM =
            "All nodes share one JVM here: an application that registers something in it "
                    + "(MBeans, drivers, static fields) needs --process";

    private final NodeSpec spec;
    private final EmbeddedHost host;
    private final LogReasons reasons;
    private final ThreadGroup threads;
    private final TomcatInstance instance;
    private final TomcatAgent agent;
    private final Links links;
    private @Nullable String aborted;
    private volatile @Nullable NodeThread start;
    private volatile @Nullable NodeThread stop;
    private volatile boolean leftBehind;
    private final AtomicBoolean stops = new AtomicBoolean();

    EmbeddedNode(
            NodeSpec spec,
            EmbeddedHost host,
            ThreadGroup threads,
            TomcatInstance instance,
            Instruments instruments,
            Consumer<Context> describe) {
        this.spec = spec;
        this.host = host;
        reasons = new LogReasons(host.log(spec.name()));
        this.threads = threads;
        this.instance = instance;
        this.links = instruments.links();
        this.agent = new TomcatAgent(instruments, instance.cluster(), instance.context(), describe) {
            /** Starts the membership in a thread of the node, so that the membership's threads belong to the node. */
            @Override
            public void membership(Level level) throws AgentException {
                if (threads.parentOf(Thread.currentThread().getThreadGroup())) {
                    super.membership(level);
                    return;
                }
                try {
                    NodeThread action = NodeThread.start(threads, spec.name() + "-membership", () -> {
                        super.membership(level);
                        return null;
                    });
                    if (!action.await(Deadline.in(MEMBERSHIP))) {
                        throw new HostException("its membership does not start");
                    }
                } catch (HostException e) {
                    throw new AgentException(String.valueOf(e.getMessage()), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AgentException("the start was interrupted", e);
                }
            }
        };
        agent.holdMembership();
    }

    ThreadGroup threads() {
        return threads;
    }

    /** The Tomcat, for tests of this package. */
    TomcatInstance instance() {
        return instance;
    }

    @Override
    public NodeAgent agent() {
        return agent;
    }

    void flush(long millis) {
        agent.flush(millis);
    }

    void wake() {
        links.wake();
    }

    @Override
    public void start() throws HostException, InterruptedException {
        begin(() -> instance.start(spec)).await();
    }

    @Override
    public void join(Gate members, Gate sessions, Deadline deadline) throws HostException, InterruptedException {
        await(begin(() -> instance.join(spec, members, sessions)), deadline);
    }

    @Override
    public void startAsStock(Deadline deadline) throws HostException, InterruptedException {
        agent.releaseMembership();
        await(begin(() -> instance.startAsStock(spec)), deadline);
    }

    private void await(NodeThread begun, Deadline deadline) throws HostException, InterruptedException {
        if (!begun.await(deadline)) {
            throw new HostException(awaited(true).orElse("its start took too long"));
        }
    }

    /** A way to start the Tomcat. */
    private interface Start {
        void run() throws Exception;
    }

    private synchronized NodeThread begin(Start way) throws HostException {
        if (aborted != null) {
            throw new HostException(aborted);
        }
        NodeThread begun = NodeThread.start(threads, spec.name() + "-start", () -> {
            try {
                way.run();
            } catch (TomcatInstance.ApplicationException e) {
                throw new HostException(
                        "the application did not start" + reasons.sentence() + (host.hasOthers() ? SHARED_JVM : ""), e);
            } finally {
                if (leftBehind) {
                    // It returned after all, and nobody else ends it any more.
                    stop();
                }
            }
            return null;
        });
        start = begun;
        return begun;
    }

    private void stop() throws LifecycleException {
        if (stops.compareAndSet(false, true)) {
            try {
                instance.stop();
            } finally {
                host.ended(this);
            }
        }
    }

    @Override
    public synchronized void abort(String why) {
        aborted = why;
        NodeThread begun = start;
        if (begun != null) {
            begun.fail(new HostException(why));
            instance.abort();
        }
    }

    @Override
    public Optional<String> awaited(boolean exact) {
        NodeThread begun = start;
        Optional<String> where = exact && begun != null ? begun.inApplication() : Optional.empty();
        return instance.awaited()
                .map(what -> what + where.map(place -> ", in " + place).orElse(""));
    }

    @Override
    public boolean isInApplication() {
        return instance.isInApplication();
    }

    @Override
    public void drain(Duration most) throws InterruptedException {
        instance.drain(most);
    }

    /** Simulates a crash inside the JVM: cuts off first the clients, then the other nodes. */
    @Override
    public void kill() {
        links.die(instance::reset);
        host.died();
        // Again, for a connection that was accepted meanwhile.
        instance.reset();
        host.mute(this);
    }

    @Override
    public void end(Deadline deadline) throws HostException, InterruptedException {
        NodeThread begun = start;
        instance.abort();
        if (begun != null && !begun.awaitThread(deadline.orIn(START).left())) {
            leaveBehind(begun, "it did not return from its start");
        }
        NodeThread ending = stop;
        if (ending == null) {
            ending = NodeThread.start(threads, spec.name() + "-stop", () -> {
                stop();
                return null;
            });
            stop = ending;
        }
        if (!ending.await(deadline)) {
            leaveBehind(ending, "it did not stop");
        }
    }

    /**
     * Interrupts an action that hangs; if that does not help, ends what can be ended without it. Its log gets nothing more.
     *
     * @throws HostException if its thread stays
     */
    private void leaveBehind(NodeThread hanging, String what) throws HostException, InterruptedException {
        String where = hanging.inApplication()
                .map(place -> "the application hangs in " + place)
                .orElse(what);
        leftBehind = true;
        host.mute(this);
        hanging.interrupt();
        instance.reset();
        NodeThread cut = NodeThread.start(threads, spec.name() + "-cut-off", () -> {
            instance.cutOff();
            return null;
        });
        boolean ended = hanging.awaitThread(INTERRUPTED);
        if (!ended) {
            cut.awaitThread(INTERRUPTED);
            throw new HostException(where + "; its threads stay until it returns");
        }
    }
}
