package clusterlab.event;

import java.util.List;
import java.util.Set;

/** An event of the lab. A node is given by its name, a session by its id with the jvmRoute. */
public sealed interface Event {
    /** Of single requests and messages: too many for a reader that shows what happened. */
    Set<Class<? extends Event>> TRAFFIC =
            Set.of(SessionUsed.class, SessionTraffic.class, SessionReplicated.class, ReplicationTraffic.class);

    /** What comes with every session and every change of the membership: so many that they would drive out the others. */
    Set<Class<? extends Event>> FREQUENT = Set.of(
            SessionCreated.class,
            SessionExpired.class,
            SessionIdChanged.class,
            MemberAdded.class,
            MemberDisappeared.class);

    /**
     * The state of a node changed.
     *
     * @param from name of a {@code cluster.NodeState}
     * @param to name of a {@code cluster.NodeState}
     * @param reason a sentence, or empty
     */
    record NodeChanged(String node, String from, String to, String reason) implements Event {}

    /** A node sees a member that it did not see before. */
    record MemberAdded(String node, String member) implements Event {}

    /** A node no longer sees a member. */
    record MemberDisappeared(String node, String member) implements Event {}

    /**
     * A request created a session.
     *
     * @param status of the answer, as in HTTP
     * @param front whether it came from a front: over AJP, or with X-Forwarded-For
     * @param set names of the attributes that it set or removed, at most 8
     */
    record SessionCreated(String node, String session, int status, boolean front, List<String> set) implements Event {
        public SessionCreated {
            set = List.copyOf(set);
        }
    }

    /**
     * The node served a request of an existing session.
     *
     * @param status of the answer, as in HTTP
     * @param front whether it came from a front: over AJP, or with X-Forwarded-For
     * @param set names of the attributes that it set or removed, at most 8
     */
    record SessionUsed(String node, String session, int status, boolean front, List<String> set) implements Event {
        public SessionUsed {
            set = List.copyOf(set);
        }
    }

    /**
     * A replication message of a session arrived.
     *
     * @param node the receiver
     * @param from the sender
     * @param kind of Tomcat's SessionMessage, such as SESSION-DELTA
     */
    record SessionReplicated(String node, String from, String session, String kind) implements Event {}

    /** A session ended on a node. */
    record SessionExpired(String node, String session) implements Event {}

    /** A session got another id. */
    record SessionIdChanged(String node, String oldId, String newId) implements Event {}

    /**
     * Counts of session events on a node in one window. Under load it replaces the single events.
     *
     * @param windowMillis length of the window
     */
    record SessionTraffic(String node, long windowMillis, long created, long used, long replicated, long expired)
            implements Event {}

    /**
     * Replication messages from one node to another in one window.
     *
     * @param windowMillis length of the window
     * @param kinds the sorts of messages seen, such as SessionMessageImpl
     */
    record ReplicationTraffic(String from, String to, long windowMillis, long messages, long bytes, List<String> kinds)
            implements Event {
        public ReplicationTraffic {
            kinds = List.copyOf(kinds);
        }
    }

    /**
     * A WAR has come over the cluster, as messages of the FarmWarDeployer (FileMessage); the node deploys it next.
     *
     * @param node the receiver
     * @param from the sender
     * @param file its name, such as shop##2.war
     * @param messages how many it came in; each has 10 KiB at most
     * @param bytes its size
     */
    record WarReceived(String node, String from, String file, long messages, long bytes) implements Event {}

    /**
     * An application that was deployed while the lab runs serves on a node.
     *
     * @param application its base name, such as shop##2
     */
    record ApplicationStarted(String node, String application) implements Event {}

    /** The start of an application that was deployed while the lab runs failed on a node; its log says why. */
    record ApplicationFailed(String node, String application) implements Event {}

    /** An application that was deployed while the lab runs was stopped on a node. */
    record ApplicationStopped(String node, String application) implements Event {}

    /**
     * A fault began.
     *
     * @param id of the fault
     * @param description such as "partition node1 | node2 node3 for 10s"
     */
    record FaultBegan(String id, String description) implements Event {}

    /**
     * Something showed that a fault took effect.
     *
     * @param afterMillis since it began
     * @param evidence such as "no node sees node2"
     */
    record FaultTookEffect(String id, long afterMillis, String evidence) implements Event {}

    /**
     * A fault was healed.
     *
     * @param afterMillis since it began
     * @param byItself whether its time was over; otherwise a command healed it
     */
    record FaultHealed(String id, String description, long afterMillis, boolean byItself) implements Event {}

    /**
     * The state of a worker at the balancer changed; the states have mod_jk's names.
     *
     * @param from such as OK
     * @param to such as ERR
     * @param why the reason in a few words
     */
    record WorkerChanged(String node, String from, String to, String why) implements Event {}

    /**
     * A node's log has a warning.
     *
     * @param times how many equal lines of the log it stands for, 1 or more; the first of them has an event of its own
     */
    record LogWarning(String node, String text, long times) implements Event {}

    /**
     * Something in the deployment hurts the membership. As long as it stays there is no further event.
     *
     * @param name the word of {@code --misconfigure} for it, or of the fault
     * @param nodes that have it
     * @param text sentences that say what is wrong, what happens and what to do
     */
    record Misconfigured(String name, List<String> nodes, String text) implements Event {
        public Misconfigured {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * The front was switched to keep sessions on their nodes, or to send requests to the nodes in turn.
     *
     * @param sticky whether it keeps them
     */
    record StickyChanged(boolean sticky) implements Event {}

    /** Load started or stopped. */
    record LoadChanged(boolean running, int clients) implements Event {}

    /**
     * Something about attributes of sessions that a failover would lose, or has lost. It stands until it is acknowledged; while it
     * stands, it has no further event.
     *
     * @param id of the alarm
     * @param kind name of a {@code cluster.attributes.Alarm.Kind}
     * @param session the beginning of the id of a session in which it was seen
     * @param text one line that says what is wrong
     */
    record AlarmRaised(String id, String kind, String session, String text) implements Event {}

    /**
     * Somebody has acknowledged an alarm.
     *
     * @param id of the alarm
     * @param text its line
     */
    record AlarmAcknowledged(String id, String text) implements Event {}

    /**
     * An alarm has ended by itself: the copies that a cut link had left behind are the same again.
     *
     * @param id of the alarm
     * @param text its line
     */
    record AlarmEnded(String id, String text) implements Event {}

    /** The name of the kind, as it stands in JSON: the record's simple name. */
    default String type() {
        return getClass().getSimpleName();
    }
}
