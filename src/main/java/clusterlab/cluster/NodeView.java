package clusterlab.cluster;

import clusterlab.spec.NodeSpec;
import java.util.List;

/**
 * A node at one moment.
 *
 * @param state where it is in its life
 * @param members names of the members that it sees, without itself, in the order of the plan
 * @param sessions how many sessions it knows: copies, and with BackupManager proxies too; 0 while it does not run
 * @param requests how many requests its connectors have answered since its last start
 */
public record NodeView(NodeSpec spec, NodeState state, List<String> members, int sessions, long requests) {
    public NodeView {
        members = List.copyOf(members);
    }
}
