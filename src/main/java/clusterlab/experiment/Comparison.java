package clusterlab.experiment;

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
 * fault at all, so a comparison counts only losses beyond the fault-free run.
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
     * @param blamed how much of it the fault caused at most, 0 or more
     */
    public record ComparedFigure(Figure run, Optional<Figure> control, long blamed) {}

    /** The worse of the two: a configuration that loses with no fault is not a valid one. */
    public Status status() {
        return run.judgement().status().worse(control.judgement().status());
    }

    /** All figures of the run with those of the control. */
    public List<ComparedFigure> rows() {
        List<ComparedFigure> rows = new ArrayList<>();
        for (Verdict verdict : run.judgement().verdicts()) {
            Optional<Verdict> beside = control.judgement().of(verdict.checker());
            for (Figure figure : verdict.figures()) {
                Optional<Figure> other = beside.flatMap(v -> v.figure(figure.key()));
                rows.add(new ComparedFigure(figure, other, blamed(verdict, figure, beside, other)));
            }
        }
        return rows;
    }

    /**
     * What exceeds the control. If the run checked more than the control did, the control counts for as much more,
     * rounded up: what is in doubt is not counted.
     */
    private static long blamed(Verdict verdict, Figure figure, Optional<Verdict> beside, Optional<Figure> other) {
        double expected = other.map(Figure::value).orElse(0.0);
        long checked = beside.map(Verdict::checked).orElse(0L);
        if (figure.unit() == Figure.Unit.COUNT && checked > 0 && verdict.checked() > checked) {
            expected = Math.ceil(expected * verdict.checked() / checked);
        }
        return Math.max(0, Math.round(figure.value() - expected));
    }

    /** The verdict in one or two sentences; counts only losses beyond the fault-free run. */
    public String sentence() {
        if (run.judgement().status() == Status.UNKNOWN) {
            return run.judgement().sentence();
        }
        List<ComparedFigure> losses = rows().stream()
                .filter(r -> r.run().sense() == Figure.Sense.LOSS)
                .toList();
        List<ComparedFigure> inRun =
                losses.stream().filter(r -> r.run().value() > 0).toList();
        List<ComparedFigure> byFault =
                losses.stream().filter(r -> r.blamed() > 0).toList();
        boolean controlLost =
                losses.stream().anyMatch(r -> r.control().map(Figure::value).orElse(0.0) > 0);
        if (control.judgement().status() == Status.UNKNOWN) {
            return run.judgement().sentence() + " The fault's share is unknown. Control: "
                    + Judgement.lower(control.judgement().sentence());
        }
        if (!byFault.isEmpty()) {
            return "The fault "
                    + joined(byFault.stream().map(r -> effect(r, controlLost)).toList()) + "."
                    + remainder(inRun, byFault);
        }
        if (!inRun.isEmpty()) {
            return "The fault lost no more than the control. This configuration loses as much without a fault: "
                    + both(inRun) + ".";
        }
        if (controlLost) {
            return "The run with the fault lost nothing, but the control without the fault did. "
                    + control.judgement().sentence();
        }
        return run.judgement().status() == Status.INVALID
                ? "The fault lost no session data, but: " + run.judgement().sentence()
                : "The fault lost nothing. " + run.judgement().sentence();
    }

    private static String effect(ComparedFigure row, boolean withControl) {
        return row.run().effect().orElseThrow().text(withControl ? "at most " : "", row.blamed())
                + (withControl ? " (" + values(row) + ")" : "");
    }

    private static String joined(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    private static String both(List<ComparedFigure> rows) {
        return rows.stream().map(r -> r.run().label() + " (" + values(r) + ")").collect(Collectors.joining("; "));
    }

    private static String values(ComparedFigure row) {
        return row.run().text() + " with the fault, "
                + row.control().map(Figure::text).orElse("0") + " without";
    }

    private static String remainder(List<ComparedFigure> inRun, List<ComparedFigure> byFault) {
        List<ComparedFigure> rest =
                inRun.stream().filter(r -> !byFault.contains(r)).toList();
        return rest.isEmpty() ? "" : " The fault did not cause: " + both(rest) + ".";
    }
}
