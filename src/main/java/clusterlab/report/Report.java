package clusterlab.report;

import clusterlab.experiment.Comparison;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.MatrixRow;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a report tells; its text, JSON and HTML say the same.
 *
 * @param experiment which one
 * @param setup what was run
 * @param status the verdict: decides the exit code
 * @param sentence the verdict in words
 * @param runs one, or several that are compared; not the control
 * @param comparison with the control, if there was one; its run is the first of {@code runs}
 */
public record Report(
        Experiment experiment,
        Setup setup,
        Status status,
        String sentence,
        List<RunResult> runs,
        Optional<Comparison> comparison) {

    /** Copies the list. */
    public Report {
        runs = List.copyOf(runs);
    }

    /** Of a run alone. */
    public static Report of(Experiment experiment, Setup setup, RunResult run) {
        return new Report(
                experiment,
                setup,
                run.judgement().status(),
                run.judgement().sentence(),
                List.of(run),
                Optional.empty());
    }

    /** Of a run with its control. */
    public static Report of(Experiment experiment, Setup setup, Comparison comparison) {
        return new Report(
                experiment,
                setup,
                comparison.status(),
                comparison.sentence(),
                List.of(comparison.run()),
                Optional.of(comparison));
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
        Status worst = Status.VALID;
        for (RunResult run : runs) {
            worst = worst.worse(run.judgement().status());
        }
        String sentence = runs.stream()
                .collect(Collectors.groupingBy(
                        r -> r.judgement().status(),
                        () -> new TreeMap<>(Comparator.<Status>reverseOrder()),
                        Collectors.mapping(RunResult::label, Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + ": " + e.getValue() + ".")
                .collect(Collectors.joining(" "));
        return new Report(experiment, setup, worst, sentence, runs, Optional.empty());
    }

    /** The run that is told in full. */
    public RunResult main() {
        return runs.get(0);
    }

    /** The table of runs; the control is the second line if there is one. */
    public List<MatrixRow> table() {
        return Stream.concat(runs.stream(), comparison.stream().map(Comparison::control))
                .map(MatrixRow::of)
                .toList();
    }

    /** What the findings of all runs mean and what to change, each once. */
    public List<Advice> advice() {
        return Stream.concat(runs.stream(), comparison.stream().map(Comparison::control))
                .flatMap(run -> run.judgement().verdicts().stream())
                .filter(v -> v.status() != Status.VALID || !v.findings().isEmpty())
                .map(v -> Advice.of(v.checker(), v.status(), setup))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
