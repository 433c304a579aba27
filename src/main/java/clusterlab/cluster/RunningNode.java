package clusterlab.cluster;

import clusterlab.agent.NodeAgent;
import java.time.Duration;

/** One start of one node, wherever it runs. Its methods are called one at a time, except {@link #agent}. */
public interface RunningNode {

    /** What can be seen and done inside. */
    NodeAgent agent();

    /**
     * Starts everything but the membership. With no member in sight DeltaManager asks no other node for sessions, so nodes
     * that start at the same time don't wait for each other (DeltaManager.getAllClusterSessions).
     *
     * @throws HostException if it does not start; {@link #end} is to be called then
     */
    void start() throws HostException, InterruptedException;

    /**
     * Joins a cluster that runs: the membership first, then the application, which asks a member for the sessions, then the
     * connectors. If the application started before the members are known, it would have no sessions for ever.
     *
     * @param members starts the membership and waits until it is complete
     * @param sessions waits until the sessions that this node must have are there
     * @throws HostException if it does not get that far; {@link #end} is to be called then
     */
    void join(Gate members, Gate sessions) throws HostException, InterruptedException;

    /** A point of a start at which the cluster decides when it goes on. */
    @FunctionalInterface
    interface Gate {
        /** Returns when the start may go on; throws if it is to fail. */
        void pass() throws Exception;
    }

    /**
     * Lets go of the clients while the application and the replication still work: accepts no more connections, and waits
     * for running requests.
     *
     * @param most how long to wait for running requests
     */
    void drain(Duration most) throws InterruptedException;

    /**
     * Crashes it: every client's connection is reset, the others are not told, what was queued is discarded. {@link #end} is
     * to be called then.
     */
    void kill();

    /**
     * Ends it gracefully if it runs, and releases all that is left of it.
     *
     * @throws HostException if something of it could not be ended in order
     */
    void end() throws HostException, InterruptedException;
}
