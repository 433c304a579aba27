package clusterlab.wire;

import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.List;

/**
 * A node at one moment.
 *
 * @param url where its application begins
 * @param members names of the members that it sees
 * @param sessions how many it knows
 * @param requests how many it has answered since its last start
 */
public record NodeJson(
        String name,
        int index,
        NodeState state,
        String url,
        int httpPort,
        int ajpPort,
        int receiverPort,
        List<String> members,
        int sessions,
        long requests) {
    public NodeJson {
        members = List.copyOf(members);
    }

    /** A node of this plan. */
    public static NodeJson of(Topology topology, NodeView node) {
        NodeSpec spec = node.spec();
        return new NodeJson(
                spec.name(),
                spec.index(),
                node.state(),
                spec.httpUrl() + topology.startPath().substring(1),
                spec.httpPort(),
                spec.ajpPort(),
                spec.receiverPort(),
                node.members(),
                node.sessions(),
                node.requests());
    }

    /** Without its url, which the plan knows. */
    public NodeView view() {
        return new NodeView(
                new NodeSpec(name, index, httpPort, ajpPort, receiverPort), state, members, sessions, requests);
    }
}
