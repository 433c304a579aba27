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
 * @param differsSinceMillis since when, in milliseconds since the epoch: when the newest copy was used last before the
 *     difference was observed, or when it was observed if a copy is missing; 0 if they don't differ
 * @param stale whether that is more than a change in transit: it was observed for 0.9 s or longer, and a copy has not
 *     changed meanwhile
 */
public record SessionView(String id, List<CopyView> copies, boolean differs, long differsSinceMillis, boolean stale) {
    /** Copies the list. */
    public SessionView {
        copies = List.copyOf(copies);
    }

    /** A session whose copies are stale if they differ. */
    public SessionView(String id, List<CopyView> copies, boolean differs, long differsSinceMillis) {
        this(id, copies, differs, differsSinceMillis, differs);
    }
}
