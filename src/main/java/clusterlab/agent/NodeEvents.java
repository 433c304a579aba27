package clusterlab.agent;

import java.util.List;

/** Receives what happens inside one node; called from many threads. Names of members are names of nodes. */
public interface NodeEvents {

    /** The node sees a member. */
    void memberAdded(String member);

    /** The node no longer sees a member. */
    void memberDisappeared(String member);

    /** A request made a session here. */
    void sessionCreated(String id);

    /** A request used a session here. */
    void sessionUsed(String id);

    /**
     * A change of a session arrived.
     *
     * @param from the sender's name, or "?" if it is no node of the plan
     * @param kind such as SESSION-DELTA, SessionMessage.getEventTypeString
     */
    void sessionReplicated(String from, String id, String kind);

    /** A session ended here. */
    void sessionExpired(String id);

    /** A session has a new id here. */
    void sessionIdChanged(String oldId, String newId);

    /**
     * What happened in a window beyond the events of its own.
     *
     * @param millis length of the window
     */
    void sessionTraffic(long millis, long created, long used, long replicated, long expired);

    /**
     * What the node sent to another one in a window.
     *
     * @param millis length of the window
     * @param bytes of the messages without their frames
     * @param kinds simple names of the messages' classes, sorted
     */
    void replicationTraffic(String to, long millis, long messages, long bytes, List<String> kinds);
}
