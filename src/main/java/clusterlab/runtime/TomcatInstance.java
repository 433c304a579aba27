package clusterlab.runtime;

import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.BindException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Manager;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.tipis.AbstractReplicatedMap.MapEntry;
import org.apache.catalina.tribes.tipis.LazyReplicatedMap;
import org.jspecify.annotations.Nullable;

/**
 * One start of one node. A Tomcat that was stopped does not start again ("JvmRouteBinderValve … DESTROYED"), so each
 * start has its own.
 */
final class TomcatInstance {
    private final Tomcat tomcat;
    private final SimpleTcpCluster cluster;
    private final GroupChannel channel;
    private final Context context;

    TomcatInstance(Tomcat tomcat, SimpleTcpCluster cluster, GroupChannel channel) {
        this.tomcat = tomcat;
        this.cluster = cluster;
        this.channel = channel;
        this.context = (Context) tomcat.getHost().findChildren()[0];
    }

    /**
     * The first phase: everything but the membership. With no member in sight DeltaManager asks nobody for sessions,
     * so nodes that start at the same time don't wait for each other (DeltaManager.getAllClusterSessions).
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
     * The second phase, one level of it. Goes past GroupChannel, whose start would leave a second heartbeat monitor
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

    /** Stops, announces itself to the others, and releases all. */
    void stop() throws LifecycleException {
        if (tomcat.getServer().getState().isAvailable() || tomcat.getServer().getState() == LifecycleState.FAILED) {
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

    /** Receiver ports of the members that the channel sees. */
    List<Integer> memberPorts() {
        return Arrays.stream(channel.getMembers())
                .map(member -> member.getPort())
                .toList();
    }

    /** Whether a stopped application, or one without {@code <distributable/>}, has no replicating manager. */
    boolean replicates() {
        return manager() instanceof DeltaManager || manager() instanceof ObservableBackupManager;
    }

    /**
     * Whether the maps of BackupManager know this many others. They miss members that came after them until the
     * channel's next heartbeat (AbstractReplicatedMap.memberAdded does nothing), which is every 5 s; so one is given.
     */
    boolean mapKnows(int others) {
        if (!(manager() instanceof ObservableBackupManager backup)) {
            return true;
        }
        LazyReplicatedMap<String, Session> map = backup.map();
        if (map.getMapMembers().length < others) {
            map.heartbeat();
        }
        return map.getMapMembers().length >= others;
    }

    /** What this node holds of a session, without touching it. */
    Copy copy(String id) {
        Manager manager = manager();
        if (manager instanceof ObservableBackupManager backup) {
            MapEntry<String, Session> entry = backup.map().getInternal(id);
            if (entry == null) {
                return Copy.ABSENT;
            }
            return entry.isPrimary() ? Copy.PRIMARY : entry.isBackup() ? Copy.BACKUP : Copy.PROXY;
        }
        if (manager instanceof DeltaManager delta
                && find(delta, id) instanceof org.apache.catalina.ha.session.DeltaSession s) {
            return s.isPrimarySession() ? Copy.PRIMARY : Copy.REPLICA;
        }
        return Copy.ABSENT;
    }

    /** The value of an attribute in this node's own copy, or null. */
    @Nullable
    Object attribute(String id, String name) {
        Manager manager = manager();
        Session session = null;
        if (manager instanceof ObservableBackupManager backup) {
            MapEntry<String, Session> entry = backup.map().getInternal(id);
            session = entry == null ? null : entry.getValue();
        } else if (manager instanceof DeltaManager delta) {
            session = find(delta, id);
        }
        return session == null ? null : session.getSession().getAttribute(name);
    }

    private static @Nullable Session find(DeltaManager manager, String id) {
        try {
            return manager.findSession(id);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private @Nullable Manager manager() {
        return context.getManager();
    }

    /** What a node holds of a session. */
    enum Copy {
        /** DeltaManager: the copy that took the last request. BackupManager: the only live one. */
        PRIMARY,
        /** DeltaManager: a full copy. */
        REPLICA,
        /** BackupManager: the full copy that takes over. */
        BACKUP,
        /** BackupManager: knows who has it. */
        PROXY,
        /** Knows nothing of it. */
        ABSENT
    }
}
