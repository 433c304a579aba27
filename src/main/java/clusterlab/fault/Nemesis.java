package clusterlab.fault;

import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.cluster.RefusedException;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one way to break things: begins and ends faults, records both and what showed that a fault took effect, and removes
 * what is wrong with the links when it is closed.
 */
public final class Nemesis implements AutoCloseable {
    private static final long LOOK_NANOS = 5_000_000;

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
     * Begins a fault; returns once it is in force, members notice after the detection time ({@link #awaitEffect}).
     *
     * @param forTime after which it heals by itself, more than zero; empty for "until it is healed"
     * @throws RefusedException if it names an unknown node, the nodes' host is not able to do it, or it makes no sense in
     *     the present state
     * @throws BootException if a node did not end in order
     */
    public Active begin(Fault fault, Optional<Duration> forTime)
            throws RefusedException, BootException, InterruptedException {
        check(fault);
        Active begun;
        synchronized (this) {
            String id = "f" + ++count;
            long now = clock.millis();
            begun = new Active(id, fault, now, forTime.map(time -> now + time.toMillis()));
            active.put(id, begun);
            // Before it happens: what clients see from here on may come from it.
            events.append(new Event.FaultBegan(id, describe(fault, forTime)));
        }
        boolean done = false;
        try {
            // Not under the lock: two nodes may die at the same time.
            fault.begin(begun.id(), cluster);
            done = true;
        } finally {
            if (!done) {
                forget(begun);
            }
        }
        if (forTime.isPresent()) {
            var unused =
                    timer.schedule(() -> healOnTime(begun.id()), forTime.get().toMillis(), TimeUnit.MILLISECONDS);
        }
        return begun;
    }

    private void check(Fault fault) throws RefusedException {
        cluster.refuseUnknown(fault.nodes());
        Set<Ability> missing = new HashSet<>(fault.needs());
        missing.removeAll(cluster.abilities());
        if (!missing.isEmpty()) {
            throw new RefusedException("The nodes of this lab run where " + fault.type() + " is impossible.");
        }
        if (fault instanceof NodeFault hit) {
            cluster.refuseUnlessUp(hit.node());
        }
    }

    /**
     * Waits until something shows that a fault took effect, and records it.
     *
     * @return the evidence; empty if there was none in time, or if the fault has been healed before
     */
    public Optional<String> awaitEffect(Active begun, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (isInForce(begun)) {
            Optional<String> evidence = begun.fault().evidence(cluster);
            if (evidence.isPresent()) {
                events.append(
                        new Event.FaultTookEffect(begun.id(), clock.millis() - begun.sinceMillis(), evidence.get()));
                return evidence;
            }
            if (System.nanoTime() - end >= 0) {
                return Optional.empty();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Optional.empty();
    }

    private synchronized boolean isInForce(Active begun) {
        return begun.equals(active.get(begun.id()));
    }

    /**
     * Ends a fault.
     *
     * @return whether it was in force
     * @throws RefusedException if it can't be ended in the present state; it stays in force
     * @throws BootException if a node does not come back; the fault stays in force
     */
    public boolean heal(String id) throws RefusedException, BootException, InterruptedException {
        Active found;
        synchronized (this) {
            found = active.get(id);
        }
        if (found == null) {
            return false;
        }
        found.fault().heal(id, cluster);
        return forget(found);
    }

    /**
     * Ends all faults, those of links first: a node that returns needs them.
     *
     * @throws RefusedException as {@link #heal}
     * @throws BootException as {@link #heal}
     */
    public void healAll() throws RefusedException, BootException, InterruptedException {
        healLinks();
        for (Active one : active()) {
            heal(one.id());
        }
    }

    private void healLinks() {
        for (Active one : active()) {
            if (one.fault() instanceof LinksFault links) {
                links.heal(one.id(), cluster);
                forget(one);
            }
        }
    }

    private void healOnTime(String id) {
        // A node takes seconds to return; the other faults' times must not wait for it.
        Thread healer = new Thread(
                () -> {
                    try {
                        heal(id);
                    } catch (RefusedException | BootException e) {
                        active().stream()
                                .filter(one -> one.id().equals(id))
                                .flatMap(one -> one.fault().nodes().stream().limit(1))
                                .forEach(node -> events.append(
                                        new Event.LogWarning(node, id + " could not be healed: " + e.getMessage())));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "heal-" + id);
        healer.setDaemon(true);
        healer.start();
    }

    private synchronized boolean forget(Active one) {
        boolean was = active.remove(one.id()) != null;
        if (was) {
            events.append(new Event.FaultHealed(one.id(), one.fault().description()));
        }
        return was;
    }

    /** A node is no longer in the plan: its own faults are over. */
    public void removed(String node) {
        for (Active one : active()) {
            if (one.fault() instanceof NodeFault hit && hit.node().equals(node)) {
                forget(one);
            }
        }
    }

    /** The faults in force, oldest first. */
    public synchronized List<Active> active() {
        return new ArrayList<>(active.values());
    }

    /** The fault because of which this node does not run, or empty. */
    public Optional<Active> activeOn(String node) {
        return active().stream()
                .filter(one ->
                        one.fault() instanceof NodeFault hit && hit.node().equals(node))
                .findFirst();
    }

    /** Heals the links; nodes that were killed or stopped stay as they are. */
    @Override
    public void close() {
        timer.shutdownNow();
        healLinks();
    }

    private static String describe(Fault fault, Optional<Duration> forTime) {
        return fault.description()
                + forTime.map(time -> " for "
                                + (time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms"))
                        .orElse("");
    }
}
