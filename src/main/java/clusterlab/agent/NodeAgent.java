package clusterlab.agent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All reads and actions inside one running node. Parameters and results are data, no closures: the same in one JVM or
 * over a socket. Reading a session does not change it: nothing is fetched, moved or accessed.
 */
public interface NodeAgent {

    /**
     * Sets the nodes of the plan, including this one. With static membership the other nodes are its members from now
     * on.
     */
    void peers(Collection<Peer> all);

    /**
     * Replaces the faults on the links of this node.
     *
     * @param outgoing faults by the name of the receiving node; links without a fault are left out
     * @param unheard names of the nodes whose packets don't arrive here: the sender of a multicast heartbeat can't
     *     leave out one receiver
     */
    void links(Map<String, LinkFault> outgoing, Set<String> unheard);

    /** A step in the start of the membership. */
    enum Level {
        /** Listens for members. */
        LISTEN,
        /** Announces itself. */
        ANNOUNCE
    }

    /**
     * Starts one level of the membership of a node that was started without membership.
     *
     * @throws AgentException if the channel refuses
     */
    void membership(Level level) throws AgentException;

    /** Reports that the members are complete: from now on the failure detector checks a silent member over a socket. */
    void membersKnown();

    /**
     * Runs the channel's heartbeat now; the channel itself runs it every five seconds. In a heartbeat the failure
     * detector looks for members that it removed after a failed send and that are back
     * (TcpFailureDetector.performBasicCheck): static membership does not announce a member that was away for less than
     * its expiration time.
     */
    void heartbeat();

    /** Names of the members that the channel sees, without this node. */
    List<String> members();

    /** The kind of the session manager. */
    ManagerKind manager();

    /** The kinds of managers that can be read. */
    enum ManagerKind {
        /** DeltaManager: full copies everywhere. */
        DELTA,
        /** BackupManager: a primary and a backup. */
        BACKUP,
        /** Sessions are not replicated: the application is not {@code <distributable/>}. */
        LOCAL,
        /** Another class, of the user's configuration: whether and where it has copies can't be read. */
        FOREIGN
    }

    /**
     * Whether the manager's own map lists this many other members. BackupManager's map lacks members that came later,
     * until the channel's next heartbeat (AbstractReplicatedMap.memberAdded does nothing). The channel's heartbeat
     * comes every 5 s, so this runs one. Always true for DeltaManager.
     */
    boolean mapKnows(int others);

    /**
     * Requests all sessions from a member again, as a start does. Allowed only while no client can reach the node:
     * BackupManager must be restarted for it, since a second transfer would turn the copies that came after the first
     * into proxies (AbstractReplicatedMap.messageReceived, MSG_PROXY).
     *
     * @throws AgentException if the manager does not start again
     */
    void transferAgain() throws AgentException;

    /** The number of sessions on this node: copies and proxies. */
    int sessionCount();

    /** Ids of all sessions on this node: copies and proxies. */
    Set<String> sessionIds();

    /**
     * Ids of the sessions on this node, copies and proxies, of its own application and of those of these that run here.
     *
     * @param applications base names of applications that were deployed while the node runs
     */
    Set<String> sessionIds(Collection<String> applications);

    /** The role of this node for each of these sessions. */
    Map<String, CopyRole> roles(Collection<String> ids);

    /** This node's copy of each of these sessions. */
    Map<String, CopyView> copies(Collection<String> ids);

    /** Which sessions the requests of this node used since the last call; a sample of them under load. */
    Touched touched();

    /**
     * Looks at what this node holds of these sessions, attribute by attribute: writes each with Java's serialization and reads
     * it again, so code of the application runs.
     *
     * @param thorough whether each attribute is read twice, to see whether its bytes are the same then
     */
    Map<String, SessionLook> look(Collection<String> ids, boolean thorough);

    /** An attribute as Java's serialization writes it; empty if this node does not hold it, or can't write it. */
    byte[] serialized(String id, String attribute);

    /** Why an attribute that another node wrote can't be read here, such as an exception's text; empty if it can. */
    String whyUnreadable(byte[] serialized);

    /** The node's FarmWarDeployer. */
    DeployerView deployer();

    /** The applications that were deployed while the node runs, in the order of their starts. */
    List<DeployedView> deployed();

    /**
     * Removes what is left of an application whose WAR is gone, as {@code autoDeploy="true"} would do later: FarmWarDeployer only
     * stops it on the members that get an UndeployMessage (FarmWarDeployer.messageReceived calls no check), its unpacked folder
     * stays, and the next start would deploy that.
     *
     * @param contextName of Tomcat, such as {@code /shop##2}, or empty for the root
     */
    void tidy(String contextName);

    /** The number of the requests that applications answered since the node started. */
    long requests();
}
