package clusterlab.report;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.shown;
import static clusterlab.lang.Lang.tr;

import clusterlab.experiment.Comparison;
import clusterlab.experiment.MatrixRow;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.RunRole;
import clusterlab.experiment.check.Availability;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import clusterlab.lang.Cells;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** A report for the terminal: no line is longer than 80 columns, no colours, no control characters. */
public final class TextReport {
    private static final int LABEL = 22;
    private static final int STORIES = 2;

    /** Most lines of a story. */
    private static final int LINES = 5;

    private static final int FAULTS = 6;

    private final Lines lines = new Lines();
    private final Report report;

    private final boolean saved;

    private TextReport(Report report, boolean saved) {
        this.report = report;
        this.saved = saved;
    }

    /**
     * The report, with a line break at the end.
     *
     * @param saved whether there is a report.html too, which it may then refer to
     */
    public static String of(Report report, boolean saved) {
        TextReport text = new TextReport(report, saved);
        text.write();
        return text.lines.toString();
    }

    private void write() {
        line(report.experiment().name() + ": " + report.verdict());
        wrap("  ", shown(report.sentence()));
        report.service()
                .ifPresent(service -> wrap(
                        "  " + Cells.left(tr("service:"), 9),
                        Aspect.SERVICE.word(service) + ". " + shown(report.serviceSentence())));
        line("");
        if (report.runs().size() > 1) {
            table();
        } else {
            checkers(report.main());
        }
        if (report.comparison().isPresent() || report.runs().size() == 1) {
            line("");
            figures(report.main());
        }
        stories();
        for (List<Advice> same : report.advices()) {
            line("");
            same.forEach(advice -> wrap("  ", advice.checker() + ": " + advice.meaning()));
            wrap("    " + Cells.left(tr("change:"), 8), same.get(0).change());
        }
        line("");
        setup();
        wrap("  " + Cells.left(tr("again:"), 8), report.setup().command());
    }

    private void setup() {
        report.setup().facts().forEach((label, value) -> wrap(pad("  " + shown(label), 16), shown(value)));
        if (report.runs().size() == 1) {
            List<FaultRecord> faults = report.main().timeline().faults();
            faults.stream()
                    .limit(FAULTS)
                    .forEach(fault -> wrap(
                            pad("  " + tr("happened"), 16),
                            Times.moment(fault.at()) + " " + shown(fault.describe())
                                    + (fault.healedAt() == History.NEVER
                                            ? ""
                                            : tr(", over at %s", Times.moment(fault.healedAt())))));
            if (faults.size() > FAULTS) {
                int more = faults.size() - FAULTS;
                wrap(pad("  " + tr("happened"), 16), plural(more, "and %d more fault", "and %d more faults", more));
            }
        }
    }

    /** A line for each checker; the whole sentence where something is wrong. */
    private void checkers(RunResult run) {
        for (Verdict verdict : run.judgement().verdicts()) {
            String word = verdict.aspect() == Aspect.SERVICE
                    ? Aspect.SERVICE.word(verdict.status())
                    : verdict.status().name();
            String lead = pad(pad("  " + verdict.checker(), 27) + word, 37);
            wrap(
                    lead,
                    verdict.status() == Status.VALID
                            ? Cells.cut(shown(verdict.reason()), Lines.WIDTH - Cells.of(lead) - 1)
                            : shown(verdict.reason()));
        }
    }

    private void table() {
        String lost = Cells.right(tr("lost"), 5);
        line("  " + " ".repeat(LABEL + 1 + 7) + " " + lost + " " + lost);
        String head = "  " + Cells.left(tr("configuration"), LABEL) + " " + Cells.left(tr("verdict"), 7);
        head = column(head, tr("incr."), 38);
        head = column(head, tr("sess."), 44);
        head = column(head, tr("stale"), 50);
        head = column(head, tr("differ"), 57);
        head = column(head, tr("gap"), 65);
        line(head + " req/s     p99");
        for (MatrixRow row : report.table()) {
            line(String.format(
                    Locale.ROOT,
                    "  %s %-7s %5s %5s %5s %6s %7s %5d %7s",
                    Cells.left(Cells.cut(name(row.label()), LABEL), LABEL),
                    Aspect.LOSS.word(row.status()),
                    count(row.increments()),
                    count(row.sessions()),
                    count(row.stale()),
                    count(row.differ()),
                    Times.span(row.gap()),
                    Math.round(row.perSecond()),
                    Times.span(row.p99())));
        }
        line("  " + tr("lost: increments of the sessions that users have in the end, and sessions;"));
        line("  " + tr("stale: answers; differ: sessions whose copies differ in the end."));
    }

