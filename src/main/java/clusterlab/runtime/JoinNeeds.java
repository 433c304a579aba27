package clusterlab.runtime;

import clusterlab.runtime.Await.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a node that joins a running cluster must have before it is up: all members that it can reach, and all sessions
 * that they have.
 */
final class JoinNeeds {
    /** How long one state transfer may take before another is asked for. */
    private static final Duration TRANSFER = Duration.ofSeconds(2);

    private final Supplier<List<EmbeddedNode>> nodes;
    private final Network network;

    JoinNeeds(Supplier<List<EmbeddedNode>> nodes, Network network) {
        this.nodes = nodes;
        this.network = network;
    }

    /**
     * Waits until the node sees every node that is up and can be reached, and each of them sees it. One that does not
     * yet see it does not send it its changes: made between the transfer and that moment, they would be missing for ever.
     */
    void awaitMembers(String self, TomcatInstance instance, Deadline deadline)
            throws BootException, InterruptedException {
        if (!Await.until(
                deadline,
                () -> instance.members().containsAll(names(self)) && blind(self).isEmpty())) {
            List<String> missing = names(self).stream()
                    .filter(name -> !instance.members().contains(name))
                    .toList();
            throw new BootException(
                    missing.isEmpty()
                            ? "it is not seen by " + String.join(", ", blind(self))
                            : "it does not see " + String.join(", ", missing));
        }
    }

    private List<String> blind(String self) {
        return reachable(self).stream()
                .filter(other -> !other.members().contains(self))
                .map(Node::name)
                .toList();
    }

    /** Waits until the node knows every session that the others have; asks again if a transfer missed some. */
    void awaitSessions(String self, TomcatInstance instance, Deadline deadline)
            throws BootException, InterruptedException {
        SessionReader mine = instance.sessions();
        if (!mine.replicates()) {
            return;
        }
        while (true) {
            int others = names(self).size();
            boolean complete = Await.until(
                    deadline.orIn(TRANSFER),
                    () -> mine.mapKnows(others) && missing(self, mine).isEmpty());
            if (complete) {
                return;
            }
            if (deadline.passed()) {
                throw new BootException("it lacks " + missing(self, mine).size() + " sessions that other nodes have");
            }
            mine.askAgain();
        }
    }

    private Set<String> missing(String self, SessionReader mine) {
        Set<String> missing = new HashSet<>();
        for (EmbeddedNode other : reachable(self)) {
            TomcatInstance instance = other.instance();
            if (instance != null) {
                // A proxy without a primary is what is left of a session that died with both of its copies.
                SessionReader theirs = instance.sessions();
                theirs.ids().stream()
                        .filter(id -> theirs.role(id) != SessionView.Role.PROXY)
                        .forEach(missing::add);
            }
        }
        missing.removeAll(mine.ids());
        return missing;
    }

    private List<String> names(String self) {
        return reachable(self).stream().map(Node::name).toList();
    }

    private List<EmbeddedNode> reachable(String self) {
        return Objects.requireNonNull(nodes.get()).stream()
                .filter(node -> !node.name().equals(self)
                        && node.state() == NodeState.UP
                        && !network.unreachable(self, node.name()))
                .toList();
    }
}
