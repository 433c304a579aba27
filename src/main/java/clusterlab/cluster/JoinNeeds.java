package clusterlab.cluster;

import clusterlab.agent.AgentException;
import clusterlab.agent.CopyRole;
import clusterlab.agent.DeployedView;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeAgent.ManagerKind;
import clusterlab.cluster.Await.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The conditions for a node that joins a running cluster, before it is up: it sees all reachable members, and has all
 * of their sessions.
 */
final class JoinNeeds {
    /** The maximum duration of one state transfer; after that another is requested. */
    private static final Duration TRANSFER = Duration.ofSeconds(2);

    /** After so many transfers a node takes the others' differences for permanent. */
    private static final int TRANSFERS = 2;

    /** The interval at which the other nodes are made to look again for a node that returns. */
    private static final Duration HEARTBEAT = Duration.ofMillis(300);

    private static final Duration ON_ITS_WAY = Duration.ofMillis(200);

    private final List<Node> nodes;
    private final Network network;

    JoinNeeds(List<Node> nodes, Network network) {
        this.nodes = nodes;
        this.network = network;
    }

    /**
     * Waits until the node and every reachable node that is up see each other. A node that does not see the new node
     * yet sends it no changes: changes between the transfer and that moment would be missing permanently.
     */
    void awaitMembers(String self, NodeAgent agent, Deadline deadline) throws BootException, InterruptedException {
        long[] asked = {System.nanoTime()};
        if (!Await.until(deadline, () -> {
            if (agent.members().containsAll(names(self)) && blind(self).isEmpty()) {
                return true;
            }
            if (System.nanoTime() - asked[0] > HEARTBEAT.toNanos()) {
                blindOnes(self).map(Node::agent).filter(Objects::nonNull).forEach(NodeAgent::heartbeat);
                asked[0] = System.nanoTime();
            }
            return false;
        })) {
            List<String> missing = names(self).stream()
                    .filter(name -> !agent.members().contains(name))
                    .toList();
            throw new BootException(
                    missing.isEmpty()
                            ? "it is not seen by " + String.join(", ", blind(self))
                            : "it does not see " + String.join(", ", missing));
        }
    }

    private List<String> blind(String self) {
        return blindOnes(self).map(Node::name).toList();
    }

    private Stream<Node> blindOnes(String self) {
        return reachable(self).stream().filter(other -> !other.members().contains(self));
    }

    /**
     * Waits until the node has the sessions of the other nodes; requests another transfer if one missed some.
     *
     * <p>With DeltaManager those are all sessions. BackupManager never sends a session that begins between the transfer
     * and the moment when the other nodes list the new map (AbstractReplicatedMap.init: transferState, then MSG_START).
     * Waiting would not help; a stock Tomcat has the same gap. DeltaManager gets all sessions from one node (findMember):
     * after a partition in which sessions began the other nodes differ permanently, and it can't have those that this node lacks.
     *
     * @param before ids of the sessions that the other nodes had before the transfer
     * @return ids of the sessions that it lacks permanently
     */
    Set<String> awaitSessions(String self, NodeAgent mine, Set<String> before, Deadline deadline)
            throws BootException, AgentException, InterruptedException {
        ManagerKind manager = mine.manager();
        if (manager == ManagerKind.LOCAL || manager == ManagerKind.FOREIGN) {
            return Set.of();
        }
        int transfers = 0;
        while (true) {
            int others = names(self).size();
            boolean complete = Await.until(
                    deadline.orIn(TRANSFER),
                    () -> mine.mapKnows(others) && due(self, mine, before).isEmpty());
            if (complete) {
                Set<String> lacks = manager == ManagerKind.DELTA ? new HashSet<>() : missing(self, mine);
                // A session that is still in transit arrives by the next check.
                Await.until(Deadline.in(ON_ITS_WAY), () -> {
                    lacks.retainAll(missing(self, mine));
                    return lacks.isEmpty();
                });
                return lacks;
            }
            Set<String> due = due(self, mine, before);
            if (++transfers >= TRANSFERS && manager == ManagerKind.DELTA && othersDifferOn(self, due)) {
                return due;
            }
            if (deadline.passed()) {
                throw new BootException("it lacks " + due.size() + (due.size() == 1 ? " session" : " sessions")
                        + " that other nodes have");
            }
            mine.transferAgain();
        }
    }

    /** Whether each of these sessions is missing on another node too. */
    private boolean othersDifferOn(String self, Set<String> ids) {
        List<Set<String>> others = reachable(self).stream()
                .map(Node::agent)
                .filter(Objects::nonNull)
                .map(NodeAgent::sessionIds)
                .toList();
        return ids.stream().allMatch(id -> others.stream().anyMatch(theirs -> !theirs.contains(id)));
    }

    /** The missing sessions that can still arrive. */
    private Set<String> due(String self, NodeAgent mine, Set<String> before) {
        Set<String> due = missing(self, mine);
        if (mine.manager() != ManagerKind.DELTA) {
            due.retainAll(before);
        }
        return due;
    }

    private Set<String> missing(String self, NodeAgent mine) {
        // Of an application that was deployed while the node was down it can't have any.
        List<String> applications = mine.deployed().stream()
                .filter(one -> one.state() == DeployedView.State.RUNNING)
                .map(DeployedView::name)
                .toList();
        Set<String> missing = sessionsOfOthers(self, theirs -> theirs.sessionIds(applications));
        missing.removeAll(mine.sessionIds());
        return missing;
    }

    /** Ids of the sessions that the other nodes have now. */
    Set<String> sessionsOfOthers(String self) {
        return sessionsOfOthers(self, NodeAgent::sessionIds);
    }

    private Set<String> sessionsOfOthers(String self, Function<NodeAgent, Set<String>> which) {
        Set<String> ids = new HashSet<>();
        for (Node other : reachable(self)) {
            NodeAgent theirs = other.agent();
            if (theirs != null) {
                // A proxy without a primary is the remainder of a session that lost both of its copies.
                theirs.roles(which.apply(theirs)).forEach((id, role) -> {
                    if (role != CopyRole.PROXY && role != CopyRole.UNKNOWN) {
                        ids.add(id);
                    }
                });
            }
        }
        return ids;
    }

    private List<String> names(String self) {
        return reachable(self).stream().map(Node::name).toList();
    }

    private List<Node> reachable(String self) {
        return nodes.stream()
                .filter(node ->
                        !node.name().equals(self) && node.state() == NodeState.UP && !network.isCut(self, node.name()))
                .toList();
    }
}
