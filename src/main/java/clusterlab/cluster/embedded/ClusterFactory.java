package clusterlab.cluster.embedded;

import clusterlab.agent.ObservableBackupManager;
import clusterlab.agent.TomcatAgent;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.ha.ClusterManager;
import org.apache.catalina.ha.deploy.FarmWarDeployer;
import org.apache.catalina.ha.session.ClusterSessionListener;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.session.JvmRouteBinderValve;
import org.apache.catalina.ha.tcp.ReplicationValve;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.Channel;

/** Makes one node's {@code <Cluster>} element of the plan. */
final class ClusterFactory {
    private ClusterFactory() {}

    static SimpleTcpCluster cluster(Topology topology, Channel channel, Path home) throws IOException {
        SimpleTcpCluster cluster = new SimpleTcpCluster();
        cluster.setClusterName(topology.clusterName());
        cluster.setChannelSendOptions(topology.channel().sendOptions());
        cluster.setChannelStartOptions(TomcatAgent.FIRST_PHASE);
        cluster.setManagerTemplate(manager(topology.manager()));
        cluster.setChannel(channel);
        // SimpleTcpCluster.checkDefaults adds both only as long as there is no valve, and in this order.
        if (topology.preset() == Preset.TUTORIAL) {
            ReplicationValve replication = new ReplicationValve();
            replication.setFilter("");
            cluster.addValve(replication);
            cluster.addValve(new JvmRouteBinderValve());
            cluster.setClusterDeployer(deployer(home));
        } else {
            cluster.addValve(new JvmRouteBinderValve());
            cluster.addValve(new ReplicationValve());
        }
        cluster.addClusterListener(new ClusterSessionListener());
        return cluster;
    }

    private static ClusterManager manager(ManagerSpec spec) {
        return switch (spec.kind()) {
            case DELTA -> {
                DeltaManager manager = new DeltaManager();
                manager.setExpireSessionsOnShutdown(spec.expireSessionsOnShutdown());
                manager.setNotifyListenersOnReplication(spec.notifyListenersOnReplication());
                yield manager;
            }
            case BACKUP -> {
                ObservableBackupManager manager = new ObservableBackupManager();
                manager.setNotifyListenersOnReplication(spec.notifyListenersOnReplication());
                yield manager;
            }
        };
    }

    private static FarmWarDeployer deployer(Path home) throws IOException {
        FarmWarDeployer deployer = new FarmWarDeployer();
        deployer.setTempDir(folder(home, "war-temp"));
        deployer.setDeployDir(folder(home, "war-deploy"));
        deployer.setWatchDir(folder(home, "war-listen"));
        deployer.setWatchEnabled(false);
        return deployer;
    }

    private static String folder(Path home, String name) throws IOException {
        return Files.createDirectories(home.resolve(name)).toString();
    }
}
