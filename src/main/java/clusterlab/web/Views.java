package clusterlab.web;

import clusterlab.LabControl;
import clusterlab.cluster.NodeView;
import clusterlab.fault.Nemesis;
import clusterlab.spec.Topology;
import clusterlab.wire.ClusterJson;
import clusterlab.wire.FrontJson;
import clusterlab.wire.NodeJson;
import java.util.List;
import java.util.Locale;
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
        Topology topology = lab.cluster().topology();
        List<NodeView> nodes = lab.cluster().nodes();
        return new ClusterJson(
                topology.clusterName(),
                topology.preset().word(),
                topology.manager().kind().word(),
                topology.channel().sendOptions(),
                topology.channel().membership().word(),
                topology.webapp()
                        .map(file -> String.valueOf(file.getFileName()))
                        .orElse(null),
                lab.detection().toMillis(),
                lab.cluster().replicates(),
                lab.cluster().abilities().stream()
                        .sorted()
                        .map(ability -> ability.name().toLowerCase(Locale.ROOT))
                        .toList(),
                sequence,
                lab.front().map(front -> FrontJson.of(topology, front)).orElse(null),
                nodes.stream().map(node -> NodeJson.of(topology, node)).toList(),
                links.between(nodes.stream().map(node -> node.spec().name()).toList()),
                faults(),
                lab.load());
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
