package clusterlab.run;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.RefusedException;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.workload.Workload;
import clusterlab.fault.Fault;
import clusterlab.fault.Schedule.Action;
import clusterlab.fault.Schedule.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Applies one step of a schedule after the other to a lab under load, and records what was hit. */
final class FaultDriver {
    private static final Duration MEMBERS = Duration.ofSeconds(10);

    private final Lab lab;
    private final Workload load;
    private final LongSupplier clock;
    private final Consumer<String> warning;
    private final List<FaultRecord> records = new ArrayList<>();

    /**
     * A driver that has done nothing yet.
     *
     * @param clock nanoseconds since the run began
     * @param warning hears of a node that did not come back
     */
    FaultDriver(Lab lab, Workload load, LongSupplier clock, Consumer<String> warning) {
        this.lab = lab;
        this.load = load;
        this.clock = clock;
        this.warning = warning;
    }

    /** The faults as they were applied up to now. */
    List<FaultRecord> records() {
        return List.copyOf(records);
    }

    /** Waits for the step's time, applies it, holds it, and undoes it; returns when the cluster is whole again. */
    void apply(Step step) throws InterruptedException {
        sleepUntil(step.at().toNanos());
        List<String> names = step.nodes().stream()
                .map(i -> lab.topology().nodes().get(i).name())
                .toList();
        if (step.action() == Action.PARTITION) {
            partition(names, step.hold());
        } else {
            crash(step, names);
        }
    }

    private void crash(Step step, List<String> names) throws InterruptedException {
        Cluster cluster = lab.cluster();
        int first = records.size();
        Set<String> spared = ConcurrentHashMap.newKeySet();
        List<Thread> hits = new ArrayList<>();
        for (String name : names) {
            if (!hits.isEmpty()) {
                Thread.sleep(step.gap().toMillis());
            }
            // Before it happens: whatever a client sees from here on may be its doing.
            records.add(record(step.action(), List.of(name)));
            // On a thread of its own: clearing away what is left of the first must not delay the second.
            Thread hit = new Thread(() -> hit(step.action(), name, spared), "hit-" + name);
            hit.start();
            hits.add(hit);
        }
        for (Thread hit : hits) {
            hit.join();
        }
        records.subList(first, records.size()).removeIf(record -> spared.containsAll(record.nodes()));
        Thread.sleep(step.hold().toMillis());
        for (int i = first; i < records.size(); i++) {
            String name = records.get(i).nodes().iterator().next();
            try {
                cluster.start(name);
                cluster.awaitMembers(MEMBERS);
                records.set(i, healed(records.get(i)));
            } catch (RefusedException | BootException e) {
                warning.accept(name + " did not come back: " + e.getMessage());
            }
        }
    }

    private void hit(Action action, String name, Set<String> spared) {
        boolean done = false;
        try {
            if (action == Action.KILL) {
                lab.cluster().kill(name);
            } else {
                lab.cluster().stop(name);
            }
            done = true;
        } catch (RefusedException | BootException e) {
            warning.accept(action.word() + " " + name + " was not possible: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // However it failed: a fault that did not happen must not make a good result.
            if (!done) {
                spared.add(name);
            }
        }
    }

    private void partition(List<String> minority, Duration hold) throws InterruptedException {
        FaultRecord record = record(Action.PARTITION, minority);
        try {
            String id = lab.nemesis()
                    .begin(new Fault.Partition(List.of(minority)), Optional.empty())
                    .id();
            Thread.sleep(hold.toMillis());
            lab.nemesis().heal(id);
            lab.cluster().awaitMembers(MEMBERS);
            records.add(healed(record));
        } catch (RefusedException e) {
            warning.accept("The partition was not possible: " + e.getMessage());
        }
    }

    private FaultRecord record(Action action, List<String> names) {
        Map<String, Integer> owners = load.owners();
        int owned = names.stream().mapToInt(n -> owners.getOrDefault(n, 0)).sum();
        int all = owners.values().stream().mapToInt(Integer::intValue).sum();
        return new FaultRecord(
                action.word(),
                Set.copyOf(names),
                clock.getAsLong(),
                History.NEVER,
                owned > 0,
                "owned " + owned + " of " + all + " sessions in use"
                        + (action == Action.KILL ? "; a crash inside one JVM, no SIGKILL" : ""));
    }

    private FaultRecord healed(FaultRecord record) {
        return new FaultRecord(
                record.type(), record.nodes(), record.at(), clock.getAsLong(), record.hitOwner(), record.detail());
    }

    private void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - clock.getAsLong();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
