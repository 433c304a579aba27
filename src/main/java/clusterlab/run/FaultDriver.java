package clusterlab.run;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.workload.Workload;
import clusterlab.fault.Fault;
import clusterlab.fault.NodeFault;
import clusterlab.fault.Schedule.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Applies the steps of a schedule to a lab under load, one after the other, and records the faults. */
final class FaultDriver {
    /** How long effect and recovery may take after the control has waited for them, in nanoseconds. */
    private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

    /** How often members are asked whether they noticed, in nanoseconds. */
    private static final long LOOK = Duration.ofMillis(50).toNanos();

    private final Lab lab;
    private final Workload load;
    private final LongSupplier clock;
    private final Consumer<String> warning;
    private final Optional<Releaser> releaser;
    private final Observer observer;
    private final List<FaultRecord> records = new ArrayList<>();

    /**
     * A driver for this lab; it does nothing yet.
     *
     * @param clock nanoseconds since the run began
     * @param releaser gives each node that comes back the new version of the application; empty if there is none
     * @param warning receives a sentence about a node that did not return
     */
    FaultDriver(Lab lab, Workload load, LongSupplier clock, Optional<Releaser> releaser, Consumer<String> warning) {
        this.lab = lab;
        this.load = load;
        this.clock = clock;
        this.warning = warning;
        this.releaser = releaser;
        observer = new Observer(lab);
    }

    /** The faults that were applied up to now. */
    List<FaultRecord> records() {
        return List.copyOf(records);
    }

    /** Waits for the step's time, applies it, holds it, and heals it; returns when the cluster is complete again. */
    void apply(Step step) throws InterruptedException {
        sleepUntil(step.at().toNanos());
        List<String> names = step.nodes().stream()
                .map(i -> lab.topology().nodes().get(i).name())
                .toList();
        List<Hit> hits = new ArrayList<>();
        for (Fault fault : step.faults().on(names)) {
            if (!hits.isEmpty()) {
                Thread.sleep(step.gap().toMillis());
            }
            // Recorded before the fault begins: from here on it may affect clients.
            Hit hit = new Hit(fault, record(fault));
            hits.add(hit);
            hit.start();
        }
        long healAt = clock.getAsLong() + step.hold().toNanos();
        for (Hit hit : hits) {
            // Until it took effect.
            hit.join();
        }
        List<Noticing> silent = hits.stream()
                .filter(hit -> hit.fault instanceof NodeFault node && !node.ends())
                .map(Noticing::new)
                .toList();
        while (!silent.isEmpty() && clock.getAsLong() < healAt) {
            silent.forEach(Noticing::look);
            sleepUntil(Math.min(healAt, clock.getAsLong() + LOOK));
        }
        sleepUntil(healAt);
        silent.forEach(Noticing::tell);
        for (Hit hit : hits) {
            hit.heal();
        }
        if (hits.stream().anyMatch(Hit::isHealed)) {
            List<String> missing = observer.whole(PATIENCE).absent();
            hits.stream().filter(Hit::isHealed).forEach(hit -> hit.lacks(missing));
            hits.stream().filter(Hit::isHealed).forEach(Hit::lookAtTomcat);
            hits.stream().filter(Hit::isHealed).forEach(Hit::lookAtVersion);
        }
        // A fault that failed to begin is not recorded: it must not count as evidence for a good result.
        hits.stream().filter(hit -> hit.id != null).forEach(hit -> records.add(hit.record));
    }

    /**
     * Applies one fault of a step; in a separate thread, since releasing one node must not delay the end of the next.
     */
    private final class Hit extends Thread {
        private final Fault fault;
        private volatile FaultRecord record;
        private volatile @Nullable String id;

        private Hit(Fault fault, FaultRecord record) {
            super("hit-" + String.join("-", fault.nodes()));
            this.fault = fault;
            this.record = record;
        }

