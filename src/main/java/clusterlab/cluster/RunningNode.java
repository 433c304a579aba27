package clusterlab.cluster;

import clusterlab.agent.NodeAgent;
import java.time.Duration;

/** One start of one node, on any host. Its methods are called one at a time, except {@link #agent}. */
public interface RunningNode {

    /** The agent inside the node. */
    NodeAgent agent();

    /**
     * Starts everything except the membership. Without members DeltaManager requests no sessions, so nodes that start
     * at the same time don't wait for each other (DeltaManager.getAllClusterSessions).
     *
     * @throws HostException if it does not start; the caller must call {@link #end} then
     */
    void start() throws HostException, InterruptedException;

    /**
     * Joins a running cluster: the membership first, then the application, which requests the sessions from a member,
     * then the connectors. If the application started before the members are found, it would never get their sessions.
     *
     * @param members starts the membership and waits until it is complete
     * @param sessions waits until all required sessions have arrived
     * @throws HostException if it does not join; the caller must call {@link #end} then
     */
    void join(Gate members, Gate sessions) throws HostException, InterruptedException;

    /** A point of a start at which the cluster decides when the start continues. */
    @FunctionalInterface
    interface Gate {
        /** Returns when the start may continue; throws if the start must fail. */
        void pass() throws Exception;
    }

    /**
     * Disconnects the clients while the application and the replication still work: accepts no more connections, and
     * waits for running requests.
     *
     * @param most maximum time to wait for running requests
     */
    void drain(Duration most) throws InterruptedException;

    /**
     * Crashes it: resets every client's connection, sends no goodbye to the other nodes, and discards its queue. The
     * caller must call {@link #end} then.
     */
    void kill();

    /**
     * Ends it gracefully if it runs, and releases all of its resources.
     *
     * @throws HostException if a part of it could not be ended in order
     */
    void end() throws HostException, InterruptedException;
}
