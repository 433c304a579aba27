package clusterlab.cluster.embedded;

import clusterlab.cluster.RunningNode;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;

/** What tests may reach inside a node that {@link EmbeddedHost} made. */
public final class TesterEmbeddedNode {
    private TesterEmbeddedNode() {}

    /** Its running {@code <Cluster>} element. */
    public static SimpleTcpCluster cluster(RunningNode node) {
        return ((EmbeddedNode) node).instance().cluster();
    }

    /**
     * The manager of its application, which has started.
     *
     * @throws ClassCastException if it is not DeltaManager
     */
    public static DeltaManager manager(RunningNode node) {
        return (DeltaManager) ((EmbeddedNode) node).instance().context().getManager();
    }
}
