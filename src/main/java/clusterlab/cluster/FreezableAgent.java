package clusterlab.cluster;

import clusterlab.agent.AgentException;
import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.Peer;
import clusterlab.cluster.Await.Deadline;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent of a node that may be frozen. A frozen agent does not answer, so nothing is asked of it while it is frozen: reads
 * return at once, with the last figures or with nothing; commands do nothing, and {@link Node} repeats them after the thaw.
 * Whoever has this object from before the freeze is safe too.
 */
final class FreezableAgent implements NodeAgent {
    private final String node;
    private final NodeAgent agent;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Last frozen;

    FreezableAgent(String node, NodeAgent agent) {
        this.node = node;
        this.agent = agent;
    }

    /** What it said before it was frozen; its node still holds exactly that. */
    private record Last(List<String> members, ManagerKind manager, int sessions, long requests) {}

    /**
     * From now on nothing is asked of it; returns when the running calls have returned, or at the deadline.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; it can be asked again then
     */
    void freeze(Deadline deadline) throws InterruptedException {
        frozen = new Last(agent.members(), agent.manager(), agent.sessionCount(), agent.requests());
        boolean frozenForGood = false;
        try {
            Await.until(deadline, () -> calls.get() == 0);
            frozenForGood = true;
        } finally {
            if (!frozenForGood) {
                frozen = null;
            }
        }
    }

    /** It may be asked again. */
    void thaw() {
        frozen = null;
    }

    /** Asks it; null while it is frozen. Never asks it after {@link #freeze} has begun: it counts first and looks then. */
    private <T> @Nullable T ask(Supplier<T> read) {
        calls.incrementAndGet();
        try {
            return frozen == null ? read.get() : null;
        } catch (SilentNodeException e) {
            // As if it were frozen, which it may be, by something outside of the lab.
            return null;
        } finally {
            calls.decrementAndGet();
        }
    }

    private <T> T ask(Supplier<T> read, T otherwise) {
        T answer = ask(read);
        return answer == null ? otherwise : answer;
    }

    /** A command. */
    private interface Command {
        void run() throws AgentException;
    }

    private void tell(Command command) throws AgentException {
        calls.incrementAndGet();
        try {
            if (frozen == null) {
                command.run();
            }
        } finally {
            calls.decrementAndGet();
        }
    }

    private void tellSafely(Runnable command) {
        ask(() -> {
            command.run();
            return true;
        });
    }

    @Override
    public void peers(Collection<Peer> all) {
        tellSafely(() -> agent.peers(all));
    }

    @Override
    public void links(Map<String, LinkFault> outgoing, Set<String> unheard) {
        tellSafely(() -> agent.links(outgoing, unheard));
    }

    @Override
    public void membership(Level level) throws AgentException {
        tell(() -> agent.membership(level));
    }

    @Override
    public void membersKnown() {
        tellSafely(agent::membersKnown);
    }

    @Override
    public void heartbeat() {
        tellSafely(agent::heartbeat);
    }

    @Override
    public List<String> members() {
        return figure(agent::members, Last::members);
    }

    @Override
    public ManagerKind manager() {
        return figure(agent::manager, Last::manager);
    }

    @Override
    public boolean mapKnows(int others) {
        return ask(() -> agent.mapKnows(others), false);
    }

    @Override
    public void transferAgain() throws AgentException {
        tell(agent::transferAgain);
    }

    @Override
    public int sessionCount() {
        return figure(agent::sessionCount, Last::sessions);
    }

    @Override
    public Set<String> sessionIds() {
        return ask(agent::sessionIds, Set.of());
    }

    @Override
    public Map<String, CopyRole> roles(Collection<String> ids) {
        return ask(() -> agent.roles(ids), of(ids, id -> CopyRole.UNKNOWN));
    }

    @Override
    public Map<String, CopyView> copies(Collection<String> ids) {
        return ask(() -> agent.copies(ids), of(ids, id -> CopyView.without(node, CopyRole.UNKNOWN)));
    }

    @Override
    public long requests() {
        return figure(agent::requests, Last::requests);
    }

    private static <T> Map<String, T> of(Collection<String> ids, Function<String, T> value) {
        Map<String, T> all = new LinkedHashMap<>();
        ids.forEach(id -> all.put(id, value.apply(id)));
        return all;
    }

    /** A figure that is remembered while it is frozen. */
    private <T> T figure(Supplier<T> read, Function<Last, T> remembered) {
        while (true) {
            Last last = frozen;
            if (last != null) {
                return remembered.apply(last);
            }
            T now = ask(read);
            if (now != null) {
                return now;
            }
        }
    }
}
