package clusterlab.cluster.embedded;

import clusterlab.RunningLab;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;

/** What tests may see of the nodes that run in this JVM. */
final class Insides {
    private Insides() {}

    static List<TomcatInstance> instances(RunningLab lab) {
        return lab.nodes().stream()
                .map(node -> Objects.requireNonNull(
                        lab.lab().cluster().node(node.name()).instance()))
                .toList();
    }

    static List<SimpleTcpCluster> clusters(RunningLab lab) {
        return instances(lab).stream().map(TomcatInstance::cluster).toList();
    }
}
