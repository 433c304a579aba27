package clusterlab.run;

import clusterlab.app.journey.Carried;
import clusterlab.app.journey.Difference;
import clusterlab.app.journey.Facts;
import clusterlab.app.journey.Facts.Place;
import clusterlab.app.journey.Noise;
import clusterlab.app.journey.Walker.Seen;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyReport.Found;
import clusterlab.run.VerifyOrder.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What clients got that differs from the walk without a fault.
 *
 * <p>What differs in the same place for a client whose session's owner was not hit comes from the missing node and not from the
 * session, as in a page that lists the nodes; unless that client was sent elsewhere, got no answer or another session: that
 * excuses nothing. Of another text or value, one round is no proof, since pages change by chance and by the time: it counts when
 * a further round of the fault after the same step shows it too. The query of a link is no proof, however often it differs.
 */
final class Deviations {
    private static final int MOST_DIFFERENCES = 5;

    private final Noise noise;
    private final Carried carried;
    private final List<Hit> hits = new ArrayList<>();
    private final Set<Excuse> excuses = new HashSet<>();
    private final Map<Hit, Map<Integer, List<Difference>>> differences = new HashMap<>();

    /** Hits of which nothing but noise was left that is no noise usually: a status, a redirect, a session. */
    private final Set<Hit> unsettled = new HashSet<>();

    /** By what was compared: where it differs, for each step. */
    private final Map<Hit, Map<Integer, Set<Place>>> places = new HashMap<>();

    /**
     * A client's way through the journey.
     *
     * @param seen what came of each step
     * @param facts of the same
     */
    record Way(List<Seen> seen, List<Facts> facts) {
        Way {
            seen = List.copyOf(seen);
            facts = List.copyOf(facts);
        }
    }

    private record Excuse(boolean nodeAway, int step, Place place) {}

    /**
     * A client whose owner was hit. Each one is another.
     *
     * @param after the last step that the owner answered
     * @param round in which it was hit
     * @param expected what the same client saw without a fault
     */
    record Hit(Fault fault, String node, int after, Object round, Way expected, Way got) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * Something that differed after a fault.
     *
     * @param repeated whether a further round hit a client after the same step
     */
    record Doubt(Fault fault, String node, int after, int step, Difference difference, boolean repeated) {
        /** Whether it takes nothing away: a time of day, or a text that came in addition and not again. */
        boolean isHarmless() {
            return difference.isClock()
                    || (repeated
                            && difference.expected().isEmpty()
                            && !difference.place().kind().isHard());
        }
    }

    Deviations(Noise noise, Carried carried) {
        this.noise = noise;
        this.carried = carried;
    }

    /** A client whose owner was not hit. */
    void bystander(Fault fault, int after, Way expected, Way got) {
        for (int step = after + 1; step <= got.seen().size(); step++) {
            List<Difference> all = differences(after, step, expected, got);
            if (all.stream().anyMatch(one -> one.place().kind().isHard())) {
                return;
            }
            for (Difference difference : all) {
                excuses.add(new Excuse(fault.takesANode(), step, difference.place()));
            }
        }
    }

    /**
     * A client whose owner was hit.
     *
     * @return whether something differs that nothing excuses: no answer, another status, redirect or session
     */
    boolean hit(Hit hit) {
        hits.add(hit);
        return differences(hit).values().stream().anyMatch(Deviations::isHard);
    }

    private List<Difference> differences(int after, int step, Way expected, Way got) {
        List<Difference> all = new ArrayList<>(noise.differences(
                step, expected.facts().get(step - 1), got.facts().get(step - 1)));
        if (!isHard(all)) {
            Set<Place> known = new HashSet<>();
            all.forEach(one -> known.add(one.place()));
            carried.broken(got.facts(), after, step).stream()
                    .filter(one -> !known.contains(one.place()))
                    .forEach(all::add);
        }
        return all;
    }

    private Map<Integer, List<Difference>> differences(Hit hit) {
        return differences.computeIfAbsent(hit, none -> {
            Map<Integer, List<Difference>> steps = new LinkedHashMap<>();
            for (int step = hit.after() + 1; step <= hit.got().seen().size(); step++) {
                List<Difference> all = differences(hit.after(), step, hit.expected(), hit.got());
                if (!all.isEmpty()) {
                    steps.put(step, all);
                }
            }
            return steps;
        });
    }

    private Map<Integer, Set<Place>> places(Hit hit) {
        return places.computeIfAbsent(hit, none -> {
            Map<Integer, Set<Place>> steps = new HashMap<>();
            differences(hit).forEach((step, all) -> {
                Set<Place> differing = new HashSet<>();
                all.forEach(one -> differing.add(one.place()));
                steps.put(step, differing);
            });
            return steps;
        });
    }

    private static boolean isHard(List<Difference> differences) {
        return differences.stream().anyMatch(one -> one.place().kind().isHard());
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
        return filtered(
                differences(hit),
                (step, one) -> one.place().kind().isHard()
                        || !excuses.contains(new Excuse(hit.fault().takesANode(), step, one.place())));
    }

