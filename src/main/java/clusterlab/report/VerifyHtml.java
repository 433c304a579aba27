package clusterlab.report;

import clusterlab.app.journey.Difference;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Status;
import clusterlab.lang.Lang;
import clusterlab.report.VerifyReport.Cell;
import clusterlab.report.VerifyReport.Found;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report of {@code verify} as one file that needs nothing else, in the style of {@link HtmlReport}. */
public final class VerifyHtml {
    private static final int OPEN = 5;

    private final VerifyReport report;
    private final Html html = new Html();

    private VerifyHtml(VerifyReport report) {
        this.report = report;
    }

    /** The page. */
    public static String of(VerifyReport report) {
        VerifyHtml page = new VerifyHtml(report);
        page.write();
        return page.html.toString();
    }

    private void write() {
        html.raw(HtmlReport.head(report.app() + ": " + report.verdict(), Lang.EN));
        html.raw("<header class=\"" + Html.style(report.status()) + "\">\n<p class=\"kicker\">cluster-lab verify · ")
                .text(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(report.startedAt()))
                .raw("</p>\n<h1>")
                .text(report.app())
                .raw(" ");
        html.badge(report.status(), report.verdict());
        html.raw("</h1>\n").element("p class=\"sentence\"", report.sentence()).raw("\n</header>\n");
        table();
        findings();
        remarks();
        html.raw("<section>\n<h2>Configuration</h2>\n<dl>\n");
        report.facts().forEach((label, value) -> html.element("dt", label).element("dd", value));
        html.raw("</dl>\n</section>\n</main>\n</body>\n</html>\n");
    }

    private void table() {
        List<String> faults = report.faults();
        html.raw(
                        "<section>\n<h2>The journey <small>the owner of a session was hit after each step</small></h2>\n<table>\n")
                .raw("<thead><tr><th>step</th>");
        faults.forEach(fault -> html.element("th", fault));
        html.raw("</tr></thead>\n<tbody>\n");
        for (int step = 1; step <= report.steps().size(); step++) {
            html.raw("<tr>").element("td", report.step(step));
            for (String fault : faults) {
                cell(fault, step);
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table>\n</section>\n");
    }

    private void cell(String fault, int step) {
        Optional<Cell> cell = report.cells().stream()
                .filter(one -> one.fault().equals(fault) && one.after() == step)
                .findFirst();
        html.raw("<td>");
        cell.ifPresent(one -> html.badge(
                one.status(),
                one.status() == Status.VALID ? "kept" : one.status() == Status.INVALID ? "lost" : "not hit"));
        html.raw("</td>");
    }

    private void findings() {
        if (report.findings().isEmpty()) {
            return;
        }
        html.raw("<section>\n<h2>What differed</h2>\n");
        int written = 0;
        for (Found found : report.findings()) {
            html.raw(written++ < OPEN ? "<details open><summary>" : "<details><summary>")
                    .text(report.what(found) + ": " + report.step(found.step()) + ", "
                            + found.differences().get(0).meaning())
                    .raw(" <span class=\"id\">session ")
                    .text(found.session() + (found.by().isEmpty() ? "" : " · answered by " + found.by()))
                    .raw(
                            "</span></summary>\n<table>\n<thead><tr><th>where</th><th>without a fault</th><th>with it</th></tr>"
                                    + "</thead>\n<tbody>\n");
            for (Difference difference : found.differences()) {
                html.raw("<tr>")
                        .element("td", difference.place().words())
                        .element("td", difference.expected().isEmpty() ? "(nothing)" : difference.expected())
                        .element("td class=\"bad\"", difference.got().isEmpty() ? "(nothing)" : difference.got())
                        .raw("</tr>\n");
            }
            html.raw("</tbody></table>\n");
            if (found.omitted() + found.later() > 0) {
                html.element(
                        "p class=\"asked\"",
                        "Also different: "
                                + (found.omitted() == 0
                                        ? ""
                                        : Times.plural(found.omitted(), "more place") + " of this answer"
                                                + (found.later() == 0 ? "." : ", and "))
                                + (found.later() == 0 ? "" : Times.plural(found.later(), "later step") + "."));
            }
            html.raw("</details>\n");
        }
        html.raw("</section>\n");
    }

    private void remarks() {
        if (report.remarks().isEmpty()) {
            return;
        }
        html.raw("<section>\n<h2>Notes</h2>\n<ul>\n");
        report.remarks().forEach(remark -> html.element("li", remark).raw("\n"));
        html.raw("</ul>\n</section>\n");
    }
}
