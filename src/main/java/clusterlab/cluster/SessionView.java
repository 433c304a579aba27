package clusterlab.cluster;

import clusterlab.agent.CopyView;
import java.util.List;

/**
 * A snapshot of one session on all nodes. The nodes are read one after the other while they run: under load, copies can
 * differ for a moment, while a change is in transit.
 *
 * @param id as one of the nodes has it, with its jvmRoute
 * @param copies one for each node of the plan, in its order
 * @param differs whether full copies (primary, replica, backup) hold different attributes, or a required copy is
 *     missing
 * @param differsSinceMillis when that was first observed, in milliseconds since the epoch; 0 if they don't differ
 */
public record SessionView(String id, List<CopyView> copies, boolean differs, long differsSinceMillis) {
    /** Copies the list. */
    public SessionView {
        copies = List.copyOf(copies);
    }
}
