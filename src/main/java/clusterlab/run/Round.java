package clusterlab.run;

import clusterlab.Lab;
import clusterlab.LabControl;
import clusterlab.cluster.Await;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.front.Balancer;
import clusterlab.run.VerifyOrder.Fault;
import clusterlab.run.Walk.Traveller;
import clusterlab.spec.NodeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One fault under clients of which each waits after a step. */
final class Round {
    private static final Duration FRONT = Duration.ofSeconds(5);

    private final LabControl control;
    private final Fault fault;
    private final Walk walk;
    private final Map<Integer, Integer> waits = new TreeMap<>();
    private final List<String> hit;
    private final String victim;
    private final List<Optional<String>> owners = new ArrayList<>();

    Round(Lab lab, Fault fault, Walk walk, Set<Integer> left, List<String> hit) {
        control = lab.control();
        this.fault = fault;
        this.walk = walk;
        this.hit = hit;
        Map<String, List<Integer>> byOwner = new LinkedHashMap<>();
        for (int i = 0; i < walk.travellers().size(); i++) {
            String owner = fault.takesANode() ? walk.travellers().get(i).owner().orElse("") : "";
            byOwner.computeIfAbsent(owner, none -> new ArrayList<>()).add(i);
        }
        List<Integer> steps = List.copyOf(left);
        byOwner.values().forEach(group -> {
            for (int i = 0; i < group.size(); i++) {
                waits.put(group.get(i), steps.get(i % steps.size()));
            }
        });
        // Each time another node, as far as there are clients on it.
        victim = lab.topology().nodes().stream()
                .map(NodeSpec::name)
                .filter(byOwner::containsKey)
                .min((a, b) -> {
                    long times = hit.stream().filter(a::equals).count()
                            - hit.stream().filter(b::equals).count();
                    return times != 0
                            ? Long.signum(times)
                            : byOwner.getOrDefault(b, List.of()).size()
                                    - byOwner.getOrDefault(a, List.of()).size();
                })
                .orElse("");
    }

    /** The node that is hit; empty if nobody has an owner. */
    String victim() {
        return victim;
    }

    boolean hasBystanders() {
        return fault.takesANode()
                && owners.stream()
                        .anyMatch(owner -> owner.isPresent() && !owner.get().equals(victim));
    }

    int waitsAfter(int client) {
        return waits.getOrDefault(client, 1);
    }

    /** Whether the fault took effect. */
    boolean begin() throws RefusedException, BootException, InterruptedException {
        walk.travellers().forEach(one -> owners.add(one.owner()));
        if (fault.takesANode() && victim.isEmpty()) {
            return false;
        }
        hit.add(victim);
        switch (fault) {
            case KILL -> {
                return control.kill(victim).effective() || undo();
            }
            case STOP -> {
                return control.stop(victim).effective() || undo();
            }
            default -> {
                control.sticky(false);
                return true;
            }
        }
    }

    private boolean undo() throws RefusedException, BootException, InterruptedException {
        end();
        return false;
    }

    /** Everything is as before, and the front uses the node again. */
    void end() throws RefusedException, BootException, InterruptedException {
        if (fault == Fault.MOVE) {
            control.sticky(true);
            return;
        }
        control.start(victim);
        Await.until(Deadline.in(FRONT), () -> control.front()
                .map(front -> front.workers().stream().allMatch(worker -> worker.state() == Balancer.Worker.State.OK))
                .orElse(true));
    }

    /** Compares with the walk without a fault; returns after which steps an owner was hit, and another node answered. */
    Set<Integer> judge(Walk first, Deviations found) {
        Set<Integer> done = new TreeSet<>();
        for (int i = 0; i < walk.travellers().size(); i++) {
            Traveller one = walk.travellers().get(i);
            Traveller before = first.travellers().get(i);
            int after = waitsAfter(i);
            Optional<String> owner = owners.get(i);
            boolean isHit = fault == Fault.MOVE || owner.equals(Optional.of(victim));
            if (!isHit) {
                found.bystander(fault, after, before.way(), one.way());
                continue;
            }
            int last = fault == Fault.MOVE ? lastOn(one, after, owner) : after;
            if (owner.isEmpty() || last >= one.seen().size()) {
                continue;
            }
            boolean lost = found.hit(new Deviations.Hit(fault, owner.get(), last, this, before.way(), one.way()));
            Optional<String> by = one.seen().get(last).node();
            if (lost || (by.isPresent() && !by.equals(owner))) {
                done.add(last);
            }
        }
        return done;
    }

    /** The last step before the session moved: the front may have sent the next request to the same node. */
    private static int lastOn(Traveller one, int after, Optional<String> owner) {
        int last = after;
        while (last < one.seen().size() && one.seen().get(last).node().equals(owner)) {
            last++;
        }
        return last;
    }
}
