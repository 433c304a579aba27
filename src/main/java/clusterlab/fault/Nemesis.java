package clusterlab.fault;

import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Applies faults to the cluster's network, records them, and heals everything when it is closed. */
public final class Nemesis implements AutoCloseable {
    private final Cluster cluster;
    private final EventLog events;
    private final Clock clock;
    private final Map<String, Active> active = new LinkedHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "nemesis");
        thread.setDaemon(true);
        return thread;
    });
    private int count;

    /**
     * A fault in force.
     *
     * @param id such as "f1", unique in the lab's life
     * @param sinceMillis when it began, since the epoch
     * @param untilMillis when it heals by itself, since the epoch; empty if by hand only
     */
    public record Active(String id, Fault fault, long sinceMillis, Optional<Long> untilMillis) {}

    /** Acts on this cluster. */
    public Nemesis(Cluster cluster, EventLog events, Clock clock) {
        this.cluster = cluster;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Begins a fault; returns at once, members disappear after the detection time.
     *
     * @param forTime after which it heals by itself, more than zero; empty for "until it is healed"
     * @throws RefusedException if it names a node that does not exist
     */
    public synchronized Active begin(Fault fault, Optional<Duration> forTime) throws RefusedException {
        List<String> names = cluster.nodes().stream()
                .map(NodeView::spec)
                .map(spec -> spec.name())
                .toList();
        List<String> unknown = fault.unknown(names);
        if (!unknown.isEmpty()) {
            throw new RefusedException("There is no node " + String.join(", ", unknown) + "; the nodes are "
                    + String.join(", ", names) + ".");
        }
        String id = "f" + ++count;
        long now = clock.millis();
        Active begun = new Active(id, fault, now, forTime.map(time -> now + time.toMillis()));
        active.put(id, begun);
        cluster.network().put(id, fault::on);
        events.append(new Event.FaultBegan(id, describe(fault, forTime)));
        if (forTime.isPresent()) {
            var unused = timer.schedule(() -> heal(id), forTime.get().toMillis(), TimeUnit.MILLISECONDS);
        }
        return begun;
    }

    /** Ends a fault; returns whether it was in force. */
    public synchronized boolean heal(String id) {
        Active healed = active.remove(id);
        if (healed == null) {
            return false;
        }
        cluster.network().remove(id);
        events.append(new Event.FaultHealed(id, healed.fault().description()));
        return true;
    }

    /** Ends all faults. */
    public synchronized void healAll() {
        List.copyOf(active.keySet()).forEach(this::heal);
    }

    /** The faults in force, oldest first. */
    public synchronized List<Active> active() {
        return new ArrayList<>(active.values());
    }

    /** Heals everything. */
    @Override
    public void close() {
        timer.shutdownNow();
        healAll();
    }

    private static String describe(Fault fault, Optional<Duration> forTime) {
        return fault.description()
                + forTime.map(time -> " for "
                                + (time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms"))
                        .orElse("");
    }
}
