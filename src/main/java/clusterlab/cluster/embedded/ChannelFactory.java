package clusterlab.cluster.embedded;

import clusterlab.agent.LinkInterceptor;
import clusterlab.agent.LinkedFailureDetector;
import clusterlab.agent.LinkedMcastService;
import clusterlab.agent.Links;
import clusterlab.agent.Peer;
import clusterlab.agent.TomcatAgent;
import clusterlab.agent.Traffic;
import clusterlab.cluster.NodeHost;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.SenderSpec;
import clusterlab.spec.Topology;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.MembershipService;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.interceptors.DomainFilterInterceptor;
import org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.StaticMembershipService;
import org.apache.catalina.tribes.transport.ReplicationTransmitter;
import org.apache.catalina.tribes.transport.nio.NioReceiver;
import org.apache.catalina.tribes.transport.nio.PooledParallelSender;

/** Makes one node's replication channel of the plan. */
final class ChannelFactory {
    private ChannelFactory() {}

    /**
     * A channel that is not started.
     *
     * @param announceTo with static membership: the members that it knows at the start
     */
    static GroupChannel channel(Topology topology, NodeSpec node, Links links, Traffic traffic, List<Peer> announceTo) {
        ChannelSpec spec = topology.channel();
        GroupChannel channel = new GroupChannel();
        // JmxRegistry.getRegistry keeps one registry for each channel name, and the channels of one cluster in one JVM
        // share theirs: all would register under the first one's prefix.
        channel.setJmxEnabled(false);
        channel.setMembershipService(membership(topology, node, links, announceTo));
        channel.setChannelReceiver(receiver(spec, node));
        ReplicationTransmitter sender = new ReplicationTransmitter();
        sender.setTransport(transport(spec.sender()));
        channel.setChannelSender(sender);
        for (ChannelSpec.Interceptor interceptor : spec.interceptors()) {
            channel.addInterceptor(interceptor(interceptor, topology, links));
        }
        // Last: nearest to the network.
        channel.addInterceptor(new LinkInterceptor(links, traffic));
        return channel;
    }

    private static PooledParallelSender transport(SenderSpec spec) {
        PooledParallelSender transport = new PooledParallelSender();
        if (spec.txBufSize() > 0) {
            transport.setTxBufSize(spec.txBufSize());
        }
        if (spec.rxBufSize() > 0) {
            transport.setRxBufSize(spec.rxBufSize());
        }
        return transport;
    }

    private static NioReceiver receiver(ChannelSpec spec, NodeSpec node) {
        NioReceiver receiver = new NioReceiver();
        receiver.setAddress(spec.receiver().address());
        receiver.setPort(node.receiverPort());
        receiver.setAutoBind(spec.receiver().autoBind());
        receiver.setSelectorTimeout(spec.receiver().selectorTimeout());
        receiver.setMaxThreads(spec.receiver().maxThreads());
        if (spec.receiver().rxBufSize() > 0) {
            receiver.setRxBufSize(spec.receiver().rxBufSize());
        }
        return receiver;
    }

    private static MembershipService membership(Topology topology, NodeSpec node, Links links, List<Peer> announceTo) {
        MembershipSpec spec = topology.channel().membership();
        if (spec instanceof MembershipSpec.Multicast multicast) {
            McastService service = new LinkedMcastService(links, multicast.bind(), multicast.ttl());
            service.setAddress(multicast.address());
            service.setPort(multicast.port());
            service.setFrequency(multicast.frequency());
            service.setDropTime(multicast.dropTime());
            service.setDomain(topology.clusterName());
            return service;
        }
        MembershipSpec.Static fixed = (MembershipSpec.Static) spec;
        StaticMembershipService service = new StaticMembershipService();
        service.setUseThread(true);
        service.setPingInterval(fixed.pingInterval());
        service.setConnectTimeout(fixed.connectTimeout());
        service.setRpcTimeout(fixed.rpcTimeout());
        service.setExpirationTime(fixed.expirationTime());
        service.setLocalMember(TomcatAgent.member(NodeHost.peer(node)));
        announceTo.forEach(peer -> service.addStaticMember(TomcatAgent.member(peer)));
        return service;
    }

    private static ChannelInterceptor interceptor(ChannelSpec.Interceptor interceptor, Topology topology, Links links) {
        return switch (interceptor) {
            case MESSAGE_DISPATCH -> new MessageDispatchInterceptor();
            case TCP_FAILURE_DETECTOR -> new LinkedFailureDetector(links);
            case DOMAIN_FILTER -> {
                DomainFilterInterceptor filter = new DomainFilterInterceptor();
                filter.setDomain(topology.clusterName().getBytes(StandardCharsets.ISO_8859_1));
                yield filter;
            }
        };
    }
}
