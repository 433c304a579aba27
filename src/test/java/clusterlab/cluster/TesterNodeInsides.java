package clusterlab.cluster;

import java.util.Objects;

/** What tests may see of a cluster's nodes. */
public final class TesterNodeInsides {
    private TesterNodeInsides() {}

    /** The present start of a node that runs. */
    public static RunningNode running(Cluster cluster, String node) {
        return Objects.requireNonNull(cluster.node(node).running());
    }
}
