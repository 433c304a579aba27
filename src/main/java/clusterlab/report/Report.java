package clusterlab.report;

import static clusterlab.lang.Lang.tr;

import clusterlab.experiment.Comparison;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.MatrixRow;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of a report; its text, JSON and HTML have the same.
 *
 * @param experiment which one
 * @param setup what was run
 * @param status the verdict on losses: decides the exit code
 * @param sentence the verdict in words
 * @param runs one, or several that are compared; not the control
 * @param comparisons with the controls: their runs with the fault are {@code runs}, in the same order; or none
 */
public record Report(
        Experiment experiment,
        Setup setup,
        Status status,
        String sentence,
        List<RunResult> runs,
        List<Comparison> comparisons) {

    /** The sentence explains up to so many bad runs; of more it has the names only. */
    private static final int EXPLAINED = 4;

    /** Copies the lists. */
    public Report {
        runs = List.copyOf(runs);
        comparisons = List.copyOf(comparisons);
    }

    /** Of a run alone. */
    public static Report of(Experiment experiment, Setup setup, RunResult run) {
        return new Report(
                experiment, setup, run.judgement().status(), run.judgement().sentence(), List.of(run), List.of());
    }

    /** Of runs with their controls. */
    public static Report of(Experiment experiment, Setup setup, Comparison comparison) {
        return new Report(
                experiment, setup, comparison.status(), comparison.sentence(), comparison.runs(), List.of(comparison));
    }

    /**
     * Of several runs that are compared, each with its control.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Report ofComparisons(Experiment experiment, Setup setup, List<Comparison> comparisons) {
        if (comparisons.size() == 1) {
            return of(experiment, setup, comparisons.get(0));
        }
        Status worst = comparisons.stream().map(Comparison::status).reduce(Status.VALID, Status::worse);
        List<RunLine> outcomes = comparisons.stream()
                .map(c -> new RunLine(c.label().variantText(), c.status(), c.sentence()))
                .toList();
        List<RunResult> runs =
                comparisons.stream().flatMap(c -> c.runs().stream()).toList();
        return new Report(experiment, setup, worst, sentence(outcomes), runs, comparisons);
    }

    /**
     * Of several runs that are compared: a matrix, variants or repetitions.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Report of(Experiment experiment, Setup setup, List<RunResult> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a report needs a run");
        }
        if (runs.size() == 1) {
            return of(experiment, setup, runs.get(0));
        }
        Status worst = Status.VALID;
        for (RunResult run : runs) {
            worst = worst.worse(run.judgement().status());
        }
        List<RunLine> outcomes = runs.stream()
                .map(r -> new RunLine(
                        r.label().text(), r.judgement().status(), r.judgement().sentence()))
                .toList();
        return new Report(experiment, setup, worst, sentence(outcomes), runs, List.of());
    }

    /** One of several runs, for the sentence. */
    private record RunLine(String label, Status status, String sentence) {}

    /** The bad ones first, with the losses of a few; of the good ones the names. */
    private static String sentence(List<RunLine> all) {
        List<RunLine> bad = all.stream().filter(t -> t.status() != Status.VALID).toList();
        List<String> parts = new ArrayList<>();
        if (bad.size() <= EXPLAINED) {
            bad.forEach(t -> parts.add(t.label() + ": " + t.sentence()));
        } else {
            for (Status status : List.of(Status.INVALID, Status.UNKNOWN)) {
                names(bad, status).ifPresent(parts::add);
            }
        }
        names(all, Status.VALID).ifPresent(parts::add);
        return String.join(" ", parts);
    }

    private static Optional<String> names(List<RunLine> all, Status status) {
        String names = all.stream()
                .filter(t -> t.status() == status)
                .map(RunLine::label)
                .collect(Collectors.joining("; "));
        return names.isEmpty() ? Optional.empty() : Optional.of(Aspect.LOSS.word(status) + ": " + names + ".");
    }

    /** The verdict as it is printed: {@code KEPT (VALID)}, {@code LOST (INVALID)} or {@code UNKNOWN}. */
    public String verdict() {
        return verdict(status);
    }

    /** The same for any verdict on losses. */
    public static String verdict(Status status) {
        return status == Status.UNKNOWN ? status.name() : Aspect.LOSS.word(status) + " (" + status + ")";
    }

    /** The worst verdict on the service of all runs and controls; empty if no checker judged it. */
    public Optional<Status> service() {
        return all().flatMap(r -> r.judgement().service().stream()).reduce(Status::worse);
    }

    /** The reason of {@link #service}: of the run that is shown in full, if it is as bad, else of the few that are. */
    public String serviceSentence() {
        List<RunResult> all = all().toList();
        List<RunResult> worst = all.stream()
                .filter(r -> r.judgement().service().equals(service()))
                .toList();
        if (runs.size() == 1 && worst.contains(main())) {
            return main().judgement().serviceSentence();
        }
        return worst.size() > EXPLAINED || worst.size() == all.size()
                ? tr("In %d of %d runs.", worst.size(), all.size())
                : worst.stream()
                        .map(r -> r.label().text() + ": " + r.judgement().serviceSentence())
                        .collect(Collectors.joining(" "));
    }

    /** The run that is shown in full. */
    public RunResult main() {
        return runs.get(0);
    }

    /** The comparison, if there is one only. */
    public Optional<Comparison> comparison() {
        return comparisons.size() == 1 ? Optional.of(comparisons.get(0)) : Optional.empty();
    }

    /** The table of runs; the control is the line after its run if there is one. */
    public List<MatrixRow> table() {
        return all().map(MatrixRow::of).toList();
    }

    /** All pairs of all comparisons. */
    Stream<Comparison.Pair> pairs() {
        return comparisons.stream().flatMap(c -> c.pairs().stream());
    }

    /** All runs; the control follows its run if there is one. */
    Stream<RunResult> all() {
        return comparisons.isEmpty() ? runs.stream() : pairs().flatMap(pair -> Stream.of(pair.run(), pair.control()));
    }

    /** What the findings of all runs mean and what to change, each once; of each run for what it had. */
    public List<Advice> advice() {
        List<RunResult> controls = pairs().map(Comparison.Pair::control).toList();
        List<Advice> advice = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Setup own = setup.of(i);
            advice.addAll(advice(runs.get(i), own));
            if (!controls.isEmpty()) {
                advice.addAll(advice(controls.get(i), own));
            }
        }
        return advice.stream().distinct().toList();
    }

    /** The same, with those together that want the same change. */
    List<List<Advice>> advices() {
        return List.copyOf(advice().stream()
                .collect(Collectors.groupingBy(Advice::change, LinkedHashMap::new, Collectors.toList()))
                .values());
    }

    private List<Advice> advice(RunResult run, Setup own) {
        boolean fault = !run.timeline().faults().isEmpty();
        return run.judgement().verdicts().stream()
                .filter(v -> v.status() != Status.VALID || !v.findings().isEmpty())
                .flatMap(v -> Advice.of(v.checker(), v.status(), own, experiment, fault).stream())
                .toList();
    }
}