    /** What counts: no chance. */
    private Map<Integer, List<Difference>> proven(Hit hit) {
        return filtered(
                inexcusable(hit),
                (step, one) ->
                        one.place().kind().isHard() || (!one.isQueryOfAddress() && wasSeenAgain(hit, step, one)));
    }

    private interface Filter {
        boolean test(int step, Difference difference);
    }

    private static Map<Integer, List<Difference>> filtered(Map<Integer, List<Difference>> steps, Filter filter) {
        Map<Integer, List<Difference>> left = new LinkedHashMap<>();
        steps.forEach((step, all) -> {
            List<Difference> some =
                    all.stream().filter(one -> filter.test(step, one)).toList();
            if (!some.isEmpty()) {
                left.put(step, some);
            }
        });
        return left;
    }

    /**
     * Whether a round after the first one that showed it showed it too, to at least half of the clients that it hit after the
     * same step: to one of many it may be chance again.
     */
    private boolean wasSeenAgain(Hit hit, int step, Difference difference) {
        Map<Object, int[]> rounds = new LinkedHashMap<>();
        for (Hit one : hits) {
            if (one.fault() == hit.fault() && one.after() == hit.after()) {
                boolean shows = places(one).getOrDefault(step, Set.of()).contains(difference.place());
                if (shows || !rounds.isEmpty()) {
                    int[] counts = rounds.computeIfAbsent(one.round(), none -> new int[2]);
                    counts[0]++;
                    counts[1] += shows ? 1 : 0;
                }
            }
        }
        return rounds.values().stream().skip(1).anyMatch(counts -> counts[1] * 2 >= counts[0]);
    }

    /** After which steps a fault has to be repeated: something differs there, and all of it may be chance. */
    Set<Integer> toRepeat(Fault fault) {
        Set<Integer> steps = new TreeSet<>();
        for (Hit hit : hits) {
            if (hit.fault() == fault
                    && inexcusable(hit).values().stream()
                            .flatMap(List::stream)
                            .anyMatch(one -> !one.isQueryOfAddress())) {
                steps.add(hit.after());
            }
        }
        steps.removeIf(after -> hits.stream()
                .anyMatch(hit -> hit.fault() == fault
                        && hit.after() == after
                        && !proven(hit).isEmpty()));
        return steps;
    }

    /** Whether nothing differs that nothing excuses, proven or not. */
    boolean isEmpty() {
        return hits.stream().allMatch(hit -> inexcusable(hit).isEmpty());
    }

    /**
     * To be called when more was learned of what differs without a fault.
     *
     * @return what is no finding any more, one for each place
     */
    List<Doubt> relearned() {
        Map<String, Doubt> before = new LinkedHashMap<>();
        hits.forEach(hit -> inexcusable(hit).forEach((step, all) -> {
            doubts(hit, step, all, before);
            if (isHard(all)) {
                unsettled.add(hit);
            }
        }));
        differences.clear();
        places.clear();
        Set<String> left = new HashSet<>();
        hits.forEach(hit -> inexcusable(hit).forEach((step, all) -> all.forEach(one -> left.add(key(step, one)))));
        before.keySet().removeAll(left);
        return List.copyOf(before.values());
    }

    /** Differences that no further round showed, one for each place; none of a fault after a step that has a finding. */
    List<Doubt> doubts() {
        Map<String, Doubt> doubts = new LinkedHashMap<>();
        for (Hit hit : hits) {
            if (status(hit.fault(), hit.after()) != Status.INVALID) {
                inexcusable(hit).forEach((step, all) -> doubts(hit, step, all, doubts));
            }
        }
        return List.copyOf(doubts.values());
    }

    private void doubts(Hit hit, int step, List<Difference> all, Map<String, Doubt> into) {
        all.forEach(one -> into.putIfAbsent(key(step, one), doubt(hit, step, one)));
    }

    private Doubt doubt(Hit hit, int step, Difference difference) {
        boolean repeated = hits.stream()
                .anyMatch(other ->
                        other.fault() == hit.fault() && other.after() == hit.after() && other.round() != hit.round());
        return new Doubt(hit.fault(), hit.node(), hit.after(), step, difference.excerpt(), repeated);
    }

    private static String key(int step, Difference difference) {
        return step + " " + difference.place();
    }

    /**
     * INVALID if clients whose owner was hit after this step got something else; UNKNOWN if one did once and it was not
     * harmless, or if the application goes different ways without a fault.
     */
    Status status(Fault fault, int after) {
        Status status = Status.VALID;
        for (Hit hit : hits) {
            if (hit.fault() == fault && hit.after() == after) {
                if (!proven(hit).isEmpty()) {
                    return Status.INVALID;
                }
                if (unsettled.contains(hit)
                        || !filtered(inexcusable(hit), (step, one) -> !doubt(hit, step, one)
                                        .isHarmless())
                                .isEmpty()) {
                    status = Status.UNKNOWN;
                }
            }
        }
        return status;
    }

    /** The findings, one for each fault after each step, the weightiest first. */
    List<Found> all() {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Hit hit : hits) {
            Map<Integer, List<Difference>> steps = proven(hit);
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
        List<Difference> all = steps.getOrDefault(step, List.of());
        Optional<String> by = hit.got().seen().get(step - 1).node();
        String session = hit.got().seen().get(hit.after() - 1).after().orElse("");
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
