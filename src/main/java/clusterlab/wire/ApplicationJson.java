package clusterlab.wire;

import clusterlab.agent.DeployedView.State;
import clusterlab.cluster.ApplicationView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An application that was deployed while the lab runs.
 *
 * @param name its base name, such as shop##2
 * @param path of its pages, such as /shop; empty for the root
 * @param version such as 2, or empty
 * @param nodes for each node that runs and has it: STARTING, RUNNING, FAILED or STOPPED
 * @param missing names of the other nodes
 */
public record ApplicationJson(
        String name, String path, String version, Map<String, String> nodes, List<String> missing) {
    public ApplicationJson {
        nodes = new LinkedHashMap<>(nodes);
        missing = List.copyOf(missing);
    }

    /** The JSON of an application. */
    public static ApplicationJson of(ApplicationView view) {
        Map<String, String> nodes = new LinkedHashMap<>();
        view.nodes().forEach((node, state) -> nodes.put(node, state.name()));
        return new ApplicationJson(view.name(), view.path(), view.version(), nodes, view.missing());
    }

    /** The application. */
    public ApplicationView view() {
        Map<String, State> states = new LinkedHashMap<>();
        nodes.forEach((node, state) -> states.put(node, State.valueOf(state)));
        return new ApplicationView(name, path, version, states, missing);
    }
}
