package clusterlab.replay;

import clusterlab.cluster.NodeState;
import clusterlab.cluster.Sessions;
import clusterlab.event.Event;
import clusterlab.event.EventJson;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import clusterlab.front.Balancer.Worker;
import clusterlab.load.LoadView;
import clusterlab.replay.ReplayData.Frame;
import clusterlab.wire.ClusterJson;
import clusterlab.wire.FrontJson;
import clusterlab.wire.NodeJson;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Samples a lab in a thread of its own: a few times a second, and soon after an event that is marked on the timeline. Looking
 * takes a small share of a processor whatever a look costs, so a large lab has fewer frames. Memory is bounded: a long run is thinned
 * out, least around faults. A lab in which nothing changes costs no memory.
 */
public final class ReplayRecorder implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** After a look, this many times its cost passes before the next. */
    private static final int REST = 60;

    /** The same if an event calls for a look. */
    private static final int SHORT_REST = 5;

    /**
     * The cost is what this thread computed. With nodes in other processes it mostly waits for them; of that, this share counts,
     * since on a busy machine it waits for a processor too.
     */
    private static final int WAITED = 16;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final long SESSIONS_MILLIS = 500;
    private static final long IDS_MILLIS = 2_000;
    private static final int MOST_EVENTS = 3_000;
    private static final long END_MILLIS = 2_000;

    /** Marked on the timeline, and a reason to look. */
    private static final Set<Class<?>> TELLING = Set.of(
            Event.NodeChanged.class,
            Event.FaultBegan.class,
            Event.FaultTookEffect.class,
            Event.FaultHealed.class,
            Event.WorkerChanged.class,
            Event.AlarmRaised.class,
            Event.LoadChanged.class);

    private final Supplier<ClusterJson> cluster;
    private final EventLog events;
    private final WatchedSessions sessions;
    private final Consumer<Stamped> listener = this::hear;
    private final Thread thread = new Thread(this::run, "replay");
    private final TreeSet<Long> marks = new TreeSet<>();
    private Map<String, Object> facts = Map.of();
    private final FrameLog frames = new FrameLog();
    private List<Stamped> heard = new ArrayList<>();
    private Map<String, Object> shown = Map.of();
    private long leftOut;
    private long sessionsMillis;
    private long idsMillis;
    private volatile boolean called;
    private volatile boolean closed;

    private ReplayRecorder(Supplier<ClusterJson> cluster, Sessions sessions, EventLog events) {
        this.cluster = cluster;
        this.events = events;
        this.sessions = new WatchedSessions(sessions);
        thread.setDaemon(true);
    }

    /**
     * Begins to record.
     *
     * @param cluster reads the lab without its sessions
     */
    public static ReplayRecorder start(Supplier<ClusterJson> cluster, Sessions sessions, EventLog events) {
        ReplayRecorder recorder = new ReplayRecorder(cluster, sessions, events);
        events.subscribe(recorder.listener);
        recorder.thread.start();
        return recorder;
    }

    /** Called by whoever appends an event. */
    private void hear(Stamped stamped) {
        Class<?> type = stamped.event().getClass();
        // Too many, and shown by the frames.
        if (Event.TRAFFIC.contains(type)) {
            return;
        }
        synchronized (this) {
            heard.add(stamped);
            if (heard.size() > MOST_EVENTS) {
                leaveOut();
            }
            if (TELLING.contains(type)) {
                marks.add(stamped.millis());
                if (marks.size() > MOST_EVENTS) {
                    marks.pollFirst();
                }
            }
        }
        if (TELLING.contains(type)) {
            called = true;
            LockSupport.unpark(thread);
        }
    }

    /** Left out first if there are too many. */
    private static boolean isMinor(Class<?> type) {
        return Event.FREQUENT.contains(type) || type == Event.LogWarning.class;
    }

    /** Every second of the minor ones goes; if there are few of them, every second of all but faults and nodes. */
    private void leaveOut() {
        boolean minor =
                heard.stream().filter(one -> isMinor(one.event().getClass())).count() > MOST_EVENTS / 4;
        List<Stamped> kept = new ArrayList<>();
        boolean last = false;
        for (Stamped one : heard) {
            Class<?> type = one.event().getClass();
            boolean may = minor
                    ? isMinor(type)
                    : type != Event.FaultBegan.class
                            && type != Event.FaultHealed.class
                            && type != Event.NodeChanged.class;
            last = !may || !last;
            if (last) {
                kept.add(one);
            }
        }
        // Faults and nodes only: the older half.
        heard = kept.size() < MOST_EVENTS ? kept : new ArrayList<>(kept.subList(kept.size() / 2, kept.size()));
        leftOut += MOST_EVENTS + 1 - heard.size();
    }

    private void run() {
        while (!closed) {
            long start = System.nanoTime();
            long computed = computed();
            called = false;
            look();
            rest(Math.max(computed() - computed, (System.nanoTime() - start) / WAITED));
        }
    }

    private static long computed() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
    }

    private void look() {
        try {
            look(cluster.get());
        } catch (RuntimeException e) {
            // A node that ends while it is read; the next look is complete.
            System.getLogger(ReplayRecorder.class.getName()).log(Level.DEBUG, "a look for the replay failed", e);
        }
    }

    private void rest(long cost) {
        long start = System.nanoTime();
        long pause = Math.min(LONGEST_NANOS, Math.max(PAUSE_NANOS, cost * REST));
        long soon = Math.min(LONGEST_NANOS, Math.max(SOON_NANOS, cost * SHORT_REST));
        long passed = 0;
        while (!closed && passed < (called ? soon : pause)) {
            LockSupport.parkNanos(this, (called ? soon : pause) - passed);
            if (Thread.interrupted()) {
                return;
            }
            passed = System.nanoTime() - start;
        }
    }

    private void look(ClusterJson lab) {
        long now = System.currentTimeMillis();
        String up = lab.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .map(NodeJson::name)
                .findFirst()
                .orElse("");
        if (now - idsMillis >= IDS_MILLIS && !up.isEmpty()) {
            sessions.list(up);
            idsMillis = now;
        }
        if (now - sessionsMillis >= SESSIONS_MILLIS) {
            shown = sessions.look(lab.nodes().size(), now);
            sessionsMillis = now;
        }
        add(lab, now, state(lab));
    }

    private Map<String, Object> state(ClusterJson lab) {
        Map<String, Object> state = new LinkedHashMap<>();
        FrontJson front = lab.front();
        if (front != null) {
            state.put("front", front(front));
        }
        Map<String, Object> nodes = new LinkedHashMap<>();
        lab.nodes().forEach(node -> nodes.put(node.name(), node(node)));
        state.put("nodes", nodes);
        state.put("counts", lab.nodes().stream().map(NodeJson::sessions).toList());
        Map<String, Object> faults = new LinkedHashMap<>();
        lab.faults().forEach(one -> faults.put(one.id(), one.fault().description()));
        state.put("faults", faults);
        LoadView load = lab.load();
        if (load != null && load.running()) {
            state.put("load", load(load));
        }
        state.put("sessions", shown);
        return state;
    }

    private static Map<String, Object> front(FrontJson front) {
        Map<String, Object> workers = new LinkedHashMap<>();
        for (Worker worker : front.workers()) {
            workers.put(
                    worker.name(),
                    List.of(worker.activation().name(), worker.state().name()));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("url", front.url());
        map.put("sticky", front.sticky());
        map.put("workers", workers);
        return map;
    }

    private static Map<String, Object> node(NodeJson node) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", node.index());
        map.put("state", node.state().name());
        map.put("ports", List.of(node.httpPort(), node.ajpPort(), node.receiverPort()));
        Map<String, Object> members = new LinkedHashMap<>();
        node.members().forEach(member -> members.put(member, 1));
        map.put("members", members);
        if (node.process() != null) {
            map.put(
                    "process",
                    List.of(
                            node.process().pid(),
                            node.process().tomcat(),
                            node.process().java()));
        }
        return map;
    }

    private static Map<String, Object> load(LoadView load) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("clients", load.clients());
        map.put("rate", Math.round(load.requestsPerSecond()));
        map.put("p99", Math.round(load.p99Millis() * 10) / 10.0);
        map.put("failures", load.failures());
        Long lost = load.lostIncrements();
        if (lost != null) {
            map.put("lost", lost);
        }
        return map;
    }

    private synchronized void add(ClusterJson lab, long now, Map<String, Object> state) {
        if (facts.isEmpty()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", lab.name());
            map.put("preset", lab.preset());
            map.put("manager", lab.manager());
            map.put("sendOptions", lab.sendOptions());
            map.put("membership", lab.membership());
            map.put("replicates", lab.replicates());
            facts = map;
        }
        frames.add(now, lab.nodes().stream().map(NodeJson::requests).toList(), state, marks);
    }

    /** What was recorded so far; empty frames if the first look is not over. */
    public synchronized ReplayData recording() {
        List<Frame> all = frames.frames();
        long begin = all.isEmpty() ? frames.looked() : all.get(0).millis();
        return new ReplayData(
                begin,
                Math.max(begin, frames.looked()),
                facts,
                all,
                heard.stream()
                        .filter(one -> one.millis() >= begin)
                        .map(EventJson::map)
                        .toList(),
                leftOut);
    }

    /** Stops to record; what was recorded stays. */
    @Override
    public void close() {
        closed = true;
        events.unsubscribe(listener);
        LockSupport.unpark(thread);
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
