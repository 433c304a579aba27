package clusterlab.spec;

import static clusterlab.spec.ChannelSpec.Interceptor.DOMAIN_FILTER;
import static clusterlab.spec.ChannelSpec.Interceptor.MESSAGE_DISPATCH;
import static clusterlab.spec.ChannelSpec.Interceptor.TCP_FAILURE_DETECTOR;

import java.util.List;
import java.util.Optional;

/** Where a {@link ClusterSpec} begins before options override it one by one. */
public enum Preset {
    /** Fast and safe: synchronous replication, static membership. */
    LAB,
    /**
     * "Setting 2" of the tutorial "Centos7 / Apache - Tomcat - JK Connector Session Clustering", attribute by attribute, with its names and ports. Only what keeps packets and
     * receivers on this machine differs: {@code bind}, {@code ttl}, the receiver's {@code address}, and a
     * DomainFilterInterceptor beside the tutorial's two.
     */
    TUTORIAL,
    /** The bare {@code <Cluster/>} element with Tomcat's defaults, kept on this machine in the same way. */
    MINIMAL;

    /**
     * What {@code --membership static} means for up to 8 nodes: shorter times than Tomcat's, for a demo's patience. A
     * member that crashed and came back is seen again only once its old entry has expired
     * (StaticMembershipProvider.memberAdded); one that is slow is not dropped, since TcpFailureDetector asks it first.
     */
    public static final MembershipSpec.Static STATIC = new MembershipSpec.Static(300, 500, 3000, 1500);

    /** How many pings a second all nodes of a lab may send together; 8 nodes reach it at the full rate. */
    private static final int PINGS_PER_SECOND = 190;

    /** What {@code --membership multicast} means in preset lab: the tutorial's group, five times its frequency. */
    public static final MembershipSpec.Multicast MULTICAST = multicast(100, 1500);

    /**
     * What {@code --membership kubernetes} and {@code dns} mean: Tomcat's heartbeat and expiration, 5 s each, divided by ten and
     * five, for a demo's patience; its time-outs of 1 s (CloudMembershipService).
     */
    private static MembershipSpec.Cloud cloud(MembershipSpec.Kind kind) {
        return new MembershipSpec.Cloud(kind, 500, 1000, 1000, 1000, Optional.empty());
    }

    /** How many connections the senders of all nodes of a lab may hold together; each has two file descriptors. */
    private static final int CONNECTIONS = 8_000;

    private static final String GROUP = "228.0.0.4";
    private static final int GROUP_PORT = 45564;

    /** The word of {@code --preset}. */
    public String word() {
        return Words.PRESET.word(this);
    }

    /** The name of the node with this index, from 0. */
    public String nodeName(int index) {
        return (this == TUTORIAL ? "WAS" : "node") + (index + 1);
    }

    /** HTTP connectors. */
    public Ports http() {
        return this == TUTORIAL ? new Ports(8080, 10000, false) : new Ports(8081, 1, false);
    }

    /** AJP connectors. */
    public Ports ajp() {
        return this == TUTORIAL ? new Ports(8009, 10000, false) : new Ports(8009, 1, false);
    }

    /** Replication receivers. */
    public Ports receiver() {
        return new Ports(4000, 1, false);
    }

    /** The front: in the tutorial 8080 is WAS1's, and its port 80 needs root. */
    public Ports front() {
        return new Ports(this == TUTORIAL ? 8000 : 8080, 1, false);
    }

    /** The session manager. */
    public ManagerSpec manager() {
        return new ManagerSpec(ManagerSpec.Kind.DELTA, false, true);
    }

    /** What {@code --membership} of this kind means: the preset's own if it is of this kind, else preset lab's. */
    public MembershipSpec membership(MembershipSpec.Kind kind) {
        MembershipSpec own = channel().membership();
        if (own.kind() == kind) {
            return own;
        }
        return switch (kind) {
            case STATIC -> STATIC;
            case MULTICAST -> MULTICAST;
            case KUBERNETES, DNS -> cloud(kind);
        };
    }

    /** The replication channel. */
    public ChannelSpec channel() {
        return switch (this) {
            // Small buffers, since every node has a connection to every other one; but the receiver's not below half of
            // what the loopback interface sends in one packet (65536 bytes). Under that the sender of a long message
            // waits 200 ms again and again, it seems for its persist timer: a megabyte took 6 to 13 s with 8192, 0.2 s
            // with 16384, 6 ms with 32768, 1 ms with Tomcat's 65536 (Linux 6).
            case LAB ->
                new ChannelSpec(
                        ChannelSpec.SYNC,
                        STATIC,
                        new ReceiverSpec(Topology.LOOPBACK, 1, 5000, 6, 32_768),
                        senderFor(1),
                        List.of(TCP_FAILURE_DETECTOR, MESSAGE_DISPATCH),
                        false,
                        Optional.empty());
            case TUTORIAL ->
                new ChannelSpec(
                        ChannelSpec.ASYNC,
                        multicast(500, 3000),
                        new ReceiverSpec(Topology.LOOPBACK, 100, 5000, 6, 0),
                        SenderSpec.DEFAULT,
                        List.of(TCP_FAILURE_DETECTOR, MESSAGE_DISPATCH, DOMAIN_FILTER),
                        false,
                        Optional.empty());
            // SimpleTcpCluster.checkDefaults (interceptors, their order), ReceiverBase and McastService (the rest).
            case MINIMAL ->
                new ChannelSpec(
                        ChannelSpec.ASYNC,
                        multicast(500, 3000),
                        new ReceiverSpec(Topology.LOOPBACK, 100, 5000, 15, 0),
                        SenderSpec.DEFAULT,
                        List.of(MESSAGE_DISPATCH, TCP_FAILURE_DETECTOR, DOMAIN_FILTER),
                        false,
                        Optional.empty());
        };
    }

    /**
     * {@link #STATIC} for this many nodes. Every node pings every other, so the load grows with the square of their
     * number; above 8 nodes the interval grows with it, and the expiration is three intervals. The limits of connections and
     * answers grow too, since the nodes share the processors. A crashed member is dropped sooner by a member that sends it
     * something: its port refuses the connection.
     */
    static MembershipSpec.Static staticFor(int nodes) {
        long interval = Math.max(STATIC.pingInterval(), 1000L * nodes * (nodes - 1) / PINGS_PER_SECOND);
        int more = Math.max(1, nodes / 8);
        return new MembershipSpec.Static(
                interval,
                STATIC.connectTimeout() * more,
                STATIC.rpcTimeout() * more,
                Math.max(STATIC.expirationTime(), 3 * interval));
    }

    /**
     * Preset lab's sender for this many nodes. All senders of N nodes together have up to 2 N (N - 1) file descriptors for
     * each sender of the pool; with Tomcat's 25 senders 64 nodes have run out of 20,000. Above 8 nodes a message gets
     * more time too, since the nodes share the processors.
     */
    static SenderSpec senderFor(int nodes) {
        int pool = nodes <= 8 ? 0 : Math.max(2, Math.min(25, CONNECTIONS / (nodes * (nodes - 1))));
        return new SenderSpec(8192, 2048, pool, nodes <= 8 ? 0 : 3000L * nodes / 8);
    }

    private static MembershipSpec.Multicast multicast(long frequency, long dropTime) {
        return new MembershipSpec.Multicast(GROUP, GROUP_PORT, frequency, dropTime, Topology.LOOPBACK, 0);
    }
}
