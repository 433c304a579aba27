package clusterlab.front;

import clusterlab.spec.Topology;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A running front. The implementation's {@code start} creates it and returns when it answers. {@link #close} ends it and
 * leaves no port, thread or child process behind.
 */
public interface Balancer extends AutoCloseable {

    /** Response header that names the node which answered. */
    String NODE_HEADER = "X-Cluster-Lab-Node";

    /** The address for clients: scheme, loopback address, port, and a slash. */
    URI uri();

    /**
     * The current state of each worker, in the order of the topology's nodes. Answers within about a second, also while
     * the front hangs: then with the last known states.
     */
    List<Worker> workers();

    /**
     * Sets which requests a node gets, as mod_jk's {@code activation} does; {@code DIS} drains it.
     *
     * @throws java.util.NoSuchElementException if no node has this name
     * @throws FrontException if the setting did not take effect
     */
    void activate(String node, Worker.Activation activation) throws FrontException;

    /**
     * Sends each session's requests to the node in its id, or to one node after the other. Returns when the setting applies to
     * every new request.
     *
     * @throws FrontException if the setting did not take effect
     */
    void sticky(boolean sticky) throws FrontException;

    /**
     * Changes only the set of nodes. Nodes that stay keep their state and counters.
     *
     * @throws FrontException if the front keeps its old nodes
     */
    void update(Topology topology) throws FrontException;

    /**
     * A node is about to stop: sends it no more requests until it has been started again. Returns when every request that was
     * chosen for it before has been sent, after a second at the latest. Requests that it has are not affected.
     *
     * <p>A front needs this if it sends requests over connections that the node may close at the same time. httpd's connectors
     * ask the node first (mod_jk's {@code prepost_timeout}, mod_proxy_ajp's {@code ping}), so by default this does nothing.
     */
    default void stopping(String node) throws InterruptedException {}

    /**
     * Tells of each request that begins from now on, when it is over, with its answer. Of a body, the first MiB is copied.
     *
     * @param watcher called on a thread of the front, which it must not block
     * @return whether this front can do that; one in another process can't
     */
    default boolean watch(Consumer<Passed> watcher) {
        return false;
    }

    /**
     * Tells of no request that begins from now on, and waits until those are told that began before: a client may have its answer
     * a moment before the front is done with it.
     *
     * @param patience of a request that does not end, it does not tell
     */
    default void unwatch(Duration patience) throws InterruptedException {}

    @Override
    void close();

    /**
     * The state of one node at the balancer, with the names of mod_jk's status worker.
     *
     * @param name of the node, its jvmRoute
     * @param state whether the balancer can use it
     * @param activation which requests the operator allows
     * @param elected how many requests the balancer sent to it
     * @param errors how many of its requests failed
     */
    record Worker(String name, State state, Activation activation, long elected, long errors) {

        /** {@code JK_LB_STATE_*} of mod_jk. */
        public enum State {
            /** Works. */
            OK,
            /** Failed; gets no requests until it recovers. */
            ERR,
            /** Failed before; the balancer tries it again. */
            REC
        }

        /** {@code JK_LB_ACTIVATION_*} of mod_jk. */
        public enum Activation {
            /** Active. */
            ACT,
            /** Disabled: keeps its sessions, gets no new ones (drain). */
            DIS,
            /** Stopped: gets no requests. */
            STP
        }
    }
}
