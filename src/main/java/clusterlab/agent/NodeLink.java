package clusterlab.agent;

import clusterlab.cluster.Network;
import clusterlab.spec.Topology;
import java.util.function.Supplier;
import org.apache.catalina.tribes.Member;
import org.jspecify.annotations.Nullable;

/**
 * One node's end of the network: who it is, and what happens on its links. Members are told apart by their receiver
 * port, which is fixed by the plan.
 *
 * @param self name of the node
 * @param topology the plan as it is now; nodes come and go
 */
public record NodeLink(String self, Network network, Supplier<Topology> topology, Traffic traffic) {

    /** The name of a member, or null if it is no node of the plan. */
    @Nullable
    public String name(Member member) {
        int port = member.getPort();
        for (var node : topology.get().nodes()) {
            if (node.receiverPort() == port) {
                return node.name();
            }
        }
        return null;
    }

    boolean unreachable(Member member) {
        String name = name(member);
        return name != null && network.unreachable(self, name);
    }
}
