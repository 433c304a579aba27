package clusterlab.lesson;

import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.load.LoadView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The lab at one moment, as far as checks look at it.
 *
 * @param nodes of the plan
 * @param faults ids of those in force
 * @param sticky whether the front keeps sessions on their nodes; empty without a front
 * @param load its current figures
 * @param sessions finds a session by its id without the route
 * @param known the sessions that there are, as many as are shown
 */
record LabScene(
        List<NodeView> nodes,
        List<String> faults,
        Optional<Boolean> sticky,
        LoadView load,
        Function<String, Optional<SessionView>> sessions,
        Supplier<List<SessionView>> known) {
    LabScene {
        nodes = List.copyOf(nodes);
        faults = List.copyOf(faults);
    }

    /** The nodes that are not up. */
    Set<String> down() {
        return nodes.stream()
                .filter(node -> node.state() != NodeState.UP)
                .map(node -> node.spec().name())
                .collect(Collectors.toSet());
    }

    /** Whether all nodes are up and each sees all others. */
    boolean isWhole() {
        return nodes.stream()
                .allMatch(node -> node.state() == NodeState.UP && node.members().size() == nodes.size() - 1);
    }
}
