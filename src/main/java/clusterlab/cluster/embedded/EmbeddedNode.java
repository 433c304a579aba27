package clusterlab.cluster.embedded;

import clusterlab.agent.AgentException;
import clusterlab.agent.Links;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.Level;
import clusterlab.agent.TomcatAgent;
import clusterlab.cluster.HostException;
import clusterlab.cluster.RunningNode;
import clusterlab.spec.NodeSpec;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One start of a node in this JVM. All of its threads belong to its own {@link ThreadGroup}; the logs use the group to
 * find the node of a line.
 */
final class EmbeddedNode implements RunningNode {
    private final NodeSpec spec;
    private final EmbeddedHost host;
    private final ThreadGroup threads;
    private final TomcatInstance instance;
    private final TomcatAgent agent;
    private final Links links;

    EmbeddedNode(
            NodeSpec spec,
            EmbeddedHost host,
            ThreadGroup threads,
            TomcatInstance instance,
            TomcatAgent.Parts parts,
            Links links) {
        this.spec = spec;
        this.host = host;
        this.threads = threads;
        this.instance = instance;
        this.links = links;
        this.agent = new TomcatAgent(parts) {
            /** Starts the membership in a thread of the node, so that the membership's threads belong to the node. */
            @Override
            public void membership(Level level) throws AgentException {
                if (threads.parentOf(Thread.currentThread().getThreadGroup())) {
                    super.membership(level);
                    return;
                }
                try {
                    inside("membership", () -> {
                        super.membership(level);
                        return null;
                    });
                } catch (HostException e) {
                    throw new AgentException(String.valueOf(e.getMessage()), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AgentException("the start was interrupted", e);
                }
            }
        };
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
        inside("start", () -> {
            instance.start(spec);
            return null;
        });
    }

    @Override
    public void join(Gate members, Gate sessions) throws HostException, InterruptedException {
        inside("start", () -> {
            instance.join(spec, members, sessions);
            return null;
        });
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
    public void end() throws HostException, InterruptedException {
        try {
            inside("stop", () -> {
                instance.stop();
                return null;
            });
        } finally {
            host.ended(this);
        }
    }

    /** Runs an action in a thread of this node and waits for it. */
    private void inside(String what, Callable<?> action) throws HostException, InterruptedException {
        FutureTask<Object> task = new FutureTask<>(action::call);
        Thread thread = new Thread(threads, task, spec.name() + "-" + what);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            throw HostException.of(noThread);
        }
        try {
            task.get();
        } catch (ExecutionException e) {
            throw HostException.of(e);
        }
    }
}
