package clusterlab.export.firewall;

import clusterlab.config.StockCluster;
import clusterlab.export.Placement;
import clusterlab.export.firewall.Opening.Protocol;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what the machines of a cluster have to let in: exactly the ports of its elements and connectors. */
final class Openings {
    private static final String MULTICAST = "org.apache.catalina.tribes.membership.McastService";

    private final Topology topology;
    private final Placement placement;
    private final boolean open;
    private final List<Opening> found = new ArrayList<>();

    private Openings(Topology topology, Placement placement, boolean open) {
        this.topology = topology;
        this.placement = placement;
        this.open = open;
    }

    /**
     * What one machine lets in from the others of the placement.
     *
     * @throws IllegalArgumentException if a port of the user's element is no number
     */
    static List<Opening> of(Topology topology, Placement placement, String machine) {
        return new Openings(topology, placement, false).machine(machine);
    }

    /** As in the tutorial: every machine may run any of the nodes, and which machines there are is not known. */
    static List<Opening> anywhere(Topology topology) {
        return new Openings(topology, Placement.oneMachine(topology), true).machine(Topology.LOOPBACK);
    }

    private List<Opening> machine(String machine) {
        List<String> others = placement.nodes().values().stream()
                .distinct()
                .filter(address -> !address.equals(machine))
                .toList();
        List<NodeSpec> here = placement.nodesOn(machine, topology);
        if (open || !others.isEmpty()) {
            here.forEach(node -> cluster(node, others));
        }
        boolean frontHere = placement.front().equals(machine);
        BalancerSpec.Kind front = topology.balancer().kind();
        if (front != BalancerSpec.Kind.NONE && !frontHere) {
            for (NodeSpec node : here) {
                int port = front.speaksAjp() ? node.ajpPort() : node.httpPort();
                add(new Opening("requests of the front", Protocol.TCP, port, port, "", List.of(placement.front())));
            }
        }
        if (front != BalancerSpec.Kind.NONE && frontHere) {
            add(new Opening(
                    "the front, for browsers",
                    Protocol.TCP,
                    topology.frontPort(),
                    topology.frontPort(),
                    "",
                    List.of()));
        }
        return List.copyOf(found);
    }

    private void cluster(NodeSpec node, List<String> others) {
        ClusterElement element = StockCluster.of(topology, node, placement.nodes());
        Optional<ClusterElement> channel = element.child("Channel");
        Optional<ClusterElement> membership = channel.flatMap(one -> one.child("Membership"));
        // McastService is the default of GroupChannel.
        if (membership.map(one -> one.className().equals(MULTICAST)).orElse(true)) {
            String group = membership.flatMap(one -> one.attribute("address")).orElse("228.0.0.4");
            int port = number(membership, "port", 45564);
            add(new Opening("multicast heartbeats", Protocol.UDP, port, port, group, others));
            add(new Opening(
                    "IGMP, so that a switch goes on sending the group here", Protocol.IGMP, 0, 0, "", List.of()));
        }
        Optional<ClusterElement> receiver = channel.flatMap(one -> one.child("Receiver"));
        int port = number(receiver, "port", 4000);
        int tries = Math.max(1, number(receiver, "autoBind", 100));
        // ReceiverBase.bind tries autoBind ports, the first included.
        add(new Opening("replication receivers", Protocol.TCP, port, Math.min(65535, port + tries - 1), "", others));
        int udp = number(receiver, "udpPort", -1);
        if (udp > 0) {
            add(new Opening("replication over UDP", Protocol.UDP, udp, Math.min(65535, udp + tries - 1), "", others));
        }
    }

    private static int number(Optional<ClusterElement> element, String attribute, int otherwise) {
        String text = element.flatMap(one -> one.attribute(attribute))
                .map(String::strip)
                .orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    attribute + "=\"" + text + "\" in <" + element.orElseThrow().name()
                            + "> is no number, so the firewall's port is not known; write the number.",
                    e);
        }
    }

    private void add(Opening opening) {
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).equals(opening)) {
                return;
            }
            if (found.get(i).joins(opening)) {
                found.set(i, found.get(i).and(opening));
                return;
            }
        }
        found.add(opening);
    }
}
