package clusterlab.cluster.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.agent.TrafficInterceptor;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Preset;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Valve;
import org.apache.catalina.ha.deploy.FarmWarDeployer;
import org.apache.catalina.ha.session.ClusterSessionListener;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.session.JvmRouteBinderValve;
import org.apache.catalina.ha.tcp.ReplicationValve;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.group.ChannelCoordinator;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.interceptors.DomainFilterInterceptor;
import org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor;
import org.apache.catalina.tribes.group.interceptors.TcpFailureDetector;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.McastServiceImpl;
import org.apache.catalina.tribes.transport.ReplicationTransmitter;
import org.apache.catalina.tribes.transport.nio.NioReceiver;
import org.apache.catalina.tribes.transport.nio.PooledParallelSender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tutorial's Setting 2, element by element, read from the running clusters; only the ports differ. */
class SettingTwoIT {
    private static RunningLab lab;
    private static List<SimpleTcpCluster> clusters;

    @BeforeAll
    static void boot() throws Exception {
        lab = RunningLab.boot(ClusterSpec.builder(Preset.TUTORIAL).anyPorts());
        clusters = Insides.clusters(lab);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void clusterSendsAsynchronously() {
        assertThat(clusters).hasSize(3).allSatisfy(cluster -> assertThat(cluster.getChannelSendOptions())
                .isEqualTo(8));
    }

    @Test
    void managerOfTheApplicationIsTheArticles() {
        assertThat(clusters)
                .allSatisfy(cluster -> assertThat(cluster.getManagers().values())
                        .singleElement()
                        .satisfies(manager -> {
                            assertThat(manager).isExactlyInstanceOf(DeltaManager.class);
                            assertThat(((DeltaManager) manager).isExpireSessionsOnShutdown())
                                    .isFalse();
                            assertThat(manager.isNotifyListenersOnReplication()).isTrue();
                        }));
    }

    @Test
    void channelIsAGroupChannel() {
        assertThat(clusters)
                .allSatisfy(cluster -> assertThat(cluster.getChannel()).isInstanceOf(GroupChannel.class));
    }

    @Test
    void membershipIsTheArticlesMulticast() {
        assertThat(clusters).allSatisfy(cluster -> {
            McastService membership = membership(cluster);
            assertThat(membership.getAddress()).isEqualTo("228.0.0.4");
            assertThat(membership.getPort()).isEqualTo(45564);
            assertThat(membership.getFrequency()).isEqualTo(500);
            assertThat(membership.getDropTime()).isEqualTo(3000);
        });
    }

    /** Said by the open sockets themselves: no router passes a TTL of 0 on, and the loopback has no wire. */
    @Test
    void multicastNeverLeavesThisMachine() throws Exception {
        for (SimpleTcpCluster cluster : clusters) {
            Field impl = McastService.class.getDeclaredField("impl");
            Field socket = McastServiceImpl.class.getDeclaredField("socket");
            impl.setAccessible(true);
            socket.setAccessible(true);
            MulticastSocket open = (MulticastSocket) socket.get(impl.get(membership(cluster)));
            assertThat(open.getTimeToLive()).isZero();
            assertThat(open.getNetworkInterface().isLoopback()).isTrue();
        }
    }

    @Test
    void receiverIsTheArticlesOnThisMachine() {
        assertThat(clusters).allSatisfy(cluster -> {
            NioReceiver receiver = (NioReceiver) channel(cluster).getChannelReceiver();
            assertThat(receiver.getAutoBind()).isEqualTo(100);
            assertThat(receiver.getSelectorTimeout()).isEqualTo(5000);
            assertThat(receiver.getMaxThreads()).isEqualTo(6);
            assertThat(receiver.getBind()).isEqualTo(InetAddress.getByName("127.0.0.1"));
        });
    }

    @Test
    void receiversListenWhereThePlanSays() {
        assertThat(clusters)
                .extracting(cluster -> cluster.getLocalMember().getPort())
                .isEqualTo(lab.nodes().stream().map(NodeSpec::receiverPort).toList());
    }

    @Test
    void senderIsTheArticles() {
        assertThat(clusters).allSatisfy(cluster -> {
            ReplicationTransmitter sender =
                    (ReplicationTransmitter) channel(cluster).getChannelSender();
            assertThat(sender.getTransport()).isInstanceOf(PooledParallelSender.class);
        });
    }

    @Test
    void interceptorsAreTheArticlesInItsOrder() {
        assertThat(clusters).allSatisfy(cluster -> {
            List<ChannelInterceptor> interceptors = new ArrayList<>();
            channel(cluster).getInterceptors().forEachRemaining(interceptors::add);
            interceptors.removeIf(TrafficInterceptor.class::isInstance);
            assertThat(interceptors.get(0)).isInstanceOf(TcpFailureDetector.class);
            assertThat(interceptors.get(1)).isInstanceOf(MessageDispatchInterceptor.class);
            // Beyond the tutorial: the parts that separate labs with the same group, and cluster-lab's own parts.
            assertThat(interceptors.get(2)).isInstanceOf(DomainFilterInterceptor.class);
            assertThat(interceptors.subList(3, interceptors.size()))
                    .allMatch(more -> more instanceof ChannelCoordinator
                            || more.getClass().getName().startsWith("clusterlab."));
        });
    }

    @Test
    void valvesAreTheArticlesInItsOrder() {
        assertThat(clusters).allSatisfy(cluster -> {
            Valve[] valves = cluster.getValves();
            assertThat(valves).hasSize(2);
            assertThat(valves[0]).isInstanceOfSatisfying(ReplicationValve.class, valve -> assertThat(valve.getFilter())
                    .isNullOrEmpty());
            assertThat(valves[1]).isInstanceOf(JvmRouteBinderValve.class);
        });
    }

    @Test
    void deployerIsTheArticlesAndWatchesNothing() {
        assertThat(clusters).allSatisfy(cluster -> assertThat(cluster.getClusterDeployer())
                .isInstanceOfSatisfying(FarmWarDeployer.class, deployer -> {
                    assertThat(deployer.getWatchEnabled()).isFalse();
                    assertThat(deployer.getTempDirFile()).isDirectory();
                    assertThat(deployer.getDeployDirFile()).isDirectory();
                    assertThat(deployer.getWatchDirFile()).isDirectory();
                }));
    }

    @Test
    void listenerIsTheArticles() {
        assertThat(clusters).allSatisfy(cluster -> assertThat(cluster.findClusterListeners())
                .hasAtLeastOneElementOfType(ClusterSessionListener.class));
    }

    private static GroupChannel channel(SimpleTcpCluster cluster) {
        return (GroupChannel) cluster.getChannel();
    }

    private static McastService membership(SimpleTcpCluster cluster) {
        return (McastService) channel(cluster).getMembershipService();
    }
}
