package clusterlab.run;

import clusterlab.app.journey.Carried;
import clusterlab.app.journey.Difference;
import clusterlab.app.journey.Facts.Place;
import clusterlab.app.journey.Noise;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyReport.Found;
import clusterlab.run.VerifyOrder.Fault;
import clusterlab.run.Walk.Traveller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What clients got that differs from the walk without a fault. What differs in the same place for a client whose session's owner
 * was not hit comes from the missing node and not from the session, as in a page that lists the nodes; unless that client was
 * sent elsewhere, got no answer or another session: that excuses nothing. A difference that is no error, redirect or other
 * session has to be seen in two rounds: a clock and a banner that comes now and then differ once.
 */
final class Deviations {
    private static final int MOST_DIFFERENCES = 5;

    private final Noise noise;
    private final Carried carried;
    private final List<Hit> hits = new ArrayList<>();
    private final Set<Excuse> excuses = new HashSet<>();

    private record Excuse(boolean nodeAway, int step, Place place) {}

    /** A client whose owner was hit, in a round. */
    private record Hit(Fault fault, int round, String node, int after, Traveller expected, Traveller traveller) {}

    /** What a difference has in common with the same one of another round: its place, or what is missing. */
    private record Trait(int step, Place place, String expected) {}

    /** A difference that was seen in one round only. */
    record Doubt(Fault fault, int after, int step, Difference difference) {
        /** Whether it can't be a loss: a clock that went on, or a text that came in addition. */
        boolean isHarmless() {
            return difference.isClock() || difference.expected().isEmpty();
        }
    }

    Deviations(Noise noise, Carried carried) {
        this.noise = noise;
        this.carried = carried;
    }

    private List<Difference> differences(int after, int step, Traveller expected, Traveller got) {
        List<Difference> differences = noise.differences(step, expected.facts(step), got.facts(step));
        if (differences.stream().noneMatch(one -> one.place().kind().isHard())) {
            differences.addAll(carried.broken(got.facts(), after, step));
        }
        return differences;
    }

    /** A client whose owner was not hit. */
    void bystander(Fault fault, int after, Traveller expected, Traveller got) {
        for (int step = after + 1; step <= got.seen().size(); step++) {
            List<Difference> differences = differences(after, step, expected, got);
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
     * @param round a number that no other round has
     * @param after the last step that the owner answered
     * @return whether something differs that nothing excuses: no answer, another status, redirect or session
     */
    boolean hit(Fault fault, int round, String node, int after, Traveller expected, Traveller got) {
        Hit hit = new Hit(fault, round, node, after, expected, got);
        hits.add(hit);
        return inexcusable(hit).values().stream()
                .flatMap(List::stream)
                .anyMatch(one -> one.place().kind().isHard());
    }

    /** Whether a client whose owner was hit got something else. */
    boolean hasAny() {
        return hits.stream().anyMatch(hit -> !inexcusable(hit).isEmpty());
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
        for (int step = hit.after() + 1; step <= hit.traveller().seen().size(); step++) {
            int at = step;
            List<Difference> left = differences(hit.after(), step, hit.expected(), hit.traveller()).stream()
                    .filter(one -> one.place().kind().isHard()
                            || !excuses.contains(new Excuse(hit.fault().takesANode(), at, one.place())))
                    .toList();
            if (!left.isEmpty()) {
                steps.put(step, left);
            }
        }
        return steps;
    }

    private static List<Trait> traits(int step, Difference difference) {
        List<Trait> traits = new ArrayList<>(List.of(new Trait(step, difference.place(), "")));
        if (!difference.expected().isEmpty()) {
            traits.add(new Trait(step, new Place(difference.place().kind(), ""), difference.expected()));
        }
        return traits;
    }

    /** What is left at the end: by hit the differences that count, and those that were seen in one round only. */
    final class Result {
        private final Map<Hit, Map<Integer, List<Difference>>> counted = new LinkedHashMap<>();
        private final Set<Doubt> doubts = new LinkedHashSet<>();

        private Result() {
            Map<Hit, Map<Integer, List<Difference>>> all = new LinkedHashMap<>();
            Map<Trait, Set<Integer>> rounds = new HashMap<>();
            for (Hit hit : hits) {
                Map<Integer, List<Difference>> steps = inexcusable(hit);
                all.put(hit, steps);
                steps.forEach((step, differences) -> differences.forEach(
                        one -> traits(step, one).forEach(trait -> rounds.computeIfAbsent(trait, none -> new HashSet<>())
                                .add(hit.round()))));
            }
            all.forEach((hit, steps) -> steps.forEach((step, differences) -> {
                List<Difference> sure = new ArrayList<>();
                for (Difference one : differences) {
                    if (one.place().kind().isHard()
                            || traits(step, one).stream()
                                    .anyMatch(trait ->
                                            rounds.getOrDefault(trait, Set.of()).size() > 1)) {
                        sure.add(one);
                    } else {
                        doubts.add(new Doubt(hit.fault(), hit.after(), step, one));
                    }
                }
                if (!sure.isEmpty()) {
                    counted.computeIfAbsent(hit, none -> new LinkedHashMap<>()).put(step, sure);
                }
            }));
            // What counts says enough of that fault after that step.
            doubts.removeIf(doubt -> counted.keySet().stream()
                    .anyMatch(hit -> hit.fault() == doubt.fault() && hit.after() == doubt.after()));
        }

        /** What was seen in one round only. */
        Set<Doubt> doubts() {
            return doubts;
        }

        /** INVALID if a client whose owner was hit after this step got something else, UNKNOWN if that was seen once. */
        Status status(Fault fault, int after) {
            if (counted.keySet().stream().anyMatch(hit -> hit.fault() == fault && hit.after() == after)) {
                return Status.INVALID;
            }
            return doubts.stream()
                            .anyMatch(doubt -> doubt.fault() == fault && doubt.after() == after && !doubt.isHarmless())
                    ? Status.UNKNOWN
                    : Status.VALID;
        }

        /** The findings, one for each fault after each step, the weightiest first. */
        List<Found> all() {
            Map<String, Found> found = new LinkedHashMap<>();
            counted.forEach((hit, steps) -> {
                Found one = found(hit, steps);
                found.merge(hit.fault() + " " + hit.after() + " " + one.step(), one, Deviations::more);
            });
            List<Found> sorted = new ArrayList<>(found.values());
            sorted.sort(Comparator.comparing(
                            (Found one) -> one.differences().get(0).place().kind())
                    .thenComparing(Found::after));
            return sorted;
        }
    }

    /** By what was learned up to now. */
    Result result() {
        return new Result();
    }

    private static Found found(Hit hit, Map<Integer, List<Difference>> steps) {
        int step = steps.keySet().iterator().next();
        List<Difference> all = steps.getOrDefault(step, List.of());
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
                all.subList(0, shown).stream().map(Difference::excerpt).toList(),
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
