package clusterlab.cluster.attributes;

import clusterlab.agent.AttributeLook;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.SessionLook;
import clusterlab.agent.Touched;
import clusterlab.cluster.attributes.AttributeJudge.Circumstances;
import clusterlab.cluster.attributes.AttributeJudge.Result;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at sessions after their requests, in a thread of its own, and raises alarms. Its cost has a bound: see {@link Pace}. */
public final class AttributeWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AttributeWatch.class.getName());

    private static final long FAULT_MILLIS = 1_000;
    private static final int RETRIES = 5;
    private static final long RETRY_MILLIS = 20;
    private static final long ENDLESS_MILLIS = 5_000;
    private static final int WAITING = 512;

    /** After a death, before the copies are read: what had reached a node is applied then. */
    private static final long DEATH_MILLIS = 200;

    private static final int MOST_LOST = 200;
    private static final int LOOKED_TOGETHER = 16;

    private final Nodes nodes;
    private final Alarms alarms;
    private final EventLog events;
    private final Pace pace;
    private final AttributeJudge judge = new AttributeJudge();
    private final Consumer<Stamped> listener = this::hear;
    private final Thread thread = new Thread(this::run, "attribute-watch");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Queue<Death> deaths = new ConcurrentLinkedQueue<>();
    /** Sessions that were used and not looked at yet. */
    private final Set<String> waiting = new LinkedHashSet<>();
    /** Of those of the last look, the ones with a request that ran, or came meanwhile. */
    private final Set<String> running = new LinkedHashSet<>();
    /** By session: since when each look found a request that ran. */
    private final Map<String, Long> runningSince = new HashMap<>();
    /** By session: when to look again. */
    private final Map<String, Long> due = new HashMap<>();

    private volatile long changed = now();
    private final AtomicLong ticks = new AtomicLong();
    private volatile boolean settled;
    private volatile boolean closed;
    private volatile boolean incomplete;
    private volatile Found found = Found.NOTHING;

    /** How often it looks, and at how many sessions. */
    public enum Pace {
        /** Beside a load: at up to 4 sessions every half second, for at most a twentieth of the time. */
        SPARING(500, 4, 16, 20),
        /** Where nothing is measured: at up to 64 sessions every fifth of a second, for at most half of the time. */
        THOROUGH(200, 64, 256, 1);

        private final long pauseMillis;
        private final int most;
        private final int mostBeforeFault;
        /** A pause is at least so many times as long as the look before. */
        private final int share;

        Pace(long pauseMillis, int most, int mostBeforeFault, int share) {
            this.pauseMillis = pauseMillis;
            this.most = most;
            this.mostBeforeFault = mostBeforeFault;
            this.share = share;
        }
    }

    /** What the watch needs of the cluster. */
    public interface Nodes {
        /** The agents of the nodes that are up, by name. */
        Map<String, NodeAgent> up();

        /** Whether no node starts, stops or is frozen, no link has a fault, and all nodes that are up see each other. */
        boolean isWhole();

        /** Whether a fault is on a link. */
        default boolean isCut() {
            return false;
        }

        /** Whether BackupManager keeps the sessions. */
        boolean backup();

        /** Whether a response waits until the copies are changed. */
        boolean sync();
    }

    private record Death(String node, String how, long millis, long sequence) {}

    /**
     * A watch that has not started.
     *
     * @param events tells it of nodes that come and go
     */
    public AttributeWatch(Nodes nodes, Alarms alarms, EventLog events, Pace pace) {
        this.nodes = nodes;
        this.alarms = alarms;
        this.events = events;
        this.pace = pace;
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public void start() {
        events.subscribe(listener);
        thread.start();
    }

    /** Whether a link has had a fault. Guarded by {@link #lock}. */
    private boolean wasCut;

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void hear(Stamped stamped) {
        Event event = stamped.event();
        if (event instanceof Event.NodeChanged change) {
            changed = now();
            boolean served =
                    switch (change.from()) {
                        case "UP", "STOPPING", "FROZEN" -> true;
                        default -> false;
                    };
            String how =
                    switch (change.to()) {
                        case "KILLED", "FAILED" -> "died";
                        case "STOPPED" -> "stopped";
                        default -> "";
                    };
            if (served && !how.isEmpty()) {
                deaths.add(new Death(change.node(), how, now(), stamped.sequence()));
            }
        } else if (event instanceof Event.MemberAdded
                || event instanceof Event.MemberDisappeared
                || event instanceof Event.FaultBegan
                || event instanceof Event.FaultHealed) {
            changed = now();
        }
    }

    private void run() {
        try {
            while (!closed) {
                long began = now();
                lock.lockInterruptibly();
                try {
                    safely(() -> tick(pace.most, false));
                    long took = now() - began;
                    long pause = Math.max(
                            deaths.isEmpty() ? pace.pauseMillis : Math.min(pace.pauseMillis, DEATH_MILLIS),
                            pace.share * took);
                    if (!closed) {
                        var unused = woken.await(pause, TimeUnit.MILLISECONDS);
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A node may end while it is asked. */
    private static void safely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a look at attributes failed", e);
        }
    }

    /**
     * Looks now at the sessions that were used since the last look, before something breaks a node: what only that node held
     * is known then. Returns after about a second at the latest.
     */
    public void lookNow() throws InterruptedException {
        if (lock.tryLock(FAULT_MILLIS, TimeUnit.MILLISECONDS)) {
            try {
                safely(() -> tick(pace.mostBeforeFault, true));
                for (int i = 0; i < RETRIES && !running.isEmpty(); i++) {
                    var unused = woken.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                    waiting.addAll(running);
                    running.forEach(due::remove);
                    safely(() -> tick(pace.mostBeforeFault, true));
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** How often it has looked. */
    public long ticks() {
        return ticks.get();
    }

    /** Whether all sessions that were used before the last look, as far as it samples them, were judged. */
    public boolean isSettled() {
        return settled;
    }

    /** What the sessions that it looked at held. */
    public enum Found {
        /** It has seen no session yet. */
        NOTHING,
        /** Sessions, and none of them had an attribute. */
        EMPTY_SESSIONS,
        /** At least one attribute. */
        ATTRIBUTES
    }

    /** What the sessions up to now held. */
    public Found found() {
        return found;
    }

    /** Whether there was a session of which a node did not list all attributes: too many, or too big. */
    public boolean isIncomplete() {
        return incomplete;
    }

    private void tick(int most, boolean beforeFault) {
        look(most, beforeFault);
        settled = waiting.isEmpty() && deaths.isEmpty() && due.keySet().stream().allMatch(this::isEndless);
        ticks.incrementAndGet();
    }

    private void look(int most, boolean beforeFault) {
        running.clear();
        Map<String, NodeAgent> up = nodes.up();
        if (up.isEmpty() || !buried(up)) {
            return;
        }
        up.forEach((node, agent) -> safely(() -> take(node, agent.touched())));
        wasCut |= nodes.isCut();
        List<String> ids = pick(most, beforeFault);
        if (ids.isEmpty()) {
            return;
        }
        Circumstances circumstances =
                new Circumstances(now(), nodes.isWhole() ? now() - changed : -1, nodes.backup(), nodes.sync());
        Map<String, Map<String, SessionLook>> looks = look(up, ids, true);
        note(looks);
        incomplete |= looks.values().stream()
                .flatMap(byNode -> byNode.values().stream())
                .anyMatch(one -> one.role().isFull() && !one.complete());
        Set<String> torn = torn(up, looks);
        for (String id : ids) {
            Result result = judge.judge(
                    id, looks.getOrDefault(id, Map.of()), !torn.contains(id), circumstances, this::whyUnreadable);
            if (result.running()) {
                runningSince.putIfAbsent(id, now());
            } else {
                runningSince.remove(id);
            }
            if (result.running() || torn.contains(id)) {
                running.add(id);
            }
            result.againMillis().ifPresent(again -> due.put(id, now() + again));
            result.findings().forEach(one -> alarms.raise(AttributeFindings.advised(one, nodes.sync(), wasCut)));
            if (!result.running()
                    && !torn.contains(id)
                    && result.findings().isEmpty()
                    && result.againMillis().isEmpty()) {
                alarms.same(id);
            }
        }
    }

    private void take(String node, Touched touched) {
        for (String id : touched.sessions()) {
            if (waiting.size() < WAITING) {
                waiting.add(id);
            }
        }
        touched.refusals()
                .forEach(one -> alarms.raise(AttributeFindings.refused(one.session(), one.attribute(), node)));
    }

    /**
     * The sessions to look at: those that are due, then those whose last look was longest ago.
     *
     * @param beforeFault whether those that were used count, though they are due later only
     */
    private List<String> pick(int most, boolean beforeFault) {
        long now = now();
        List<String> ids = new ArrayList<>();
        due.entrySet().stream()
                .filter(one -> one.getValue() <= now)
                .sorted(Map.Entry.comparingByValue())
                .limit(most)
                .forEach(one -> ids.add(one.getKey()));
        waiting.stream()
                .filter(id -> beforeFault ? !ids.contains(id) : !due.containsKey(id))
                .sorted(judge.longestAgoFirst())
                .limit(most - ids.size())
                .forEach(ids::add);
        ids.forEach(due::remove);
        waiting.removeAll(ids);
        if (due.size() > WAITING) {
            due.clear();
            runningSince.clear();
        }
        return ids;
    }

    /** Whether a request of it runs for so long that nobody should wait for its end: a stream of events. */
    private boolean isEndless(String session) {
        Long since = runningSince.get(session);
        return since != null && now() - since > ENDLESS_MILLIS;
    }

    private void note(Map<String, Map<String, SessionLook>> looks) {
        for (Map<String, SessionLook> byNode : looks.values()) {
            for (SessionLook look : byNode.values()) {
                if (!look.attributes().isEmpty()) {
                    found = Found.ATTRIBUTES;
                } else if (look.role().isFull() && look.complete() && found == Found.NOTHING) {
                    found = Found.EMPTY_SESSIONS;
                }
            }
        }
    }

    /**
     * The sessions whose copies differ, and that were used while the nodes were asked one after the other: there was perhaps
     * never a moment at which the copies held what was seen.
     */
    private static Set<String> torn(Map<String, NodeAgent> up, Map<String, Map<String, SessionLook>> looks) {
        Set<String> differ = new LinkedHashSet<>();
        looks.forEach((id, byNode) -> {
            if (byNode.values().stream().map(AttributeWatch::held).distinct().count() > 1) {
                differ.add(id);
            }
        });
        if (differ.isEmpty()) {
            return Set.of();
        }
        Map<String, Map<String, SessionLook>> again = look(up, differ, false);
        differ.removeIf(id -> {
            Map<String, SessionLook> first = looks.getOrDefault(id, Map.of());
            Map<String, SessionLook> second = again.getOrDefault(id, Map.of());
            return first.keySet().equals(second.keySet())
                    && first.entrySet().stream().allMatch(one -> {
                        SessionLook now = second.getOrDefault(one.getKey(), one.getValue());
                        return one.getValue().requests() == now.requests()
                                && held(one.getValue()).equals(held(now));
                    });
        });
        return differ;
    }

    /** What a node holds of a session, as far as it has the same bytes each time. */
    private static Map<String, String> held(SessionLook look) {
        Map<String, String> held = new HashMap<>();
        look.attributes().stream()
                .filter(one -> one.problem() != AttributeLook.Problem.UNSTEADY)
                .forEach(one -> held.put(one.name(), one.digest()));
        return held;
    }

    private static Map<String, Map<String, SessionLook>> look(
            Map<String, NodeAgent> up, Collection<String> ids, boolean thorough) {
        Map<String, Map<String, SessionLook>> looks = new LinkedHashMap<>();
        up.forEach((node, agent) -> agent.look(ids, thorough)
                .forEach((id, look) ->
                        looks.computeIfAbsent(id, one -> new LinkedHashMap<>()).put(node, look)));
        return looks;
    }

    private String whyUnreadable(String owner, String session, String attribute, String reader) {
        Map<String, NodeAgent> up = nodes.up();
        NodeAgent from = up.get(owner);
        NodeAgent to = up.get(reader);
        if (from == null || to == null) {
            return "";
        }
        byte[] bytes = from.serialized(session, attribute);
        return bytes.length == 0 ? "" : to.whyUnreadable(bytes);
    }

    /** Says what was lost with nodes that died; false if it is too early for that. */
    private boolean buried(Map<String, NodeAgent> up) {
        for (@Nullable Death death = deaths.peek(); death != null; death = deaths.peek()) {
            if (now() - death.millis < DEATH_MILLIS) {
                return false;
            }
            deaths.remove();
            Death one = death;
            Map<String, NodeAgent> others = new LinkedHashMap<>(up);
            others.remove(one.node);
            List<HeldAlone> held = judge.heldAloneBy(one.node);
            safely(() -> lost(one, held.subList(0, Math.min(MOST_LOST, held.size())), others));
        }
        return true;
    }

    private void lost(Death death, List<HeldAlone> held, Map<String, NodeAgent> others) {
        if (held.isEmpty() || others.isEmpty()) {
            return;
        }
        Map<String, Map<String, String>> idsOf = new HashMap<>();
        others.forEach((node, agent) -> {
            Map<String, String> ids = new HashMap<>();
            agent.sessionIds().forEach(id -> ids.put(AttributeFinding.base(id), id));
            idsOf.put(node, ids);
        });
        for (int from = 0; from < held.size(); from += LOOKED_TOGETHER) {
            List<HeldAlone> some = held.subList(from, Math.min(held.size(), from + LOOKED_TOGETHER));
            Map<String, Map<String, SessionLook>> looks = new HashMap<>();
            others.forEach((node, agent) -> {
                Map<String, String> ids = new LinkedHashMap<>();
                some.forEach(one -> ids.put(
                        idsOf.getOrDefault(node, Map.of())
                                .getOrDefault(AttributeFinding.base(one.session()), one.session()),
                        one.session()));
                agent.look(ids.keySet(), false).forEach((id, look) -> looks.computeIfAbsent(
                                ids.getOrDefault(id, id), one -> new LinkedHashMap<>())
                        .put(node, look));
            });
            for (HeldAlone one : some) {
                one.lost(looks.getOrDefault(one.session(), Map.of()), death.node, death.how, "death " + death.sequence)
                        .ifPresent(alarms::raise);
            }
        }
    }

    /** Looks at nothing more. */
    @Override
    public void close() {
        closed = true;
        events.unsubscribe(listener);
        thread.interrupt();
    }
}
