package clusterlab.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.Loader;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.ChannelException;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.MembershipListener;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.membership.McastService;
import org.apache.catalina.tribes.membership.StaticMember;
import org.apache.catalina.tribes.membership.StaticMembershipService;
import org.jspecify.annotations.Nullable;

/**
 * The agent of one start of a Tomcat: it reads and acts through its channel, its cluster and its application's manager.
 */
public class TomcatAgent implements NodeAgent {
    /** The channel parts that a cluster starts itself in a boot of two phases; {@link #membership} starts the rest. */
    private static final int FIRST_PHASE = Channel.SND_RX_SEQ | Channel.SND_TX_SEQ;

    private final Links links;
    private final SessionTap tap;
    private final Traffic traffic;
    private final SimpleTcpCluster cluster;
    private final GroupChannel channel;
    private final Context context;
    private final @Nullable NodeEvents events;
    private final Deployments deployments;

    /** The parts of the channel that the configuration starts; {@code channelStartOptions}. */
    private final int startOptions;

    /**
     * An agent for a Tomcat that is not started yet.
     *
     * @param cluster on the Tomcat's host, with a GroupChannel
     * @param context the application, on its host
     * @param describe sets the attributes that the session counter shows, in an application that is deployed later
     */
    public TomcatAgent(Instruments instruments, SimpleTcpCluster cluster, Context context, Consumer<Context> describe) {
        this(instruments, cluster, context, describe, true);
    }

    /**
     * An agent.
     *
     * @param follows whether it looks after applications that are deployed later
     */
    TomcatAgent(
            Instruments instruments,
            SimpleTcpCluster cluster,
            Context context,
            Consumer<Context> describe,
            boolean follows) {
        links = instruments.links();
        tap = instruments.tap();
        traffic = instruments.traffic();
        events = instruments.events();
        this.cluster = cluster;
        this.context = context;
        channel = (GroupChannel) cluster.getChannel();
        deployments = new Deployments((Host) context.getParent(), context, cluster, instruments, describe);
        if (follows) {
            deployments.follow();
        }
        startOptions = cluster.getChannelStartOptions();
        if (events != null) {
            channel.addMembershipListener(new MemberEvents(events));
            cluster.addClusterListener(tap.new Arrivals(events));
            SessionEnds.listen(context, tap);
            if (Instruments.trackAttributes()) {
                AttributeSets.listen(context);
            }
        }
    }

    /** Before the start: the cluster starts without its membership, which {@link #membership} starts. */
    public void holdMembership() {
        cluster.setChannelStartOptions(startOptions & FIRST_PHASE);
        staticMemberships().forEach(LinkedStaticMembership::hold);
    }

    /** After {@link #holdMembership} and before the start: the cluster starts with its membership, as without an agent. */
    public void releaseMembership() {
        cluster.setChannelStartOptions(startOptions);
        staticMemberships().forEach(LinkedStaticMembership::release);
    }

    private List<LinkedStaticMembership> staticMemberships() {
        List<LinkedStaticMembership> all = new ArrayList<>();
        channel.getInterceptors().forEachRemaining(interceptor -> {
            if (interceptor instanceof LinkedStaticMembership) {
                all.add((LinkedStaticMembership) interceptor);
            }
        });
        return all;
    }

    @Override
    public void peers(Collection<Peer> all) {
        links.peers(all);
        if (channel.getMembershipService() instanceof StaticMembershipService) {
            StaticMembershipService service = (StaticMembershipService) channel.getMembershipService();
            service.getStaticMembers().removeIf(member -> links.name(member) == null);
            Set<@Nullable String> known = new HashSet<>(Set.of(links.self()));
            service.getStaticMembers().forEach(member -> known.add(links.name(member)));
            for (Peer peer : all) {
                if (known.add(peer.name())) {
                    service.addStaticMember(member(peer));
                }
            }
        }
        staticMemberships().forEach(membership -> membership.peers(links, all));
    }

    /** A new object each time: membership services modify their members. */
    public static StaticMember member(Peer peer) {
        StaticMember member = new StaticMember();
        member.setHost(peer.host());
        member.setPort(peer.port());
        member.setUniqueId(Peer.uniqueId(peer.index()));
        return member;
    }

