package clusterlab.cluster;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.cluster.Await.Deadline;
import clusterlab.spec.NodeSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Nodes that open nothing and see each other at once; what their starts do is up to the test. */
public final class TesterHost implements NodeHost {
    private final List<TesterNode> running = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Starting starting = node -> {};
    private volatile boolean blind;

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
        return EnumSet.of(Ability.KILL, Ability.STOP);
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

    @Override
    public void close() {}

    /** One start of one node. */
    public final class TesterNode implements RunningNode, NodeAgent {
        private final NodeSpec spec;
        private final CompletableFuture<String> aborted = new CompletableFuture<>();
        private volatile List<Peer> peers;

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
        }

        @Override
        public void join(Gate members, Gate sessions, Deadline deadline) throws HostException, InterruptedException {
            called("join");
            starting.run(this);
            try {
                members.pass();
                sessions.pass();
            } catch (Exception e) {
                throw HostException.of(e);
            }
        }

        @Override
        public void startAsStock(Deadline deadline) throws HostException, InterruptedException {
            called("start as stock");
            starting.run(this);
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
            called("drain");
        }

        @Override
        public void kill() {}

        @Override
        public void end(Deadline deadline) {
            running.remove(this);
        }

        @Override
        public void peers(Collection<Peer> all) {
            peers = List.copyOf(all);
        }

        @Override
        public void links(Map<String, LinkFault> outgoing, Set<String> unheard) {}

        @Override
        public void membership(Level level) {}

        @Override
        public void membersKnown() {
            called("members known");
        }

        @Override
        public void heartbeat() {
            called("heartbeat");
        }

        @Override
        public List<String> members() {
            return running.stream()
                    .map(node -> node.spec.name())
                    .filter(name -> !blind && !name.equals(spec.name()))
                    .toList();
        }

        @Override
        public ManagerKind manager() {
            return ManagerKind.LOCAL;
        }

        @Override
        public boolean mapKnows(int others) {
            return true;
        }

        @Override
        public void transferAgain() {
            called("transfer");
        }

        @Override
        public int sessionCount() {
            return 0;
        }

        @Override
        public Set<String> sessionIds() {
            return Set.of();
        }

        @Override
        public Map<String, CopyRole> roles(Collection<String> ids) {
            return Map.of();
        }

        @Override
        public Map<String, CopyView> copies(Collection<String> ids) {
            return Map.of();
        }

        @Override
        public long requests() {
            return 0;
        }
    }
}
