package clusterlab.run;

import clusterlab.app.journey.Difference;
import clusterlab.app.journey.Facts.Place;
import clusterlab.app.journey.Noise;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyReport.Found;
import clusterlab.run.VerifyOrder.Fault;
import clusterlab.run.Walk.Traveller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What clients got that differs from the walk without a fault. What differs in the same place for a client whose session's owner
 * was not hit comes from the missing node and not from the session, as in a page that lists the nodes; unless that client was
 * sent elsewhere, got no answer or another session: that excuses nothing.
 */
final class Deviations {
    private static final int MOST_DIFFERENCES = 5;

    private final Noise noise;
    private final List<Hit> hits = new ArrayList<>();
    private final Set<Excuse> excuses = new HashSet<>();

    private record Excuse(boolean nodeAway, int step, Place place) {}

    /** All steps of a client that differ; empty if none does. */
    private record Hit(
            Fault fault, String node, int after, Traveller traveller, Map<Integer, List<Difference>> steps) {}

    Deviations(Noise noise) {
        this.noise = noise;
    }

    /** A client whose owner was not hit. */
    void bystander(Fault fault, int after, Traveller expected, Traveller got) {
        for (int step = after + 1; step <= got.seen().size(); step++) {
            List<Difference> differences = noise.differences(step, expected.facts(step), got.facts(step));
            if (differences.stream().anyMatch(one -> one.place().kind().isHard())) {
                return;
            }
            for (Difference difference : differences) {
                excuses.add(new Excuse(fault.takesANode(), step, difference.place()));
            }
        }
    }

    /**
     * A client whose owner was hit.
     *
     * @param after the last step that the owner answered
     * @return whether something differs that nothing excuses: no answer, another status, redirect or session
     */
    boolean hit(Fault fault, String node, int after, Traveller expected, Traveller got) {
        Map<Integer, List<Difference>> steps = new LinkedHashMap<>();
        for (int step = after + 1; step <= got.seen().size(); step++) {
            List<Difference> differences = noise.differences(step, expected.facts(step), got.facts(step));
            if (!differences.isEmpty()) {
                steps.put(step, differences);
            }
        }
        hits.add(new Hit(fault, node, after, got, steps));
        return steps.values().stream()
                .flatMap(List::stream)
                .anyMatch(one -> one.place().kind().isHard());
    }

    /** Whether a client whose owner was hit got another text or value, and nothing worse. */
    boolean hasDoubts() {
        return hits.stream()
                .filter(hit -> hit.fault().takesANode())
                .flatMap(hit -> inexcusable(hit).values().stream())
                .flatMap(List::stream)
                .anyMatch(one -> !one.place().kind().isHard());
    }

    private Map<Integer, List<Difference>> inexcusable(Hit hit) {
        Map<Integer, List<Difference>> steps = new LinkedHashMap<>();
        hit.steps().forEach((step, differences) -> {
            List<Difference> left = differences.stream()
                    .filter(one -> one.place().kind().isHard()
                            || !excuses.contains(new Excuse(hit.fault().takesANode(), step, one.place())))
                    .toList();
            if (!left.isEmpty()) {
                steps.put(step, left);
            }
        });
        return steps;
    }

    /** INVALID if a client whose owner was hit after this step got something else. */
    Status status(Fault fault, int after) {
        return hits.stream()
                        .anyMatch(hit -> hit.fault() == fault
                                && hit.after() == after
                                && !inexcusable(hit).isEmpty())
                ? Status.INVALID
                : Status.VALID;
    }

    /** The findings, one for each fault after each step, the weightiest first. */
    List<Found> all() {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Hit hit : hits) {
            Map<Integer, List<Difference>> steps = inexcusable(hit);
            if (!steps.isEmpty()) {
                Found one = found(hit, steps);
                found.merge(hit.fault() + " " + hit.after() + " " + one.step(), one, Deviations::more);
            }
        }
        List<Found> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparing(
                        (Found one) -> one.differences().get(0).place().kind())
                .thenComparing(Found::after));
        return sorted;
    }

    private static Found found(Hit hit, Map<Integer, List<Difference>> steps) {
        int step = steps.keySet().iterator().next();
        List<Difference> all = steps.get(step) == null ? List.of() : steps.get(step);
        Optional<String> by = hit.traveller().seen().get(step - 1).node();
        String session = hit.traveller().seen().get(hit.after() - 1).after().orElse("");
        int shown = Math.min(MOST_DIFFERENCES, all.size());
        return new Found(
                hit.fault().word(),
                hit.fault().of(hit.node()),
                hit.node(),
                hit.after(),
                by.orElse(""),
                step,
                session,
                1,
                all.subList(0, shown),
                all.size() - shown,
                steps.size() - 1);
    }

    private static Found more(Found one, Found other) {
        return new Found(
                one.fault(),
                one.what(),
                one.node(),
                one.after(),
                one.by(),
                one.step(),
                one.session(),
                one.clients() + other.clients(),
                one.differences(),
                one.omitted(),
                Math.max(one.later(), other.later()));
    }
}
