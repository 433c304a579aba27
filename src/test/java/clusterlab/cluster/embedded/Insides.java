package clusterlab.cluster.embedded;

import clusterlab.RunningLab;
import clusterlab.cluster.TesterNodeInsides;
import java.util.List;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;

/** What tests may see of the nodes that run in this JVM. */
final class Insides {
    private Insides() {}

    static List<SimpleTcpCluster> clusters(RunningLab lab) {
        return lab.nodes().stream()
                .map(node -> TesterNodeInsides.running(lab.lab().cluster(), node.name()))
                .map(TesterEmbeddedNode::cluster)
                .toList();
    }
}
