package clusterlab.cluster.embedded;

import clusterlab.agent.LinkedFailureDetector;
import clusterlab.agent.NodeLink;
import clusterlab.agent.SessionReader;
import clusterlab.cluster.Await;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Manager;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.MembershipListener;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.StaticMembershipService;

/**
 * One start of one node. A Tomcat that was stopped does not start again ("JvmRouteBinderValve … DESTROYED"), so each
 * start has its own.
 */
public final class TomcatInstance {
    private final Tomcat tomcat;
    private final SimpleTcpCluster cluster;
    private final GroupChannel channel;
    private final Context context;
    private final NodeLink link;

    public TomcatInstance(Tomcat tomcat, SimpleTcpCluster cluster, GroupChannel channel, NodeLink link) {
        this.tomcat = tomcat;
        this.cluster = cluster;
        this.channel = channel;
        this.link = link;
        this.context = (Context) tomcat.getHost().findChildren()[0];
    }

    /** Something done between two steps of a start. */
    interface Step {
        void run() throws Exception;
    }

    /**
     * Starts everything but the membership. With no member in sight DeltaManager asks nobody for sessions, so nodes
     * that start at the same time don't wait for each other (DeltaManager.getAllClusterSessions).
     */
    void start(NodeSpec spec) throws LifecycleException, IOException {
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            if (receiverTaken(e)) {
                throw new IOException(cantOpen(spec.receiverPort(), "replication receiver"));
            }
            throw e;
        }
        for (Connector connector : tomcat.getService().findConnectors()) {
            if (connector.getState() != LifecycleState.STARTED) {
                throw new IOException(cantOpen(connector.getPort(), "connector"));
            }
        }
        if (channel.getLocalMember(false).getPort() != spec.receiverPort()) {
            throw new IOException(cantOpen(spec.receiverPort(), "replication receiver"));
        }
        if (context.getState() != LifecycleState.STARTED) {
            throw new LifecycleException("the application did not start");
        }
    }

    /** The connectors' failures are only logged (Service.startInternal): this one can only be the receiver's. */
    private static boolean receiverTaken(Throwable e) {
        return e instanceof BindException || (e.getCause() != null && receiverTaken(e.getCause()));
    }

    private static String cantOpen(int port, String use) {
        return "port " + port + " could not be opened for its " + use + "; is it taken by another program?";
    }

    /**
     * Joins a cluster that runs: the members first, then the application, which asks one of them for the sessions, then
     * the connectors. If the application started before the members are known, it would have no sessions for ever.
     *
     * @param members starts the membership and waits until it is complete
     * @param sessions waits until the sessions that this node must have are there
     */
    void join(NodeSpec spec, Step members, Step sessions) throws LifecycleException, IOException {
        afterStart(cluster, members);
        afterStart((Lifecycle) tomcat.getEngine(), sessions);
        start(spec);
    }

    private static void afterStart(Lifecycle part, Step step) {
        part.addLifecycleListener(event -> {
            if (Lifecycle.AFTER_START_EVENT.equals(event.getType())) {
                try {
                    step.run();
                } catch (Exception e) {
                    // LifecycleBase.start turns it into the failure of the whole start.
                    throw new IllegalStateException(e.getMessage(), e);
                }
            }
        });
    }

    /**
     * Starts one level of the membership. Goes past GroupChannel, whose start would leave a second heartbeat monitor
     * (GroupChannel.start), to the interceptors and the coordinator below it.
     *
     * <p>With multicast the interrupt makes McastServiceImpl.waitForMembers return at once; it sleeps for twice the
     * frequency on each level and swallows the interruption. Whoever boots waits for the members themselves instead.
     * With static membership an interrupt would end RpcChannel.send.
     *
     * @param level {@link Channel#MBR_RX_SEQ} or {@link Channel#MBR_TX_SEQ}
     */
    void startMembership(int level) throws ChannelException {
        ChannelInterceptor below = Objects.requireNonNull(channel.getNext());
        if (channel.getMembershipService() instanceof McastService) {
            Thread.currentThread().interrupt();
        }
        try {
            below.start(level);
        } finally {
            Thread.interrupted();
        }
    }

    /** To be called once the membership runs: without it a stop would leave the membership running. */
    void membershipStarted() {
        cluster.setChannelStartOptions(Channel.DEFAULT);
    }

    /** To be called once the members are known: from now on a member that falls silent is asked over a socket. */
    void membersKnown() {
        channel.getInterceptors().forEachRemaining(interceptor -> {
            if (interceptor instanceof LinkedFailureDetector detector) {
                detector.ask();
            }
        });
    }

    /** Tells the listener of members that come and go. */
    void onMembers(MembershipListener listener) {
        channel.addMembershipListener(listener);
    }

    /** With static membership: a node was added to the plan, or removed from it. */
    public void memberPlanned(NodeSpec other, boolean added) {
        if (channel.getMembershipService() instanceof StaticMembershipService service) {
            if (added) {
                service.addStaticMember(ChannelFactory.member(other));
            } else {
                service.getStaticMembers().removeIf(known -> known.getPort() == other.receiverPort());
            }
        }
    }

    /**
     * Takes leave of the clients while the application and the replication still work: takes no more connections, lets
     * running requests end, and closes each connection when it is idle, which tells a front to go elsewhere.
     *
     * <p>Tomcat itself only pauses its connectors before it stops the application (StandardService.stopInternal): a
     * request that runs meets an application that goes away, one whose head is read just then is answered 503
     * (AjpProcessor.service), and idle connections stay open until somebody loses a request on them.
     *
     * @param most how long to wait for running requests
     */
    void drain(Duration most) throws InterruptedException {
        List<ResettableProtocol> protocols = Arrays.stream(tomcat.getService().findConnectors())
                .map(connector -> (ResettableProtocol) connector.getProtocolHandler())
                .toList();
        protocols.forEach(ResettableProtocol::closePort);
        var unused = Await.until(
                Await.Deadline.in(most),
                () -> protocols.stream().mapToInt(ResettableProtocol::closeIdle).sum() == 0);
    }

    /** Stops, announces itself to the others, and releases all. */
    void stop() throws LifecycleException {
        LifecycleState state = tomcat.getServer().getState();
        if (state.isAvailable() || state == LifecycleState.FAILED) {
            tomcat.stop();
        }
        try {
            tomcat.destroy();
        } finally {
            // A receiver that could not bind its port would keep its threads (NioReceiver.start).
            channel.getChannelReceiver().stop();
        }
    }

    /** The running {@code <Cluster>} element. */
    SimpleTcpCluster cluster() {
        return cluster;
    }

    /** Resets every client's connection and refuses new ones. */
    void reset() {
        for (Connector connector : tomcat.getService().findConnectors()) {
            ((ResettableProtocol) connector.getProtocolHandler()).reset();
        }
    }

    /**
     * Does now what the channel does every five seconds. The failure detector looks for members then that it dropped
     * for a failed send and that are back (TcpFailureDetector.performBasicCheck): static membership does not announce
     * one that was away for less than its time to expire.
     */
    public void heartbeat() {
        channel.heartbeat();
    }

    /** Names of the members that the channel sees. */
    public List<String> members() {
        return Arrays.stream(channel.getMembers())
                .map(link::name)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** A look at what the manager holds. */
    public SessionReader sessions() {
        Manager manager = context.getManager();
        return new SessionReader(manager);
    }
}
