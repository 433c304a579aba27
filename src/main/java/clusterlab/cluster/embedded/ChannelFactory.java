package clusterlab.cluster.embedded;

import clusterlab.agent.LinkInterceptor;
import clusterlab.agent.LinkedFailureDetector;
import clusterlab.agent.LinkedMcastService;
import clusterlab.agent.NodeLink;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.SenderSpec;
import clusterlab.spec.Topology;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.MembershipService;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.group.interceptors.DomainFilterInterceptor;
import org.apache.catalina.tribes.group.interceptors.MessageDispatchInterceptor;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.StaticMember;
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
     * @param announceTo with static membership: whom to announce itself to at the start
     */
    static GroupChannel channel(Topology topology, NodeSpec node, NodeLink link, Predicate<NodeSpec> announceTo) {
        ChannelSpec spec = topology.channel();
        GroupChannel channel = new GroupChannel();
        // JmxRegistry.getRegistry keeps one registry for each channel name, and the channels of one cluster in one JVM
        // share theirs: all would register under the first one's prefix.
        channel.setJmxEnabled(false);
        channel.setMembershipService(membership(topology, node, link, announceTo));
        channel.setChannelReceiver(receiver(spec, node));
        ReplicationTransmitter sender = new ReplicationTransmitter();
        sender.setTransport(transport(spec.sender()));
        channel.setChannelSender(sender);
        for (ChannelSpec.Interceptor interceptor : spec.interceptors()) {
            channel.addInterceptor(interceptor(interceptor, topology, link));
        }
        // Last: nearest to the network.
        channel.addInterceptor(new LinkInterceptor(link));
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

    private static MembershipService membership(
            Topology topology, NodeSpec node, NodeLink link, Predicate<NodeSpec> announceTo) {
        MembershipSpec spec = topology.channel().membership();
        if (spec instanceof MembershipSpec.Multicast multicast) {
            McastService service = new LinkedMcastService(link, multicast.bind(), multicast.ttl());
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
        service.setLocalMember(member(node));
        for (NodeSpec other : topology.nodes()) {
            if (other.index() != node.index() && announceTo.test(other)) {
                service.addStaticMember(member(other));
            }
        }
        return service;
    }

    /** A new object each time: membership services change the members that they are given. */
    static StaticMember member(NodeSpec node) {
        StaticMember member = new StaticMember();
        member.setHost(Topology.LOOPBACK);
        member.setPort(node.receiverPort());
        // Without blanks: tribes.util.Arrays.fromString does not take them.
        member.setUniqueId("{7,0,0,0,0,0,0,0,0,0,0,0,0,0,0," + (node.index() + 1) + "}");
        return member;
    }

    private static ChannelInterceptor interceptor(
            ChannelSpec.Interceptor interceptor, Topology topology, NodeLink link) {
        return switch (interceptor) {
            case MESSAGE_DISPATCH -> new MessageDispatchInterceptor();
            case TCP_FAILURE_DETECTOR -> new LinkedFailureDetector(link);
            case DOMAIN_FILTER -> {
                DomainFilterInterceptor filter = new DomainFilterInterceptor();
                filter.setDomain(topology.clusterName().getBytes(StandardCharsets.ISO_8859_1));
                yield filter;
            }
        };
    }
}
