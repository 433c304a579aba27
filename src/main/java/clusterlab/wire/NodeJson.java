package clusterlab.wire;

import clusterlab.cluster.NodeProcess;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.spec.Endpoint;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a node.
 *
 * @param url the address of its application
 * @param receiverAddress that its replication receiver binds; a pod's is its own
 * @param members names of the members that it sees
 * @param sessions number of sessions on it
 * @param requests number of requests that it has answered since its last start
 * @param process its process, or null if it has none of its own
 */
public record NodeJson(
        String name,
        int index,
        NodeState state,
        String url,
        int httpPort,
        int ajpPort,
        String receiverAddress,
        int receiverPort,
        List<String> members,
        int sessions,
        long requests,
        @Nullable NodeProcess process) {
    public NodeJson {
        members = List.copyOf(members);
    }

    /** The JSON of a node of this plan. */
    public static NodeJson of(Topology topology, NodeView node) {
        NodeSpec spec = node.spec();
        return new NodeJson(
                spec.name(),
                spec.index(),
                node.state(),
                spec.httpUrl() + topology.startPath().substring(1),
                spec.httpPort(),
                spec.ajpPort(),
                spec.address(),
                spec.receiverPort(),
                node.members(),
                node.sessions(),
                node.requests(),
                node.process().orElse(null));
    }

    /** Of its url; a node need not run on this machine. */
    private Endpoint http() {
        String host = URI.create(url).getHost();
        return host == null ? Endpoint.local(httpPort) : new Endpoint(host, httpPort);
    }

    /** The node without its url, which the plan contains. */
    public NodeView view() {
        return new NodeView(
                new NodeSpec(name, index, http(), Endpoint.local(ajpPort), receiverAddress, receiverPort),
                state,
                members,
                sessions,
                requests,
                Optional.ofNullable(process));
    }
}
