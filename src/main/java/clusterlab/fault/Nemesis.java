package clusterlab.fault;

import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.cluster.RefusedException;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import clusterlab.spec.HostSpec;
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
 * Begins and ends all faults, records both and the evidence that a fault took effect, and removes the faults on links
 * when it is closed.
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
     * @param untilMillis when it heals by itself, since the epoch; empty if it does not
     */
    public record Active(String id, Fault fault, long sinceMillis, Optional<Long> untilMillis) {}

    /** A nemesis for this cluster. */
    public Nemesis(Cluster cluster, EventLog events, Clock clock) {
        this.cluster = cluster;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Begins a fault; returns when it is in force. The members notice it after the detection time ({@link
     * #awaitEffect}).
     *
     * @param forTime after this time it heals by itself; more than zero, or empty for a fault that stays until it is
     *     healed
     * @throws RefusedException if it names an unknown node, the nodes' host is not able to do it, or it is impossible
     *     in the current state
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
            // Before the fault begins: from here on it may affect clients.
            events.append(new Event.FaultBegan(id, describe(fault, forTime)));
        }
        boolean done = false;
        try {
            // Outside the lock: two nodes may be killed at the same time.
            fault.begin(begun.id(), cluster);
            done = true;
        } finally {
            if (!done) {
                forget(begun, false);
            }
            if (fault instanceof NodeFault hit) {
                forgetOver(hit.node());
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
        HostSpec host = cluster.topology().host();
        // Elsewhere a fault may want a command, or an agent, beside the abilities.
        if (!missing.isEmpty() || host.target().isPresent()) {
            Optional<String> refusal = fault.refusal(host);
            if (refusal.isPresent()) {
                throw new RefusedException(refusal.get());
            }
        }
        if (!missing.isEmpty()) {
            throw new RefusedException("The host of this lab's nodes does not support " + fault.type() + ".");
        }
        if (fault instanceof NodeFault hit) {
            hit.refuseUnlessPossible(cluster);
        }
    }

    /**
     * Waits for evidence that a fault took effect, and records it.
     *
     * @return the evidence; empty if there was none in time, or if the fault was healed before
     */
    public Optional<String> awaitEffect(Active begun, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (isInForce(begun)) {
            Optional<String> evidence = begun.fault().evidence(cluster);
            if (evidence.isPresent()) {
                return tookEffect(begun, evidence.get()) ? evidence : Optional.empty();
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

    /** A short fault may be over meanwhile; its effect is not told after its end. */
    private synchronized boolean tookEffect(Active begun, String evidence) {
        boolean inForce = isInForce(begun);
        if (inForce) {
            events.append(new Event.FaultTookEffect(begun.id(), clock.millis() - begun.sinceMillis(), evidence));
        }
        return inForce;
    }

    private synchronized boolean isInForce(Active begun) {
        return active.containsKey(begun.id());
    }

    /**
     * Ends a fault.
     *
     * @return whether it was in force
     * @throws RefusedException if it can't be ended in the current state; it stays in force
     * @throws BootException if a node does not come back; the fault stays in force
     */
    public boolean heal(String id) throws RefusedException, BootException, InterruptedException {
        return heal(id, false);
    }

    private boolean heal(String id, boolean byItself) throws RefusedException, BootException, InterruptedException {
        Active found;
        synchronized (this) {
            found = active.get(id);
        }
        if (found == null) {
            return false;
        }
        found.fault().heal(id, cluster);
        return forget(found, byItself);
    }

    /**
     * Ends all faults, those on links first: a node that starts again needs the links.
     *
     * @throws RefusedException as in {@link #heal}
     * @throws BootException as in {@link #heal}
     */
    public void healAll() throws RefusedException, BootException, InterruptedException {
        healLinks();
        for (Active one : active()) {
            heal(one.id());
        }
    }

    private void healLinks() throws BootException {
        for (Active one : active()) {
            if (one.fault() instanceof LinksFault links) {
                links.heal(one.id(), cluster);
                forget(one, false);
            }
        }
    }

    private void healOnTime(String id) {
        // A node takes seconds to start; the other faults must not end late because of it.
        Thread healer = new Thread(
                () -> {
                    try {
                        heal(id, true);
                    } catch (RefusedException | BootException e) {
                        keep(id, String.valueOf(e.getMessage()));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "heal-" + id);
        healer.setDaemon(true);
        healer.start();
    }

    /** A fault that could not be healed at its time stays in force until it is healed by hand. */
    private synchronized void keep(String id, String why) {
        Active kept = active.computeIfPresent(
                id, (same, one) -> new Active(id, one.fault(), one.sinceMillis(), Optional.empty()));
        if (kept != null) {
            events.append(new Event.LogWarning(kept.fault().nodes().get(0), id + " could not be healed: " + why, 1));
        }
    }

    private synchronized boolean forget(Active one, boolean byItself) {
        boolean was = active.remove(one.id()) != null;
        if (was) {
            events.append(new Event.FaultHealed(
                    one.id(), one.fault().description(), clock.millis() - one.sinceMillis(), byItself));
        }
        return was;
    }

    /** A kill or a stop ends a freeze of the node. */
    private void forgetOver(String node) {
        for (Active one : active()) {
            if (one.fault() instanceof NodeFault hit && hit.node().equals(node) && hit.isOver(cluster)) {
                forget(one, false);
            }
        }
    }

    /** After a node was removed from the plan: its own faults are over. */
    public void removed(String node) {
        for (Active one : active()) {
            if (one.fault() instanceof NodeFault hit && hit.node().equals(node)) {
                forget(one, false);
            }
        }
    }

    /** The faults in force, oldest first. */
    public synchronized List<Active> active() {
        return new ArrayList<>(active.values());
    }

    /** The fault that ended or froze this node, or empty. */
    public Optional<Active> activeOn(String node) {
        return active().stream()
                .filter(one ->
                        one.fault() instanceof NodeFault hit && hit.node().equals(node))
                .findFirst();
    }

    /** Heals the links; killed, stopped and frozen nodes stay as they are. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            healLinks();
        } catch (BootException e) {
            System.getLogger(Nemesis.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    private static String describe(Fault fault, Optional<Duration> forTime) {
        return fault.description()
                + forTime.map(time -> " for "
                                + (time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms"))
                        .orElse("");
    }
}
