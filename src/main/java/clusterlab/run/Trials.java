package clusterlab.run;

import clusterlab.Lab;
import clusterlab.app.journey.Journey;
import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyReport.Cell;
import clusterlab.run.VerifyOrder.Fault;
import clusterlab.spec.NodeSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Each fault after each step: as many rounds as it takes, and further ones where what they show may be chance. */
final class Trials {
    /** Rounds of a fault beyond those that hit an owner after each step: somebody may have been missed. */
    private static final int SPARE_ROUNDS = 3;

    private static final int MOST_REPETITIONS = 2;

    private final Lab lab;
    private final Journey journey;
    private final Walk first;
    private final Deviations found;
    private final int begins;
    private final Supplier<Walk> walks;
    private final Consumer<String> progress;
    private final Set<String> gaps;
    private final Set<String> notices;
    private final List<Tried> tried = new ArrayList<>();
    private int requests;

    /** Whether a node did not come back. */
    private boolean nodeIsMissing;

    /** Whether there was a client whose owner was not hit while another node was away. */
    private boolean bystanders;

    /** A fault that was to hit owners after these steps, those after which it hit nobody, and the nodes that it hit. */
    private record Tried(Fault fault, Set<Integer> steps, Set<Integer> left, List<String> hit) {}

    /**
     * Trials that compare with a walk without a fault.
     *
     * @param begins after which step all clients have a session, from 1
     * @param walks makes a walk of as many clients as the first one
     * @param gaps receives what was not seen
     */
    Trials(
            Lab lab,
            Journey journey,
            Walk first,
            Deviations found,
            int begins,
            Supplier<Walk> walks,
            Consumer<String> progress,
            Set<String> gaps,
            Set<String> notices) {
        this.lab = lab;
        this.journey = journey;
        this.first = first;
        this.found = found;
        this.begins = begins;
        this.walks = walks;
        this.progress = progress;
        this.gaps = gaps;
        this.notices = notices;
    }

    boolean nodeIsMissing() {
        return nodeIsMissing;
    }

    int requests() {
        return requests;
    }

    /** Tries these one after the other. */
    void run(List<Fault> faults) throws RefusedException, BootException, InterruptedException {
        for (Fault fault : faults) {
            if (!nodeIsMissing) {
                all(fault);
            }
        }
        if (!bystanders && !nodeIsMissing && found.hasDoubts()) {
            control();
        }
        for (Tried one : tried) {
            repeat(one);
        }
    }

    private void all(Fault fault) throws RefusedException, BootException, InterruptedException {
        Set<Integer> steps = new TreeSet<>(
                IntStream.range(begins, journey.steps().size()).boxed().toList());
        Tried one = new Tried(fault, steps, new TreeSet<>(steps), new ArrayList<>());
        int rounds = steps.size() + SPARE_ROUNDS;
        for (int round = 0; round < rounds && !one.left().isEmpty() && !nodeIsMissing; round++) {
            progress.accept(fault.word() + ", " + (steps.size() - one.left().size()) + " of "
                    + Times.plural(steps.size(), "step") + " done");
            one.left().removeAll(round(one, one.left()));
        }
        tried.add(one);
        if (!one.left().isEmpty() && !nodeIsMissing) {
            gaps.add("No " + fault.word() + " hit the owner of a session after "
                    + journey.steps().get(one.left().iterator().next() - 1).name()
                    + (one.left().size() > 1 ? " and " + Times.plural(one.left().size() - 1, "other step") : "")
                    + ", or nobody answered afterwards by another node.");
        }
    }

    private void repeat(Tried one) throws RefusedException, BootException, InterruptedException {
        for (int round = 0; round < MOST_REPETITIONS && !nodeIsMissing; round++) {
            Set<Integer> steps = found.toRepeat(one.fault());
            if (steps.isEmpty()) {
                return;
            }
            progress.accept(one.fault().word() + ", again after " + Times.plural(steps.size(), "step")
                    + ", since another text may be chance");
            round(one, steps);
        }
    }

    /** One fault; returns after which steps it hit an owner, and another node answered. */
    private Set<Integer> round(Tried of, Set<Integer> steps)
            throws RefusedException, BootException, InterruptedException {
        try (Walk walk = walks.get()) {
            walk.walk(client -> begins);
            Round one = new Round(lab, of.fault(), walk, steps, of.hit());
            walk.walk(one::waitsAfter);
            if (!one.begin()) {
                notices.add("T" + of.fault().of(one.victim()).substring(1) + " did not take effect in time.");
                return Set.of();
            }
            walk.walk(client -> journey.steps().size());
            count(walk);
            Set<Integer> done = one.judge(first, found);
            bystanders |= one.hasBystanders();
            try {
                one.end();
            } catch (BootException e) {
                nodeIsMissing = true;
                gaps.add("After " + of.fault().of(one.victim()) + ", the node did not come back: " + e.getMessage());
            }
            return done;
        }
    }

    private void count(Walk walk) {
        walk.travellers().forEach(one -> requests += one.seen().size());
    }

    /** With all clients on the nodes that were hit, a node that no client is on is ended once, to see what that alone changes. */
    private void control() throws RefusedException, BootException, InterruptedException {
        progress.accept("what a missing node changes by itself");
        try (Walk walk = walks.get()) {
            walk.walk(client -> begins);
            Set<Optional<String>> owners = new LinkedHashSet<>();
            walk.travellers().forEach(one -> owners.add(one.owner()));
            Optional<String> idle = lab.topology().nodes().stream()
                    .map(NodeSpec::name)
                    .filter(node -> !owners.contains(Optional.of(node)))
                    .findFirst();
            if (idle.isEmpty()) {
                return;
            }
            lab.control().kill(idle.get());
            walk.walk(client -> journey.steps().size());
            count(walk);
            for (int i = 0; i < walk.travellers().size(); i++) {
                found.bystander(
                        Fault.KILL,
                        begins,
                        first.travellers().get(i).way(),
                        walk.travellers().get(i).way());
            }
            lab.control().start(idle.get());
        }
    }

    /** At the end: what differs with one fault may be excused by what was seen with another. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Tried one : tried) {
            for (int step : one.steps()) {
                Status status = one.left().contains(step) ? Status.UNKNOWN : found.status(one.fault(), step);
                cells.add(new Cell(one.fault().word(), step, status));
            }
        }
        return cells;
    }
}
