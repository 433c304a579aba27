package clusterlab.front;

import clusterlab.spec.Topology;
import java.net.URI;
import java.util.List;

/**
 * The front, running. Made by its implementation's {@code start}, which returns when it answers; ended by
 * {@link #close}, which leaves no port, thread or child process behind.
 */
public interface Balancer extends AutoCloseable {

    /** Response header that names the node which answered. */
    String NODE_HEADER = "X-Cluster-Lab-Node";

    /** Where clients find it: scheme, loopback address, port, and a slash. */
    URI uri();

    /** What is known of each worker now, in the order of the topology's nodes. */
    List<Worker> workers();

    /**
     * Drains a node or ends that, as mod_jk's {@code activation} does.
     *
     * @throws java.util.NoSuchElementException if no node has this name
     */
    void activate(String node, Worker.Activation activation);

    /**
     * Keeps each session on the node that its id names, or sends its requests to one node after the other. Returns when it
     * holds for every new request.
     *
     * @throws java.io.UncheckedIOException if it did not come about
     */
    void sticky(boolean sticky);

    /** Takes over another set of nodes, and nothing else; those that stay keep their state and counters. */
    void update(Topology topology);

    @Override
    void close();

    /**
     * One node as the balancer sees it, in the words of mod_jk's status worker.
     *
     * @param name of the node, its jvmRoute
     * @param state whether it can be used
     * @param activation what the operator allows
     * @param elected how many requests went to it
     * @param errors how many requests it failed
     */
    record Worker(String name, State state, Activation activation, long elected, long errors) {

        /** {@code JK_LB_STATE_*} of mod_jk. */
        public enum State {
            /** Works. */
            OK,
            /** Failed; gets no requests until it recovers. */
            ERR,
            /** Failed before; is being tried again. */
            REC
        }

        /** {@code JK_LB_ACTIVATION_*} of mod_jk. */
        public enum Activation {
            /** Active. */
            ACT,
            /** Disabled: keeps its sessions, gets no new ones (drain). */
            DIS,
            /** Stopped: gets nothing. */
            STP
        }
    }
}
