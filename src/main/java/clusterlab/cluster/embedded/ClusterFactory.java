package clusterlab.cluster.embedded;

import clusterlab.agent.Instruments;
import clusterlab.agent.LinkInterceptor;
import clusterlab.agent.LinkedFailureDetector;
import clusterlab.agent.LinkedMcastService;
import clusterlab.agent.LinkedStaticMembership;
import clusterlab.agent.ObservableBackupManager;
import clusterlab.agent.Peer;
import clusterlab.agent.TomcatAgent;
import clusterlab.agent.TrafficInterceptor;
import clusterlab.config.ClusterReader;
import clusterlab.config.ClusterXml;
import clusterlab.files.OwnerOnly;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Globals;
import org.apache.catalina.ha.deploy.FarmWarDeployer;
import org.apache.catalina.ha.session.BackupManager;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.interceptors.StaticMembershipInterceptor;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.StaticMembershipService;
import org.apache.catalina.tribes.transport.nio.NioReceiver;

/** Makes one node's cluster from the {@code <Cluster>} element that reports print, and splices in what is the lab's own. */
final class ClusterFactory {
    private final Instruments instruments;
    private final boolean stockLifecycle;

    ClusterFactory(Instruments instruments, NodeLifecycle lifecycle) {
        this.instruments = instruments;
        this.stockLifecycle = lifecycle == NodeLifecycle.STOCK;
    }

    /**
     * A cluster that is not started.
     *
     * @param announceTo with static membership: the members that it knows at the start
     * @param home the node's CATALINA_BASE
     * @param libraries has the classes of a user's element
     */
    SimpleTcpCluster cluster(Topology topology, NodeSpec node, List<Peer> announceTo, Path home, ClassLoader libraries)
            throws IOException {
        SimpleTcpCluster cluster = ClusterReader.read(
                ClusterXml.of(topology, node), properties(topology, home)::get, libraries, this::instead);
        GroupChannel channel = (GroupChannel) cluster.getChannel();
        // JmxRegistry.getRegistry keeps one registry for each channel name, and the channels of one cluster in one JVM
        // share theirs: all would register under the first one's prefix.
        channel.setJmxEnabled(false);
        if (channel.getMembershipService() instanceof StaticMembershipService service) {
            service.getStaticMembers()
                    .retainAll(announceTo.stream().map(TomcatAgent::member).toList());
        }
        // Last: nearest to the network.
        channel.addInterceptor(new LinkInterceptor(instruments.links()));
        if (cluster.getClusterDeployer() instanceof FarmWarDeployer deployer) {
            OwnerOnly.folders(home.resolve(deployer.getTempDir()));
            OwnerOnly.folders(home.resolve(deployer.getDeployDir()));
            OwnerOnly.folders(home.resolve(deployer.getWatchDir()));
        }
        return cluster;
    }

    /** What {@code ${name}} stands for; a user's element has what a stock Tomcat would have at hand, too. */
    static Map<String, String> properties(Topology topology, Path home) {
        Map<String, String> properties = new HashMap<>();
        topology.imported().ifPresent(imported -> {
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.matches("(java|os|user)\\..*"))
                    .forEach(name -> properties.put(name, System.getProperty(name, "")));
            properties.put(Globals.CATALINA_BASE_PROP, home.toString());
            properties.put(Globals.CATALINA_HOME_PROP, home.toString());
            properties.putAll(topology.app().systemProperties());
        });
        topology.channel()
                .encryptionKey()
                .map(Secret::value)
                .ifPresent(key -> properties.put(ClusterXml.KEY_PROPERTY, key));
        return properties;
    }

    /** The lab's own subclass of what Tomcat made; it is given the attributes of the element. */
    private Object instead(Object made) {
        if (made instanceof GroupChannel channel) {
            // Before the interceptors of the element: farthest from the network, where messages are not encrypted yet.
            channel.addInterceptor(new TrafficInterceptor(instruments));
        }
        if (made.getClass() == TcpFailureDetector.class) {
            return new LinkedFailureDetector(instruments.links(), stockLifecycle);
        }
        if (made.getClass() == StaticMembershipInterceptor.class) {
            return new LinkedStaticMembership();
        }
        if (made.getClass() == NioReceiver.class) {
            return new FrugalReceiver();
        }
        if (made.getClass() == McastService.class) {
            return new LinkedMcastService(instruments.links());
        }
        if (made.getClass() == FarmWarDeployer.class) {
            return new EmbeddedDeployer();
        }
        return made.getClass() == BackupManager.class ? new ObservableBackupManager() : made;
    }
}
