package clusterlab.cluster;

import clusterlab.spec.NodeSpec;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of a node. A frozen node does not answer; its figures are those from when it was frozen, and it still holds them.
 *
 * @param state its state
 * @param tomcat version of the unmodified Tomcat that it runs on, or will at its next start; empty for the lab's own
 * @param members names of the members that it sees, without itself, in the order of the plan
 * @param sessions number of sessions on it: copies, and with BackupManager proxies too; 0 while it does not run
 * @param requests number of requests that it has answered since its last start
 */
public record NodeView(
        NodeSpec spec, NodeState state, Optional<String> tomcat, List<String> members, int sessions, long requests) {
    public NodeView {
        members = List.copyOf(members);
    }
}