        @Override
        public void run() {
            try {
                id = lab.control().begin(fault, Optional.empty()).what().id();
                Observer.Seen seen = observer.effect(fault, PATIENCE);
                record = record.seen(seen.present(), seen.absent());
            } catch (RefusedException | BootException e) {
                warning.accept(fault.description() + " was impossible: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void heal() throws InterruptedException {
            String begun = id;
            if (begun == null) {
                return;
            }
            try {
                if (releaser.isPresent()) {
                    releaser.get().replaceOn(fault.nodes().get(0));
                }
                lab.control().heal(begun);
                record = record.healed(clock.getAsLong(), List.of());
            } catch (RefusedException | BootException | IOException e) {
                record = record.healed(History.NEVER, List.of(String.valueOf(e.getMessage())));
                warning.accept(fault.description() + " could not be healed: " + e.getMessage());
            }
        }

        private boolean isHealed() {
            return record.healedAt() != History.NEVER;
        }

        /** Not the plan's word for it: the node's own. */
        private void lookAtTomcat() {
            if (fault instanceof NodeFault hit && hit.returnsOn().isPresent()) {
                String wanted = hit.returnsOn().get();
                String found = observer.tomcat(hit.node());
                List<String> missing = new ArrayList<>(record.notBack());
                if (!found.equals(wanted)) {
                    missing.add(hit.node() + " reports Tomcat " + found + " instead of " + wanted);
                }
                record = record.knowing(hit.node() + " came back with Tomcat " + found)
                        .healed(record.healedAt(), missing);
            }
        }

        /** A client's word for it. */
        private void lookAtVersion() {
            if (releaser.isPresent()) {
                List<String> missing = new ArrayList<>(record.notBack());
                fault.nodes().forEach(node -> releaser.get().lacks(node).ifPresent(missing::add));
                record = record.knowing("came back with version 2").healed(record.healedAt(), missing);
            }
        }

        private void lacks(List<String> missing) {
            record = record.healed(record.healedAt(), missing);
        }
    }

    /** Whether and when members notice a node that is silent. Idle ones never do by default: it is a fact, not evidence. */
    private final class Noticing {
        private final Hit hit;
        private final Map<String, Long> noticed = new TreeMap<>();
        private final Set<String> blind = new TreeSet<>();

        private Noticing(Hit hit) {
            this.hit = hit;
        }

        private void look() {
            long now = clock.getAsLong();
            observer.witnesses(hit.fault.nodes().get(0)).forEach((witness, sees) -> {
                if (sees) {
                    blind.add(witness);
                } else {
                    noticed.putIfAbsent(witness, now - hit.record.at());
                }
            });
            blind.removeAll(noticed.keySet());
        }

        private void tell() {
            String node = hit.fault.nodes().get(0);
            List<String> facts = new ArrayList<>();
            noticed.forEach(
                    (witness, after) -> facts.add(witness + " no longer saw " + node + " after " + Times.span(after)));
            if (!blind.isEmpty()) {
                facts.add(String.join(" and ", blind) + " never noticed in "
                        + Times.span(clock.getAsLong() - hit.record.at()));
            }
            if (!facts.isEmpty()) {
                hit.record = hit.record.knowing(String.join(", ", facts));
            }
        }
    }

    /**
     * Lets the new version of the application come on all nodes in one step; returns when each node has it.
     *
     * @param at when, in nanoseconds since the run began
     */
    void release(long at) throws InterruptedException {
        Releaser made = releaser.orElseThrow();
        sleepUntil(at);
        FaultRecord record = record(Run.REDEPLOY, lab.topology().nodeNames(), false);
        try {
            made.second();
            long end = clock.getAsLong() + PATIENCE;
            Observer.Seen seen = made.versions();
            while (!seen.absent().isEmpty() && clock.getAsLong() < end) {
                sleepUntil(clock.getAsLong() + LOOK);
                seen = made.versions();
            }
            long now = clock.getAsLong();
            records.add(record.knowing("on all nodes after " + Times.span(now - record.at()))
                    .seen(seen.present(), seen.absent())
                    .healed(now, observer.whole(PATIENCE).absent()));
        } catch (RefusedException | BootException | IOException e) {
            warning.accept("The new version could not be deployed: " + e.getMessage());
        }
    }

    private FaultRecord record(Fault fault) {
        return record(fault.type(), fault.nodes(), lab.control().isSimulated(fault));
    }

    private FaultRecord record(String type, List<String> nodes, boolean simulated) {
        Map<String, Integer> owners = load.owners();
        int owned =
                nodes.stream().mapToInt(node -> owners.getOrDefault(node, 0)).sum();
        int all = owners.values().stream().mapToInt(Integer::intValue).sum();
        return FaultRecord.of(
                type,
                Set.copyOf(nodes),
                clock.getAsLong(),
                History.NEVER,
                owned > 0,
                "owned " + owned + " of " + all + " sessions in use"
                        + (simulated ? "; a crash inside one JVM, not a real SIGKILL" : ""));
    }

    private void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - clock.getAsLong();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
