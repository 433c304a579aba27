package clusterlab.web;

import clusterlab.LabControl;
import clusterlab.cluster.NodeView;
import clusterlab.event.Event;
import clusterlab.event.EventJson;
import clusterlab.event.EventLog;
import clusterlab.event.Stamped;
import clusterlab.load.LoadView;
import clusterlab.wire.HistoryJson;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The last five minutes of rate and latency, and the newest events, for a dashboard that opens or is loaded again. It reads
 * the nodes' counts once a second.
 */
final class RecentPast implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RecentPast.class.getName());
    private static final int SAMPLES = 300;
    private static final int EVENTS = 200;
    /** Of {@link Event#FREQUENT}. */
    private static final int FREQUENT_EVENTS = 60;

    private final LabControl lab;
    private final EventLog events;
    private final Consumer<Stamped> listener = this::hear;
    private final Deque<HistoryJson.Sample> samples = new ArrayDeque<>();
    private final Deque<Stamped> rare = new ArrayDeque<>();
    private final Deque<Stamped> frequent = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "history");
        thread.setDaemon(true);
        return thread;
    });
    // Only of the thread.
    private Map<String, Long> requests = new HashMap<>();
    private long readNanos;

    RecentPast(LabControl lab) {
        this.lab = lab;
        events = lab.events();
        // What happened before the server started.
        events.after(0, Integer.MAX_VALUE).forEach(this::hear);
        events.subscribe(listener);
        var unused = thread.scheduleWithFixedDelay(this::sample, 1, 1, TimeUnit.SECONDS);
    }

    private void hear(Stamped stamped) {
        if (Event.TRAFFIC.contains(stamped.event().getClass())) {
            return;
        }
        boolean often = Event.FREQUENT.contains(stamped.event().getClass());
        Deque<Stamped> kept = often ? frequent : rare;
        synchronized (this) {
            kept.add(stamped);
            if (kept.size() > (often ? FREQUENT_EVENTS : EVENTS)) {
                kept.remove();
            }
        }
    }

    private void sample() {
        try {
            LoadView load = lab.load();
            double counted = counted();
            HistoryJson.Sample sample = load.running()
                    ? new HistoryJson.Sample(System.currentTimeMillis(), load.requestsPerSecond(), load.p99Millis())
                    : new HistoryJson.Sample(System.currentTimeMillis(), counted, null);
            synchronized (this) {
                samples.add(sample);
                if (samples.size() > SAMPLES) {
                    samples.remove();
                }
            }
        } catch (RuntimeException e) {
            // A node may end while it is asked. One sample is missing then.
            LOG.log(Level.DEBUG, "no sample", e);
        }
    }

    /** Requests a second of all nodes since the last call. */
    private double counted() {
        Map<String, Long> now = new HashMap<>();
        for (NodeView node : lab.cluster().nodes()) {
            now.put(node.spec().name(), node.requests());
        }
        long nanos = System.nanoTime();
        long more = 0;
        for (Map.Entry<String, Long> one : now.entrySet()) {
            more += Math.max(0, one.getValue() - requests.getOrDefault(one.getKey(), one.getValue()));
        }
        double seconds = (nanos - readNanos) / 1e9;
        requests = now;
        readNanos = nanos;
        return more / seconds;
    }

    /** The samples and events that are kept, oldest first. */
    HistoryJson json() {
        // Read first: a reader that continues from here may get an event twice, but misses none.
        long sequence = events.sequence();
        synchronized (this) {
            List<Map<String, Object>> lines = Stream.concat(rare.stream(), frequent.stream())
                    .filter(stamped -> stamped.sequence() <= sequence)
                    .sorted(Comparator.comparingLong(Stamped::sequence))
                    .map(EventJson::map)
                    .toList();
            return new HistoryJson(sequence, List.copyOf(samples), lines);
        }
    }

    @Override
    public void close() {
        events.unsubscribe(listener);
        thread.shutdownNow();
    }
}
