package clusterlab.cluster.embedded;

import clusterlab.agent.NodeLink;
import clusterlab.agent.ProbeValve;
import clusterlab.agent.SessionTap;
import clusterlab.cluster.Network;
import clusterlab.cluster.RunFolder;
import clusterlab.cluster.Webapp;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.group.GroupChannel;

/**
 * What all nodes of a lab share, and how one start of a node is put together.
 *
 * @param topology the plan as it is now; nodes come and go
 */
public record InstanceFactory(
        Supplier<Topology> topology,
        RunFolder folder,
        Webapp webapp,
        TomcatFactory factory,
        NodeLogs logs,
        Network network,
        String probeToken) {

    /**
     * A Tomcat with its cluster, not started.
     *
     * @param announceTo with static membership: whom to announce itself to at the start
     * @param events whether what happens to its sessions is told
     */
    TomcatInstance instance(
            NodeSpec spec, NodeLink link, SessionTap tap, Predicate<NodeSpec> announceTo, boolean events)
            throws IOException {
        Path home = folder.node(spec.name());
        Topology now = topology.get();
        GroupChannel channel = ChannelFactory.channel(now, spec, link, announceTo);
        SimpleTcpCluster cluster = ClusterFactory.cluster(now, channel, home);
        if (events) {
            cluster.addClusterListener(tap.new Arrivals());
        }
        Tomcat tomcat = factory.tomcat(spec, home, cluster, new ProbeValve(probeToken), tap.new RequestValve());
        if (events) {
            TomcatFactory.listen(tomcat, tap.new Listener());
        }
        return new TomcatInstance(tomcat, cluster, channel, link);
    }
}
