package clusterlab.report;

import static clusterlab.lang.Lang.shown;
import static clusterlab.lang.Lang.tr;

import clusterlab.experiment.Comparison;
import clusterlab.experiment.Latency;
import clusterlab.experiment.MatrixRow;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Figure;
import java.util.List;
import java.util.OptionalLong;

/** The tables of the page: configurations against each other, or a run against its control. */
final class HtmlTables {
    private final Report report;
    private final Html html;

    HtmlTables(Report report, Html html) {
        this.report = report;
        this.html = html;
    }

    void configurations() {
        html.raw("<section>\n").element("h2", tr("Comparison")).raw("\n<table>\n<thead><tr>");
        List.of(tr("configuration"), tr("verdict"), tr("service")).forEach(head -> html.element("th", head));
        List.of(
                        tr("increments lost"),
                        tr("sessions lost"),
                        tr("stale answers"),
                        tr("sessions that differ"),
                        tr("longest gap"),
                        tr("requests/s"),
                        "p99")
                .forEach(head -> html.element("th class=\"n\"", head));
        html.raw("</tr></thead>\n<tbody>\n");
        for (MatrixRow row : report.table()) {
            html.raw("<tr>").element("th", row.label().text()).raw("<td>");
            html.badge(row.status(), Aspect.LOSS.word(row.status()));
            html.raw("</td><td>");
            row.service().ifPresent(service -> html.badge(service, Aspect.SERVICE.word(service)));
            html.raw("</td>");
            count(row.increments());
            count(row.sessions());
            count(row.stale());
            count(row.differ());
            number(Times.span(row.gap()), false);
            number(Times.count(Math.round(row.perSecond())), false);
            number(Times.span(row.p99()), false);
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n</section>\n");
    }

    private void count(OptionalLong counted) {
        number(counted.isPresent() ? Times.count(counted.getAsLong()) : "–", counted.orElse(0) > 0);
    }

    private void number(String text, boolean bad) {
        html.element(bad ? "td class=\"n bad\"" : "td class=\"n\"", text);
    }

    void figures() {
        RunResult run = report.main();
        html.raw("<table>\n<thead><tr><th></th><th class=\"n\">")
                .text(
                        report.comparison().isPresent()
                                ? tr("with the fault")
                                : run.label().text())
                .raw("</th>");
        if (report.comparison().isPresent()) {
            html.element("th class=\"n\"", tr("control, no fault")).element("th class=\"n\"", tr("beyond the control"));
        }
        html.raw("</tr></thead>\n<tbody>\n");
        report.comparison().ifPresentOrElse(this::comparedFigures, () -> run.judgement().verdicts().stream()
                .flatMap(v -> v.figures().stream())
                .forEach(f -> {
                    html.raw("<tr>").element("th", shown(f.label()));
                    number(f.text(), f.sense() == Figure.Sense.LOSS && f.value() > 0);
                    html.raw("</tr>\n");
                }));
        html.raw("</tbody>\n</table>\n");
    }

    private void comparedFigures(Comparison comparison) {
        for (Comparison.ComparedFigure row : comparison.rows()) {
            boolean loss = row.run().sense() == Figure.Sense.LOSS;
            html.raw("<tr>").element("th", shown(row.run().label()));
            number(row.run().text(), loss && row.run().value() > 0);
            number(
                    row.control().map(Figure::text).orElse("–"),
                    loss && row.control().map(Figure::value).orElse(0.0) > 0);
            number(loss ? Times.count(row.blamed()) : "", row.blamed() > 0);
            html.raw("</tr>\n");
        }
        if (comparison.pairs().size() > 1) {
            return;
        }
        Latency run = comparison.runs().get(0).latency();
        Latency control = comparison.controls().get(0).latency();
        speed(tr("requests/s"), Times.count(Math.round(run.perSecond())), Times.count(Math.round(control.perSecond())));
        speed(tr("p50 latency"), Times.span(run.p50()), Times.span(control.p50()));
        speed(tr("p99 latency"), Times.span(run.p99()), Times.span(control.p99()));
    }

    private void speed(String label, String run, String control) {
        html.raw("<tr>").element("th", label);
        number(run, false);
        number(control, false);
        number("", false);
        html.raw("</tr>\n");
    }
}
