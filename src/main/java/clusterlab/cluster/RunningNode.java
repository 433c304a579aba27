package clusterlab.cluster;

import clusterlab.agent.NodeAgent;
import clusterlab.cluster.Await.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One start of one node, on any host. Its methods are called one at a time, except {@link #agent}, {@link #awaited} and
 * {@link #abort}. What the application does in a start or an end is out of the lab's hands: it may hang for ever. No method
 * does.
 */
public interface RunningNode {

    /** The agent inside the node. */
    NodeAgent agent();

    /**
     * Starts everything except the membership. Without members DeltaManager requests no sessions, so nodes that start
     * at the same time don't wait for each other (DeltaManager.getAllClusterSessions).
     *
     * @throws HostException if it does not start or is aborted; the caller must call {@link #end} then, and after an
     *     interruption
     * @throws PortTakenException if one of its ports is taken
     */
    void start() throws HostException, InterruptedException;

    /**
     * Joins a running cluster: the membership first, then the application, which requests the sessions from a member,
     * then the connectors. If the application started before the members are found, it would never get their sessions.
     *
     * @param members starts the membership and waits until it is complete
     * @param sessions waits until all required sessions have arrived
     * @param deadline until which it waits for the application too
     * @throws HostException if it does not join in time or is aborted; the caller must call {@link #end} then, and after
     *     an interruption
     * @throws PortTakenException if one of its ports is taken
     */
    void join(Gate members, Gate sessions, Deadline deadline) throws HostException, InterruptedException;

    /**
     * Joins a running cluster as a stock Tomcat starts: at once, whatever members and sessions it then has.
     *
     * @param deadline until which it waits for Tomcat and the application
     * @throws HostException if it does not start in time or is aborted; the caller must call {@link #end} then, and after an
     *     interruption
     * @throws PortTakenException if one of its ports is taken
     */
    void startAsStock(Deadline deadline) throws HostException, InterruptedException;

    /**
     * Makes the start or join fail at once, and later ones too; from any thread. It changes nothing on a node that is up.
     *
     * @param why the message of the failure
     */
    void abort(String why);

    /**
     * What the start waits for and since when, as in "the application has been starting for 12 s"; empty while no start
     * runs.
     *
     * @param exact whether to add where in the application that is, if it is known
     */
    Optional<String> awaited(boolean exact);

    /** Whether the start is in the application's own start at present. */
    default boolean isInApplication() {
        return false;
    }

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
     * Makes it end gracefully, on a host where {@link #end} does not.
     *
     * @throws IllegalStateException if it does not end; the message is for the user
     */
    default void leave() {}

    /**
     * Crashes it: resets every client's connection, sends no goodbye to the other nodes, and discards its queue. The
     * caller must call {@link #end} then.
     *
     * @throws IllegalStateException if it goes on; the message is for the user
     */
    void kill();

    /** Its process; empty if it has none of its own, or not yet. */
    default Optional<NodeProcess> process() {
        return Optional.empty();
    }

    /**
     * Calls the listener if it ends by itself after it was up; at most once, from any thread.
     *
     * @param listener is given why, as a part of a sentence
     */
    default void onDeath(Consumer<String> listener) {}

    /**
     * Suspends it: nothing in it runs, and its connections and ports stay open. Returns when it is suspended. Until {@link
     * #thaw} only {@link #kill}, {@link #thaw}, {@link #abort}, {@link #awaited} and, after a kill, {@link #end} are called;
     * nothing is asked of its agent.
     *
     * @throws UnsupportedOperationException if the host can't ({@link NodeHost.Ability#FREEZE})
     * @throws IllegalStateException if it does not run, or it can't be suspended; the message is for the user
     */
    default void freeze() {
        throw new UnsupportedOperationException("freeze");
    }

    /**
     * Lets a suspended node go on; does nothing to one that is not suspended.
     *
     * @throws IllegalStateException if it does not run any more
     */
    default void thaw() {
        throw new UnsupportedOperationException("thaw");
    }

    /**
     * Ends it gracefully if it runs, and releases all of its resources. A part that hangs is left behind: clients and other
     * nodes are cut off from it, and it ends for good if it ever returns.
     *
     * @param deadline by which this returns, or a second later
     * @throws HostException if a part of it could not be ended in order
     * @throws InterruptedException if it did not end yet; the caller must call this again
     */
    void end(Deadline deadline) throws HostException, InterruptedException;
}
