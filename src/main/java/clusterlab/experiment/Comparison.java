package clusterlab.experiment;

import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Judgement;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run with a fault beside its control: the same seed once without the fault. Some configurations lose sessions with no
 * fault at all, so a fault is blamed only for what exceeds the control.
 *
 * @param run with the fault
 * @param control without it
 */
public record Comparison(RunResult run, RunResult control) {

    /**
     * One figure of both.
     *
     * @param run with the fault
     * @param control without, or empty if the control did not measure it
     * @param blamed how much of it is the fault's at most, 0 or more
     */
    public record Row(Figure run, Optional<Figure> control, long blamed) {}

    /** The worse of the two: a configuration that loses with no fault is not a valid one. */
    public Status status() {
        return run.judgement().status().worse(control.judgement().status());
    }

    /** All figures of the run with those of the control. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Verdict verdict : run.judgement().verdicts()) {
            Optional<Verdict> beside = control.judgement().of(verdict.checker());
            for (Figure figure : verdict.figures()) {
                Optional<Figure> other = beside.flatMap(v -> v.figure(figure.key()));
                rows.add(new Row(figure, other, blamed(verdict, figure, beside, other)));
            }
        }
        return rows;
    }

    /**
     * What exceeds the control. If the run checked more than the control did, the control counts for as much more,
     * rounded up: the fault gets the benefit of the doubt.
     */
    private static long blamed(Verdict verdict, Figure figure, Optional<Verdict> beside, Optional<Figure> other) {
        double expected = other.map(Figure::value).orElse(0.0);
        long checked = beside.map(Verdict::checked).orElse(0L);
        if (figure.unit() == Figure.Unit.COUNT && checked > 0 && verdict.checked() > checked) {
            expected = Math.ceil(expected * verdict.checked() / checked);
        }
        return Math.max(0, Math.round(figure.value() - expected));
    }

    /** The verdict in one or two sentences; blames the fault only for what exceeds the control. */
    public String sentence() {
        if (run.judgement().status() == Status.UNKNOWN) {
            return run.judgement().sentence();
        }
        List<Row> losses = rows().stream()
                .filter(r -> r.run().sense() == Figure.Sense.LOSS)
                .toList();
        List<Row> inRun = losses.stream().filter(r -> r.run().value() > 0).toList();
        List<Row> byFault = losses.stream().filter(r -> r.blamed() > 0).toList();
        boolean controlLost =
                losses.stream().anyMatch(r -> r.control().map(Figure::value).orElse(0.0) > 0);
        if (control.judgement().status() == Status.UNKNOWN) {
            return run.judgement().sentence() + " How much of that is the fault's can't be told; of the control "
                    + Judgement.lower(control.judgement().sentence());
        }
        if (!byFault.isEmpty()) {
            return "The fault's doing: " + both(byFault, controlLost) + "." + remainder(inRun, byFault);
        }
        if (!inRun.isEmpty()) {
            return "The fault added nothing that can be told from chance. This configuration loses as much without a"
                    + " fault: " + both(inRun, true) + ".";
        }
        if (controlLost) {
            return "The run with the fault lost nothing, but its control without one did. "
                    + control.judgement().sentence();
        }
        return run.judgement().status() == Status.INVALID
                ? "The fault lost no session data, but: " + run.judgement().sentence()
                : "The fault lost nothing. " + run.judgement().sentence();
    }

    private static String both(List<Row> rows, boolean withControl) {
        return rows.stream().map(r -> told(r, withControl)).collect(Collectors.joining("; "));
    }

    private static String told(Row row, boolean withControl) {
        if (!withControl) {
            return row.run().label() + ": " + row.run().text();
        }
        return row.run().label()
                + (row.blamed() > 0 ? ": at most " + Times.count(row.blamed()) : "")
                + " (" + row.run().text() + " with the fault, "
                + row.control().map(Figure::text).orElse("0") + " without)";
    }

    private static String remainder(List<Row> inRun, List<Row> byFault) {
        List<Row> rest = inRun.stream().filter(r -> !byFault.contains(r)).toList();
        return rest.isEmpty() ? "" : " Not the fault's doing: " + both(rest, true) + ".";
    }
}
