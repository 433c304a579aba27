package clusterlab.cluster;

import clusterlab.agent.DeployedView;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An application that was deployed while the lab runs, on all nodes.
 *
 * @param name its base name, such as {@code shop##2}
 * @param path of its pages, such as {@code /shop}; empty for the root
 * @param version such as {@code 2}, or empty
 * @param nodes for each node that runs and has it, by name in the order of the plan, what it does there
 * @param missing names of the other nodes of the plan, in its order
 */
public record ApplicationView(
        String name, String path, String version, Map<String, DeployedView.State> nodes, List<String> missing) {
    /** Copies the collections. */
    public ApplicationView {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        missing = List.copyOf(missing);
    }

    /** Whether it serves on every node of the plan. */
    public boolean isEverywhere() {
        return missing.isEmpty() && nodes.values().stream().allMatch(state -> state == DeployedView.State.RUNNING);
    }
}
