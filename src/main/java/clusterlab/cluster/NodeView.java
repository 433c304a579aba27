package clusterlab.cluster;

import clusterlab.spec.NodeSpec;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of a node. A frozen node does not answer; its figures are those from when it was frozen, and it still holds them.
 *
 * @param state its state
 * @param members names of the members that it sees, without itself, in the order of the plan
 * @param sessions number of sessions on it: copies, and with BackupManager proxies too; 0 while it does not run
 * @param requests number of requests that it has answered since its last start
 * @param process empty if it has none of its own, or does not run
 */
public record NodeView(
        NodeSpec spec,
        NodeState state,
        List<String> members,
        int sessions,
        long requests,
        Optional<NodeProcess> process) {
    public NodeView {
        members = List.copyOf(members);
    }
}
