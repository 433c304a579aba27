package clusterlab.agent;

import java.util.List;

/** Receives the events of one node; called from many threads. Names of members are names of nodes. */
public interface NodeEvents {

    /** The node sees a member. */
    void memberAdded(String member);

    /** The node no longer sees a member. */
    void memberDisappeared(String member);

    /** A request created a session here; the parameters are those of {@link #sessionUsed}. */
    void sessionCreated(String id, int status, boolean front, List<String> set);

    /**
     * A request used a session here.
     *
     * @param status of the answer, as in HTTP
     * @param front whether the request came from a front: over AJP, or with X-Forwarded-For
     * @param set names of the attributes that it set or removed, each once, at most {@value SessionTap#MOST_NAMES}; empty also if
     *     attributes are not tracked
     */
    void sessionUsed(String id, int status, boolean front, List<String> set);

    /**
     * A change of a session arrived.
     *
     * @param from the sender's name, or "?" if it is not a node of the plan
     * @param kind such as SESSION-DELTA, SessionMessage.getEventTypeString
     */
    void sessionReplicated(String from, String id, String kind);

    /** A session ended here. */
    void sessionExpired(String id);

    /**
     * The last message of a WAR has come over the cluster.
     *
     * @param from the sender's name, or "?" if it is not a node of the plan
     * @param file its name, such as shop##2.war
     * @param messages how many it came in
     * @param bytes its size
     */
    void warReceived(String from, String file, long messages, long bytes);

    /** An application that was deployed here serves; its base name, such as shop##2. */
    void applicationStarted(String application);

    /** The start of an application that was deployed here failed. */
    void applicationFailed(String application);

    /** An application that was deployed here was stopped. */
    void applicationStopped(String application);

    /** A session's id changed here. */
    void sessionIdChanged(String oldId, String newId);

    /**
     * Sums of a window, without the sessions that were reported singly.
     *
     * @param millis length of the window
     */
    void sessionTraffic(long millis, long created, long used, long replicated, long expired);

    /**
     * The node's messages to another node in a window.
     *
     * @param millis length of the window
     * @param bytes of the messages without their frames
     * @param kinds simple names of the messages' classes, sorted
     */
    void replicationTraffic(String to, long millis, long messages, long bytes, List<String> kinds);
}
