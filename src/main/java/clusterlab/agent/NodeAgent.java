package clusterlab.agent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be seen and done inside one running node. Data only, no closures: the same in one JVM or over a socket. Sessions
 * are read without touching them: nothing is fetched, moved or accessed.
 */
public interface NodeAgent {

    /** The nodes of the plan, this one too. With static membership the others are its members from now on. */
    void peers(Collection<Peer> all);

    /**
     * What happens on the links of this node, in place of what was said before.
     *
     * @param outgoing by the name of the node to which messages go; links without a fault are left out
     * @param unheard names of the nodes of which nothing arrives here: heartbeats to a multicast group can't be stopped at
     *     their sender for one receiver only
     */
    void links(Map<String, LinkFault> outgoing, Set<String> unheard);

    /** A step of the membership's start. */
    enum Level {
        /** Listens for members. */
        LISTEN,
        /** Announces itself. */
        ANNOUNCE
    }

    /**
     * Starts one level of the membership of a node that was started without.
     *
     * @throws AgentException if the channel refuses
     */
    void membership(Level level) throws AgentException;

    /** Members are known: from now on the failure detector asks a silent one over a socket. */
    void membersKnown();

    /**
     * Does now what the channel does every five seconds. The failure detector looks for members then that it dropped
     * for a failed send and that are back (TcpFailureDetector.performBasicCheck): static membership does not announce
     * one that was away for less than its time to expire.
     */
    void heartbeat();

    /** Names of the members that the channel sees, without this node. */
    List<String> members();

    /** Which manager keeps the sessions. */
    ManagerKind manager();

    /** The managers that can be looked at. */
    enum ManagerKind {
        /** DeltaManager: full copies everywhere. */
        DELTA,
        /** BackupManager: a primary and a backup. */
        BACKUP,
        /** Sessions are not replicated: the application is not {@code <distributable/>}. */
        LOCAL
    }

    /**
     * Whether the manager's own map knows this many others. BackupManager's misses members that came after it until the
     * channel's next heartbeat (AbstractReplicatedMap.memberAdded does nothing), which is every 5 s; so one is given.
     * Always true for DeltaManager.
     */
    boolean mapKnows(int others);

    /**
     * Asks a member for all sessions again, as a start does. Only while no client can reach the node: BackupManager has
     * to be restarted for it, since a second transfer would make proxies of the copies that came after the first
     * (AbstractReplicatedMap.messageReceived, MSG_PROXY).
     *
     * @throws AgentException if the manager does not start again
     */
    void transferAgain() throws AgentException;

    /** How many sessions this node knows, copies and proxies. */
    int sessionCount();

    /** Ids of all sessions that this node knows, copies and proxies. */
    Set<String> sessionIds();

    /** What this node is to each of these sessions. */
    Map<String, CopyRole> roles(Collection<String> ids);

    /** What this node holds of each of these sessions. */
    Map<String, CopyView> copies(Collection<String> ids);

    /** How many requests of the application were answered since the node started. */
    long requests();
}
