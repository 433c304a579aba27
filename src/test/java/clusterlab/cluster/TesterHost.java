package clusterlab.cluster;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.DeployedView;
import clusterlab.agent.DeployerView;
import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.agent.SessionLook;
import clusterlab.agent.Touched;
import clusterlab.cluster.Await.Deadline;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that open nothing and see each other at once; what their starts do is up to the test. Nodes that {@linkplain
 * #freezing can be frozen} open their HTTP port and answer there.
 */
public final class TesterHost implements NodeHost {
    private final List<TesterNode> running = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Starting starting = node -> {};
    private final List<String> askedWhileFrozen = new CopyOnWriteArrayList<>();
    private final List<String> sessions = new CopyOnWriteArrayList<>();
    private volatile boolean blind;
    private volatile boolean freezes;
    private volatile boolean mute;
    private volatile @Nullable String unusable;

    /** Its nodes can be frozen: their agents and ports then block until the thaw, as in a process that is stopped. */
    public TesterHost freezing() {
        freezes = true;
        return this;
    }

    /** From now on no thawed node answers clients. */
    public void mute(boolean on) {
        mute = on;
    }

    /** The process of a node ends by itself. */
    public void die(String node, String why) {
        for (TesterNode one : running) {
            if (one.spec.name().equals(node)) {
                one.gone = true;
                one.thawed.countDown();
                one.close();
                one.death.accept(why);
            }
        }
    }

    /** What was asked of agents, or begun on nodes, that were frozen: all of it hung. {@code node2 members} */
    public List<String> askedWhileFrozen() {
        return List.copyOf(askedWhileFrozen);
    }

    /** From now on every node holds a copy of this session. */
    public void holds(String session) {
        sessions.add(session);
    }

    /** What a start does. */
    @FunctionalInterface
    public interface Starting {
        void run(TesterNode node) throws HostException, InterruptedException;
    }

    /** From now on each start and join does this first. */
    public void starting(Starting does) {
        starting = does;
    }

    /** From now on no node sees another. */
    public void blind() {
        blind = true;
    }

    /** How nodes were started and drained, and what made them look for members and sessions, in order: {@code node1 join}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Names of the nodes of which something runs. */
    public List<String> running() {
        return running.stream().map(node -> node.spec.name()).toList();
    }

    /** The nodes as the present start of this one was told of them last. */
    public List<Peer> peers(String node) {
        return running.stream()
                .filter(one -> one.spec.name().equals(node))
                .findFirst()
                .orElseThrow()
                .peers;
    }

    @Override
    public Set<Ability> abilities() {
        return freezes ? EnumSet.allOf(Ability.class) : EnumSet.of(Ability.KILL, Ability.STOP);
    }

    @Override
    public Set<Ability> simulated() {
        return Set.of();
    }

    @Override
    public RunningNode create(NodeSpec node, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events) {
        TesterNode made = new TesterNode(node, peers);
        running.add(made);
        return made;
    }

    /** From now on no Tomcat can be used, for this reason; null ends that. */
    public void refuse(@Nullable String why) {
        unusable = why;
    }

    @Override
    public void prepare(TomcatHome tomcat) throws HostException {
        String why = unusable;
        if (why != null) {
            throw new HostException(why);
        }
        calls.add("prepare " + tomcat.version());
    }

    @Override
    public void close() {}

    /** One start of one node. */
    public final class TesterNode implements RunningNode, NodeAgent {
        private final NodeSpec spec;
        private final CompletableFuture<String> aborted = new CompletableFuture<>();
        private volatile List<Peer> peers;
        private volatile CountDownLatch thawed = new CountDownLatch(0);
        private volatile @Nullable ServerSocket port;
        private volatile @Nullable Thread serving;
        private volatile Consumer<String> death = why -> {};
        private volatile boolean gone;

        private TesterNode(NodeSpec spec, List<Peer> peers) {
            this.spec = spec;
            this.peers = peers;
        }

        /** Its ports. */
        public NodeSpec spec() {
            return spec;
        }

        /** Hangs until somebody aborts the start. */
        public void hang() throws HostException, InterruptedException {
            try {
                throw new HostException(aborted.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public NodeAgent agent() {
            return this;
        }

        @Override
        public void start() throws HostException, InterruptedException {
            starting.run(this);
            open();
        }

        private void open() throws HostException {
            if (!freezes) {
                return;
            }
            try {
                ServerSocket opened = new ServerSocket(spec.httpPort(), 50, InetAddress.getLoopbackAddress());
                port = opened;
                Thread server = new Thread(() -> serve(opened), "tester-" + spec.name());
                server.setDaemon(true);
                server.start();
                serving = server;
            } catch (IOException e) {
                throw HostException.of(e);
            }
        }

        private void serve(ServerSocket from) {
            try {
                while (true) {
                    try (Socket client = from.accept()) {
                        awaitThaw();
                        while (mute && !from.isClosed()) {
                            LockSupport.parkNanos(1_000_000);
                        }
                        client.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                    } catch (SocketException e) {
                        if (from.isClosed()) {
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void awaitThaw() {
            try {
                thawed.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Hangs while it is frozen, and tells that. */
        private void asked(String what) {
            if (thawed.getCount() > 0) {
                askedWhileFrozen.add(spec.name() + " " + what);
                awaitThaw();
            }
        }

        @Override
        public void onDeath(Consumer<String> told) {
            death = told;
        }

        @Override
        public void freeze() {
            called("freeze");
            refuseIfGone();
            thawed = new CountDownLatch(1);
        }

        private void refuseIfGone() {
            if (gone) {
                throw new IllegalStateException("the process does not run");
            }
        }

        @Override
        public void thaw() {
            called("thaw");
            refuseIfGone();
            thawed.countDown();
        }

        @Override
        public void join(Gate members, Gate sessions, Deadline deadline) throws HostException, InterruptedException {
            called("join");
            starting.run(this);
            try {
                members.pass();
                sessions.pass();
                open();
            } catch (Exception e) {
                throw HostException.of(e);
            }
        }

        @Override
        public void startAsStock(Deadline deadline) throws HostException, InterruptedException {
            called("start as stock");
            starting.run(this);
            open();
        }

        private void called(String what) {
            calls.add(spec.name() + " " + what);
        }

        @Override
        public void abort(String why) {
            aborted.complete(why);
        }

        @Override
        public Optional<String> awaited(boolean exact) {
            return Optional.empty();
        }

        @Override
        public void drain(Duration most) {
            asked("drain");
            called("drain");
        }

        @Override
        public void kill() {
            called("kill");
            // Ends a stopped process too.
            thawed.countDown();
            close();
        }

        @Override
        public void end(Deadline deadline) {
            asked("end");
            close();
            running.remove(this);
        }

        private void close() {
            ServerSocket opened = port;
            if (opened != null) {
                try {
                    opened.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            Thread server = serving;
            if (server != null) {
                // The port is free only when nobody accepts there any more.
                try {
                    server.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void peers(Collection<Peer> all) {
            asked("peers");
            peers = List.copyOf(all);
        }

        @Override
        public void links(Map<String, LinkFault> outgoing, Set<String> unheard) {
            asked("links");
        }

        @Override
        public void membership(Level level) {
            asked("membership");
        }

        @Override
        public void membersKnown() {
            asked("members known");
            called("members known");
        }

        @Override
        public void heartbeat() {
            asked("heartbeat");
            called("heartbeat");
        }

        @Override
        public List<String> members() {
            asked("members");
            return running.stream()
                    .map(node -> node.spec.name())
                    .filter(name -> !blind && !name.equals(spec.name()))
                    .toList();
        }

        @Override
        public ManagerKind manager() {
            asked("manager");
            return ManagerKind.LOCAL;
        }

        @Override
        public boolean mapKnows(int others) {
            asked("map");
            return true;
        }

        @Override
        public void transferAgain() {
            asked("transfer");
            called("transfer");
        }

        @Override
        public int sessionCount() {
            asked("session count");
            return sessions.size();
        }

        @Override
        public Set<String> sessionIds() {
            asked("session ids");
            return Set.copyOf(sessions);
        }

        @Override
        public Map<String, CopyRole> roles(Collection<String> ids) {
            asked("roles");
            return ids.stream().filter(sessions::contains).collect(Collectors.toMap(id -> id, id -> CopyRole.REPLICA));
        }

        @Override
        public Map<String, CopyView> copies(Collection<String> ids) {
            asked("copies");
            return ids.stream()
                    .filter(sessions::contains)
                    .collect(Collectors.toMap(
                            id -> id, id -> new CopyView(spec.name(), CopyRole.REPLICA, List.of(), "0", 0)));
        }

        @Override
        public Touched touched() {
            asked("touched");
            return Touched.NONE;
        }

        @Override
        public Map<String, SessionLook> look(Collection<String> ids, boolean thorough) {
            asked("look");
            return Map.of();
        }

        @Override
        public byte[] serialized(String id, String attribute) {
            asked("serialized");
            return new byte[0];
        }

        @Override
        public String whyUnreadable(byte[] serialized) {
            asked("whyUnreadable");
            return "";
        }

        @Override
        public Set<String> sessionIds(Collection<String> applications) {
            return sessionIds();
        }

        @Override
        public DeployerView deployer() {
            asked("deployer");
            return DeployerView.NONE;
        }

        @Override
        public List<DeployedView> deployed() {
            asked("deployed");
            return List.of();
        }

        @Override
        public void tidy(String contextName) {
            asked("tidy");
        }

        @Override
        public long requests() {
            asked("requests");
            return 0;
        }
    }
}
