package clusterlab.web;

import clusterlab.cluster.NodeView;
import clusterlab.fault.Nemesis;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Topology;
import clusterlab.wire.ClusterJson;
import clusterlab.wire.FrontJson;
import clusterlab.wire.NodeJson;
import java.util.List;
import java.util.Optional;

/** The lab now, in its wire form. */
final class Views {
    private final LabParts lab;
    private final LinkTotals links;

    Views(LabParts lab, LinkTotals links) {
        this.lab = lab;
        this.links = links;
    }

    /** Everything but the sessions. */
    ClusterJson cluster() {
        // Taken first: who reads on from here may hear of something twice, but misses nothing.
        long sequence = lab.events().sequence();
        Topology topology = lab.cluster().topology();
        List<NodeView> nodes = lab.cluster().nodes();
        return new ClusterJson(
                topology.clusterName(),
                topology.preset().word(),
                topology.manager().kind().word(),
                topology.channel().sendOptions(),
                topology.channel().membership().word(),
                detectionMillis(topology),
                lab.cluster().replicates(),
                sequence,
                lab.front().map(front -> FrontJson.of(topology, front)).orElse(null),
                nodes.stream().map(node -> NodeJson.of(topology, node)).toList(),
                links.between(nodes.stream().map(node -> node.spec().name()).toList()),
                faults(),
                lab.load().map(LoadControl::snapshot).orElse(null));
    }

    /** How long a silent member is believed to be there. */
    static long detectionMillis(Topology topology) {
        MembershipSpec membership = topology.channel().membership();
        return membership instanceof MembershipSpec.Static fixed
                ? fixed.expirationTime()
                : ((MembershipSpec.Multicast) membership).dropTime();
    }

    /** One node, or empty if there is none of this name. */
    Optional<NodeJson> node(String name) {
        return lab.cluster().nodes().stream()
                .filter(node -> node.spec().name().equals(name))
                .findFirst()
                .map(node -> NodeJson.of(lab.cluster().topology(), node));
    }

    /** The faults in force. */
    List<Nemesis.Active> faults() {
        return lab.nemesis().active();
    }

    /** A fault in force, or empty. */
    Optional<Nemesis.Active> fault(String id) {
        return faults().stream().filter(active -> active.id().equals(id)).findFirst();
    }
}
