package clusterlab.experiment;

import clusterlab.experiment.FaultEffect.Shares;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Judgement;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Runs with a fault beside their controls: the same seed once with and once without the fault. Some configurations lose
 * sessions with no fault at all, so a few pairs say only what was seen; {@link FaultEffect} says when the fault is the cause.
 *
 * @param label of the runs with the fault, without what tells the pairs apart
 * @param pairs one or more
 * @param effect of the fault; empty if there are fewer than {@link FaultEffect#LEAST_PAIRS} pairs with sessions
 */
public record Comparison(RunLabel label, List<Pair> pairs, Optional<FaultEffect> effect) {
    private static final String FAULT = "fault";

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no pair
     */
    public Comparison {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs a pair of runs");
        }
    }

    /**
     * Two runs of one seed.
     *
     * @param run with the fault
     * @param control without it
     */
    public record Pair(RunResult run, RunResult control) {
        private Optional<Shares> shares() {
            return run.sessions() == 0 || control.sessions() == 0
                    ? Optional.empty()
                    : Optional.of(new Shares(
                            run.judgement().harmed().size(),
                            run.sessions(),
                            control.judgement().harmed().size(),
                            control.sessions()));
        }
    }

    /**
     * One figure of both: the sum of all pairs, or the longest of durations.
     *
     * @param run with the fault
     * @param control without, or empty if no control measured it
     * @param blamed how much of it exceeds the controls, 0 or more
     */
    public record ComparedFigure(Figure run, Optional<Figure> control, long blamed) {}

    /** One pair. */
    public static Comparison of(RunResult run, RunResult control) {
        return of(run.label(), List.of(new Pair(run, control)), 0);
    }

    /**
     * These pairs.
     *
     * @param seed of the permutations
     */
    public static Comparison of(RunLabel label, List<Pair> pairs, long seed) {
        List<Shares> shares =
                pairs.stream().flatMap(pair -> pair.shares().stream()).toList();
        return new Comparison(
                label,
                pairs,
                shares.size() < FaultEffect.LEAST_PAIRS ? Optional.empty() : Optional.of(FaultEffect.of(shares, seed)));
    }

    /** The runs with the fault. */
    public List<RunResult> runs() {
        return pairs.stream().map(Pair::run).toList();
    }

    /** The runs without the fault, in the order of {@link #runs}. */
    public List<RunResult> controls() {
        return pairs.stream().map(Pair::control).toList();
    }

    /** The worst of all runs: a configuration that loses with no fault is not a valid one. */
    public Status status() {
        return all().map(r -> r.judgement().status()).reduce(Status.VALID, Status::worse);
    }

    private Stream<RunResult> all() {
        return pairs.stream().flatMap(pair -> Stream.of(pair.run(), pair.control()));
    }

    /** All figures of the runs with those of the controls. */
    public List<ComparedFigure> rows() {
        List<ComparedFigure> rows = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        runs().forEach(r -> r.judgement().verdicts().forEach(v -> seen.add(v.checker())));
        for (String checker : seen) {
            List<Verdict> run = verdicts(runs(), checker);
            List<Verdict> beside = verdicts(controls(), checker);
            for (Figure figure : together(run)) {
                Optional<Figure> other = together(beside).stream()
                        .filter(f -> f.key().equals(figure.key()))
                        .findFirst();
                rows.add(new ComparedFigure(figure, other, blamed(figure, checked(run), other, checked(beside))));
            }
        }
        return rows;
    }

    private static List<Verdict> verdicts(List<RunResult> runs, String checker) {
        return runs.stream().flatMap(r -> r.judgement().of(checker).stream()).toList();
    }

    private static long checked(List<Verdict> verdicts) {
        return verdicts.stream().mapToLong(Verdict::checked).sum();
    }

    private static List<Figure> together(List<Verdict> verdicts) {
        return verdicts.stream()
                .flatMap(v -> v.figures().stream().map(Figure::key))
                .distinct()
                .map(key -> Figure.together(
                        verdicts.stream().flatMap(v -> v.figure(key).stream()).toList()))
                .toList();
    }

    /**
     * What exceeds the controls. If the runs checked more than the controls did, the controls count for as much more,
     * rounded up: what is in doubt is not counted.
     */
    private static long blamed(Figure figure, long checkedByRun, Optional<Figure> other, long checked) {
        double expected = other.map(Figure::value).orElse(0.0);
        if (figure.unit() == Figure.Unit.COUNT && checked > 0 && checkedByRun > checked) {
            expected = Math.ceil(expected * checkedByRun / checked);
        }
        return Math.max(0, Math.round(figure.value() - expected));
    }

    /** The verdict in a few sentences. Names the fault as the cause only if chance does not explain the difference. */
    public String sentence() {
        List<String> parts = new ArrayList<>();
        boolean bare = status() == Status.UNKNOWN && pairs.size() == 1;
        if (!bare) {
            parts.add(seen());
        }
        if (all().anyMatch(r -> !r.judgement().harmed().isEmpty())) {
            parts.add(cause());
        } else if (status() == Status.VALID && pairs.size() == 1) {
            parts.add(pairs.get(0).run().judgement().sentence());
        }
        for (Function<RunResult, String> reason :
                List.<Function<RunResult, String>>of(Comparison::withoutSession, Comparison::unknown)) {
            first(runs(), reason)
                    .ifPresent(said -> parts.add(bare ? said : "With the " + asked() + ": " + Judgement.lower(said)));
            first(controls(), reason)
                    .ifPresent(said -> parts.add("Without the " + asked() + ": " + Judgement.lower(said)));
        }
        return String.join(" ", parts);
    }

    /** What the first run says for which this is not empty; of several runs with their number. */
    private static Optional<String> first(List<RunResult> runs, Function<RunResult, String> reason) {
        List<String> said = runs.stream().map(reason).filter(s -> !s.isEmpty()).toList();
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        runs.size() == 1
                                ? said.get(0)
                                : "In " + said.size() + " of " + Times.plural(runs.size(), "run") + ": "
                                        + Judgement.lower(said.get(0)));
    }

    private static String unknown(RunResult run) {
        return run.judgement().status() == Status.UNKNOWN ? run.judgement().sentence() : "";
    }

    /** Findings that are about no session. */
    private static String withoutSession(RunResult run) {
        return String.join(
                " ",
                run.judgement().verdicts().stream()
                        .filter(v -> v.aspect() == Aspect.LOSS
                                && v.status() == Status.INVALID
                                && v.harmed().isEmpty())
                        .map(Verdict::reason)
                        .toList());
    }

    /** What tells the runs from their controls: the fault, or its kind where the controls have faults of another one. */
    private String asked() {
        return controls().stream().allMatch(r -> r.timeline().faults().isEmpty())
                ? FAULT
                : runs().stream()
                        .flatMap(r -> r.timeline().faults().stream())
                        .map(FaultRecord::type)
                        .findFirst()
                        .orElse(FAULT);
    }

    /** What was seen with and without the fault; claims no cause. */
    private String seen() {
        return (pairs.size() > 1 ? "In " + pairs.size() + " pairs of runs, with the " : "With the ") + asked() + " "
                + sum(runs(), r -> r.judgement().harmed().size()) + " of "
                + Times.plural(sum(runs(), RunResult::sessions), "session") + " were harmed" + losses(runs())
                + "; without it "
                + sum(controls(), r -> r.judgement().harmed().size()) + " of "
                + Times.count(sum(controls(), RunResult::sessions)) + losses(controls()) + ".";
    }

    private static long sum(List<RunResult> runs, ToLongFunction<RunResult> counted) {
        return runs.stream().mapToLong(counted).sum();
    }

    private static String losses(List<RunResult> runs) {
        List<String> effects = together(runs.stream()
                        .flatMap(r -> r.judgement().verdicts().stream())
                        .toList())
                .stream()
                .filter(f -> f.sense() == Figure.Sense.LOSS && f.value() > 0)
                .flatMap(f -> f.effect().stream().map(effect -> effect.text(Math.round(f.value()))))
                .toList();
        int last = effects.size() - 1;
        return effects.isEmpty()
                ? ""
                : " (" + (last == 0 ? "" : String.join(", ", effects.subList(0, last)) + " and ") + effects.get(last)
                        + ")";
    }

    private String cause() {
        boolean controlsLost = sum(controls(), r -> r.judgement().harmed().size()) > 0;
        String without = controlsLost
                ? "This configuration loses without " + (asked().equals(FAULT) ? "a fault" : "the " + asked())
                        + " too. "
                : "";
        if (effect.isEmpty()) {
            return without
                    + (pairs.size() < FaultEffect.LEAST_PAIRS
                            ? "Whether the " + asked() + " is the cause, " + Times.plural(pairs.size(), "pair")
                                    + " of runs can't " + "tell; --pairs " + FaultEffect.LEAST_PAIRS + " or more can."
                            : "Too few runs had sessions to tell whether the " + asked() + " is the cause.");
        }
        if (controls().stream().anyMatch(r -> r.judgement().status() == Status.UNKNOWN)) {
            return without + "No cause is named, since a run without the " + asked() + " has no verdict.";
        }
        FaultEffect found = effect.get();
        String interval = " (95 % interval; "
                + (found.p() < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", found.p())) + ").";
        return without
                + (found.harms()
                        ? "The " + asked() + " lost data of " + percent(found.low()) + " to " + percent(found.high())
                                + " % more of the sessions" + interval
                        : found.helps()
                                ? "Without the " + asked() + " " + percent(-found.high()) + " to "
                                        + percent(-found.low()) + " % more of the sessions were harmed" + interval
                                : "The difference can be chance: it is between " + percent(found.low()) + " and "
                                        + percent(found.high()) + " % of the sessions" + interval);
    }

    private static String percent(double share) {
        return Times.decimal(100 * share);
    }
}