    /** The line with one more head, which ends at this cell, or further right if it is too wide. */
    private static String column(String line, String head, int end) {
        return line + " " + Cells.right(head, end - Cells.of(line) - 1);
    }

    private static String count(OptionalLong counted) {
        return counted.isPresent() ? Long.toString(counted.getAsLong()) : "-";
    }

    /** Each run with a fault stands above its control. */
    private String name(RunLabel label) {
        return report.comparisons().isEmpty()
                ? label.text()
                : label.role() == RunRole.CONTROL ? "  " + tr("control") : label.variantText();
    }

    private void figures(RunResult run) {
        if (report.comparison().isPresent()) {
            Comparison comparison = report.comparison().get();
            row("", tr("with fault"), tr("control"), tr("beyond"));
            List<Comparison.ComparedFigure> rows = comparison.rows();
            List<Comparison.ComparedFigure> told = rows.stream()
                    .filter(row -> tells(row.run())
                            || row.control().filter(TextReport::tells).isPresent())
                    .toList();
            for (Comparison.ComparedFigure row : told) {
                row(
                        shown(row.run().label()),
                        row.run().text(),
                        row.control().map(Figure::text).orElse("-"),
                        row.run().sense() == Figure.Sense.LOSS ? Times.count(row.blamed()) : "");
            }
            if (comparison.pairs().size() > 1) {
                others(rows.size() - told.size());
                return;
            }
            RunResult control = comparison.controls().get(0);
            row(tr("requests/s"), rate(run), rate(control), "");
            row(
                    "p50",
                    Times.span(run.latency().p50()),
                    Times.span(control.latency().p50()),
                    "");
            row(
                    "p99",
                    Times.span(run.latency().p99()),
                    Times.span(control.latency().p99()),
                    "");
            others(rows.size() - told.size());
        } else {
            List<Figure> all = run.judgement().verdicts().stream()
                    .flatMap(v -> v.figures().stream())
                    .toList();
            List<Figure> told = all.stream().filter(TextReport::tells).toList();
            told.forEach(f -> row(shown(f.label()), f.text(), "", ""));
            row(tr("requests/s"), rate(run), "", "");
            row("p50", Times.span(run.latency().p50()), "", "");
            row("p99", Times.span(run.latency().p99()), "", "");
            others(all.size() - told.size());
        }
    }

    /** Losses, and the longest gap; the rest is in the other forms of the report. */
    private static boolean tells(Figure figure) {
        return figure.value() > 0
                && (figure.sense() == Figure.Sense.LOSS || figure.key().equals(Availability.GAP));
    }

    private void others(int count) {
        if (count > 0) {
            wrap("  ", plural(count, "and %d figure of no loss; %s", "and %d figures of no loss; %s", count, where()));
        }
    }

    private String where() {
        return saved ? tr("see report.html.") : tr("run again with --report DIR to read them.");
    }

    private static String rate(RunResult run) {
        return Times.count(Math.round(run.latency().perSecond()));
    }

    private void row(String label, String a, String b, String c) {
        line(("  " + Cells.left(Cells.cut(label, 39), 39) + " " + Cells.right(a, 12) + " " + Cells.right(b, 12) + " "
                        + Cells.right(c, 11))
                .stripTrailing());
    }

    /** A few of all runs and checkers, with the end of what happened: first one of each checker that found something. */
    private void stories() {
        Set<String> shown = new HashSet<>();
        long more = 0;
        for (RunResult run : report.runs()) {
            for (Verdict verdict : run.judgement().verdicts()) {
                more += verdict.findings().size() + verdict.omitted();
                if (!verdict.findings().isEmpty() && shown.size() < STORIES && shown.add(verdict.checker())) {
                    more--;
                    story(run, verdict.findings().get(0));
                }
            }
        }
        if (more > 0) {
            line("");
            wrap("  ", plural(more, "and %s more finding; %s", "and %s more findings; %s", Times.count(more), where()));
        }
    }

    private void story(RunResult run, Finding finding) {
        line("");
        wrap(
                "  ",
                (report.runs().size() > 1 ? run.label().text() + ": " : "")
                        + (finding.session() < 0 ? "" : tr("session %d: ", finding.session()))
                        + shown(finding.title()));
        List<String> story = finding.story();
        if (story.size() > LINES) {
            line("    …");
        }
        story.stream().skip(Math.max(0, story.size() - LINES)).forEach(l -> wrap("    ", shown(l)));
    }

    private static String pad(String text, int width) {
        return Lines.pad(text, width);
    }

    private void wrap(String lead, String text) {
        lines.wrap(lead, text);
    }

    private void line(String text) {
        lines.line(text);
    }
}