    @Override
    public void links(Map<String, LinkFault> outgoing, Set<String> unheard) {
        links.set(outgoing, unheard);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Calls the interceptors and the coordinator below GroupChannel directly: its own start would create a second
     * heartbeat monitor (GroupChannel.start).
     *
     * <p>With multicast the interrupt makes McastServiceImpl.waitForMembers return at once; it sleeps for twice the
     * frequency on each level and swallows the interruption. The boot waits for the members itself instead. With static
     * membership an interrupt would end RpcChannel.send.
     */
    @Override
    public void membership(Level level) throws AgentException {
        ChannelInterceptor below = Objects.requireNonNull(channel.getNext());
        int part = startOptions & (level == Level.LISTEN ? Channel.MBR_RX_SEQ : Channel.MBR_TX_SEQ);
        if (level == Level.ANNOUNCE) {
            staticMemberships().forEach(LinkedStaticMembership::release);
        }
        if (part != 0 && channel.getMembershipService() instanceof McastService) {
            Thread.currentThread().interrupt();
        }
        try {
            // Without a part it reaches the interceptors only, and some of them have members of their own.
            below.start(part);
        } catch (ChannelException e) {
            throw new AgentException("its membership does not start: " + e.getMessage(), e);
        } finally {
            Thread.interrupted();
        }
        if (level == Level.ANNOUNCE) {
            // Otherwise a stop would not end the membership.
            cluster.setChannelStartOptions(startOptions);
        }
    }

    @Override
    public void membersKnown() {
        channel.getInterceptors().forEachRemaining(interceptor -> {
            if (interceptor instanceof LinkedFailureDetector) {
                ((LinkedFailureDetector) interceptor).ask();
            }
        });
    }

    @Override
    public void heartbeat() {
        channel.heartbeat();
    }

    @Override
    public List<String> members() {
        return Arrays.stream(channel.getMembers())
                .map(links::name)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public ManagerKind manager() {
        return reader().kind();
    }

    @Override
    public boolean mapKnows(int others) {
        return reader().mapKnows(others);
    }

    @Override
    public void transferAgain() throws AgentException {
        for (SessionReader reader : readers()) {
            reader.transferAgain();
        }
    }

    @Override
    public int sessionCount() {
        return readers().stream().mapToInt(SessionReader::count).sum();
    }

    @Override
    public Set<String> sessionIds() {
        if (deployments.running().isEmpty()) {
            return reader().ids();
        }
        Set<String> ids = new HashSet<>();
        readers().forEach(reader -> ids.addAll(reader.ids()));
        return ids;
    }

    @Override
    public Set<String> sessionIds(Collection<String> applications) {
        Set<String> ids = new HashSet<>(reader().ids());
        for (Context other : deployments.running()) {
            if (applications.contains(other.getBaseName())) {
                ids.addAll(new SessionReader(other.getManager()).ids());
            }
        }
        return ids;
    }

    @Override
    public Map<String, CopyRole> roles(Collection<String> ids) {
        Map<String, CopyRole> roles = new LinkedHashMap<>();
        ids.forEach(id -> roles.put(id, reader(id).role(id)));
        return roles;
    }

    @Override
    public Map<String, CopyView> copies(Collection<String> ids) {
        Map<String, CopyView> copies = new LinkedHashMap<>();
        ids.forEach(id -> copies.put(id, reader(id).copy(links.self(), id)));
        return copies;
    }

    @Override
    public Touched touched() {
        return tap.touches().drain();
    }

    @Override
    public Map<String, SessionLook> look(Collection<String> ids, boolean thorough) {
        Map<String, SessionLook> looks = new LinkedHashMap<>();
        ids.forEach(id -> {
            Context holder = holder(id);
            SessionReader reader = new SessionReader(holder.getManager());
            looks.put(
                    id, reader.look(id, values(holder), thorough, tap.touches().known(id)));
        });
        return looks;
    }

    @Override
    public byte[] serialized(String id, String attribute) {
        Context holder = holder(id);
        byte[] bytes = new SessionReader(holder.getManager()).serialized(id, attribute, values(holder));
        return bytes == null ? new byte[0] : bytes;
    }

    @Override
    public String whyUnreadable(byte[] serialized) {
        String why = values(context).whyUnreadable(serialized);
        // The class may be one of an application that was deployed later: its reason counts then.
        for (Context other : deployments.running()) {
            if (!why.isEmpty()) {
                why = values(other).whyUnreadable(serialized);
            }
        }
        return why;
    }

    @Override
    public DeployerView deployer() {
        return deployments.deployer();
    }

    @Override
    public List<DeployedView> deployed() {
        return deployments.views();
    }

    @Override
    public void tidy(String contextName) {
        deployments.tidy(contextName);
    }

    private static AttributeReader values(Context context) {
        Loader loader = context.getLoader();
        ClassLoader application = loader == null ? null : loader.getClassLoader();
        return new AttributeReader(application == null ? TomcatAgent.class.getClassLoader() : application);
    }

    @Override
    public long requests() {
        return tap.requests();
    }

    /** Ends a window of aggregated events of this many milliseconds. */
    public void flush(long millis) {
        if (events != null) {
            tap.flush(events, millis);
            traffic.drain(events, millis);
        }
    }

    private SessionReader reader() {
        return new SessionReader(context.getManager());
    }

    /** That of the node's own application first. */
    private List<SessionReader> readers() {
        List<SessionReader> readers = new ArrayList<>();
        readers.add(reader());
        deployments.running().forEach(other -> readers.add(new SessionReader(other.getManager())));
        return readers;
    }

    private SessionReader reader(String id) {
        return new SessionReader(holder(id).getManager());
    }

    /** The application that has a session; the node's own one if none has it. */
    private Context holder(String id) {
        List<Context> others = deployments.running();
        if (!others.isEmpty() && reader().role(id) == CopyRole.ABSENT) {
            for (Context other : others) {
                if (new SessionReader(other.getManager()).role(id) != CopyRole.ABSENT) {
                    return other;
                }
            }
        }
        return context;
    }

    private final class MemberEvents implements MembershipListener {
        private final NodeEvents to;

        private MemberEvents(NodeEvents to) {
            this.to = to;
        }

        @Override
        public void memberAdded(Member member) {
            String name = links.name(member);
            if (name != null) {
                to.memberAdded(name);
            }
        }

        @Override
        public void memberDisappeared(Member member) {
            String name = links.name(member);
            if (name != null) {
                to.memberDisappeared(name);
            }
        }
    }
}
