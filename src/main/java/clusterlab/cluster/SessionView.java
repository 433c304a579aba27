package clusterlab.cluster;

import clusterlab.agent.CopyView;
import java.util.List;

/**
 * One session on all nodes at one moment. Nodes are read one after the other, without stopping them: under load, copies
 * can differ for the moment that a change is under way.
 *
 * @param id as some node knows it, with its jvmRoute
 * @param copies one for each node of the plan, in its order
 * @param differs whether full copies (primary, replica, backup) hold different attributes, or a copy that has to exist
 *     does not
 * @param differsSinceMillis when that was first seen, in milliseconds since the epoch; 0 if they don't differ
 */
public record SessionView(String id, List<CopyView> copies, boolean differs, long differsSinceMillis) {
    /** Copies the list. */
    public SessionView {
        copies = List.copyOf(copies);
    }
}
