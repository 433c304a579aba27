package clusterlab.cluster;

import clusterlab.agent.AgentException;
import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.DeployedView;
import clusterlab.agent.DeployerView;
import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.Peer;
import clusterlab.agent.SessionLook;
import clusterlab.agent.Touched;
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
    private volatile boolean frozen;
    private volatile List<String> members = List.of();
    private volatile ManagerKind manager = ManagerKind.DELTA;
    private volatile int sessions;
    private volatile long requests;
    private volatile List<DeployedView> deployed = List.of();

    FreezableAgent(String node, NodeAgent agent) {
        this.node = node;
        this.agent = agent;
    }

    /**
     * From now on nothing is asked of it; returns when the running calls have returned, or at the deadline.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; it can be asked again then
     */
    void freeze(Deadline deadline) throws InterruptedException {
        members();
        manager();
        sessionCount();
        requests();
        deployed();
        frozen = true;
        boolean frozenForGood = false;
        try {
            Await.until(deadline, () -> calls.get() == 0);
            frozenForGood = true;
        } finally {
            if (!frozenForGood) {
                frozen = false;
            }
        }
    }

    /** It may be asked again. */
    void thaw() {
        frozen = false;
    }

    /** Asks it; null while it is frozen or silent. Never asks it after {@link #freeze} has begun: it counts first and looks then. */
    private <T> @Nullable T ask(Supplier<T> read) {
        calls.incrementAndGet();
        try {
            return frozen ? null : read.get();
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
            if (!frozen) {
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
        members = ask(agent::members, members);
        return members;
    }

    @Override
    public ManagerKind manager() {
        manager = ask(agent::manager, manager);
        return manager;
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
        sessions = ask(agent::sessionCount, sessions);
        return sessions;
    }

    @Override
    public Set<String> sessionIds() {
        return ask(agent::sessionIds, Set.of());
    }

    @Override
    public Set<String> sessionIds(Collection<String> applications) {
        return ask(() -> agent.sessionIds(applications), Set.of());
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
    public Touched touched() {
        return ask(agent::touched, Touched.NONE);
    }

    @Override
    public Map<String, SessionLook> look(Collection<String> ids, boolean thorough) {
        return ask(() -> agent.look(ids, thorough), of(ids, id -> SessionLook.without(CopyRole.UNKNOWN)));
    }

    @Override
    public byte[] serialized(String id, String attribute) {
        return ask(() -> agent.serialized(id, attribute), new byte[0]);
    }

    @Override
    public String whyUnreadable(byte[] serialized) {
        return ask(() -> agent.whyUnreadable(serialized), "");
    }

    @Override
    public DeployerView deployer() {
        return ask(agent::deployer, DeployerView.NONE);
    }

    @Override
    public List<DeployedView> deployed() {
        deployed = ask(agent::deployed, deployed);
        return deployed;
    }

    @Override
    public void tidy(String contextName) {
        tellSafely(() -> agent.tidy(contextName));
    }

    @Override
    public long requests() {
        requests = ask(agent::requests, requests);
        return requests;
    }

    private static <T> Map<String, T> of(Collection<String> ids, Function<String, T> value) {
        Map<String, T> all = new LinkedHashMap<>();
        ids.forEach(id -> all.put(id, value.apply(id)));
        return all;
    }
}
