package clusterlab.web;

import clusterlab.LabControl;
import clusterlab.fault.Nemesis;
import clusterlab.spec.NodeSpec;
import clusterlab.wire.ClusterJson;
import clusterlab.wire.NodeJson;
import java.util.List;
import java.util.Optional;

/** The current state of the lab, in its wire form. */
final class Views {
    private final LabControl lab;
    private final LinkTotals links;

    Views(LabControl lab, LinkTotals links) {
        this.lab = lab;
        this.links = links;
    }

    /** Everything except the sessions. */
    ClusterJson cluster() {
        // Read first: a reader that continues from here may get an event twice, but misses none.
        long sequence = lab.events().sequence();
        List<String> nodes =
                lab.cluster().topology().nodes().stream().map(NodeSpec::name).toList();
        return ClusterJson.of(
                lab.cluster(), sequence, lab.detection(), lab.front(), links.between(nodes), faults(), lab.load());
    }

    /** One node, or empty if there is no node of this name. */
    Optional<NodeJson> node(String name) {
        return lab.cluster().nodes().stream()
                .filter(node -> node.spec().name().equals(name))
                .findFirst()
                .map(node -> NodeJson.of(lab.cluster().topology(), node));
    }

    /** The faults in force. */
    List<Nemesis.Active> faults() {
        return lab.faults();
    }
}
