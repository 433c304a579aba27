package clusterlab.report;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.app.journey.Difference;
import clusterlab.experiment.verdict.Status;
import clusterlab.lang.Lang;
import clusterlab.report.VerifyReport.Found;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report of {@code verify} as one file that needs nothing else, in the style of {@link HtmlReport}. */
public final class VerifyHtml {
    private static final int OPEN = 5;
    private static final int MOST_ROWS = 16;

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
        html.raw(HtmlReport.head(report.app() + ": " + report.verdict(), Lang.current()));
        html.raw("<header class=\"" + Html.style(report.status()) + "\">\n<p class=\"kicker\">cluster-lab verify · ")
                .text(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(report.startedAt()))
                .raw("</p>\n<h1>")
                .text(report.app())
                .raw(" ");
        html.badge(report.status(), report.verdict());
        html.raw("</h1>\n").element("p class=\"sentence\"", report.sentence()).raw("\n</header>\n");
        checked();
        findings();
        remarks();
        html.fold(tr("Configuration"), () -> {
            html.raw("<dl>\n");
            report.facts().forEach((label, value) -> html.element("dt", label).element("dd", value));
            html.raw("</dl>\n");
        });
        html.raw("</main>\n</body>\n</html>\n");
    }

    /** A row for each step; of many steps those after which all was kept are folded. */
    private void checked() {
        List<Integer> all = report.tried();
        List<Integer> shown = all.size() <= MOST_ROWS
                ? all
                : all.stream().filter(step -> !report.isKept(step)).toList();
        html.raw("<section>\n<h2>")
                .text(tr("What was checked"))
                .raw(" <small>")
                .text(tr("the owner of a session was hit after each step"))
                .raw("</small></h2>\n");
        table(shown);
        html.raw("</section>\n");
        int kept = all.size() - shown.size();
        if (kept > 0) {
            html.fold(
                    plural(kept, "Kept after %d other step", "Kept after %d other steps", kept),
                    () -> table(
                            all.stream().filter(step -> !shown.contains(step)).toList()));
        }
        if (all.size() < report.steps().size()) {
            html.fold(
                    plural(
                            report.steps().size(),
                            "The journey: %d step",
                            "The journey: %d steps",
                            report.steps().size()),
                    () -> {
                        html.raw("<ul>\n");
                        for (int step = 1; step <= report.steps().size(); step++) {
                            html.element("li", report.step(step)).raw("\n");
                        }
                        html.raw("</ul>\n");
                    });
        }
    }

    private void table(List<Integer> steps) {
        if (steps.isEmpty()) {
            return;
        }
        html.raw("<table>\n<thead><tr>").element("th", tr("step"));
        report.faults().forEach(fault -> html.element("th", fault));
        html.raw("</tr></thead>\n<tbody>\n");
        for (int step : steps) {
            html.raw("<tr>").element("td", report.step(step));
            for (String fault : report.faults()) {
                html.raw("<td>");
                report.status(fault, step).ifPresent(status -> html.badge(status, word(status)));
                html.raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table>\n");
    }

    private static String word(Status status) {
        return switch (status) {
            case VALID -> tr("kept");
            case INVALID -> tr("lost");
            case UNKNOWN -> tr("not hit");
        };
    }

    /** The first ones are shown; the others are a line each, behind a fold. */
    private void findings() {
        List<List<Found>> groups = report.groups();
        if (groups.isEmpty()) {
            return;
        }
        html.raw("<section>\n").element("h2", tr("What differed")).raw("\n");
        groups.stream().limit(OPEN).forEach(group -> finding(group, true));
        html.raw("</section>\n");
        int more = groups.size() - OPEN;
        if (more > 0) {
            html.fold(
                    plural(more, "%d further finding", "%d further findings", more),
                    () -> groups.stream().skip(OPEN).forEach(group -> finding(group, false)));
        }
    }

    private void finding(List<Found> group, boolean open) {
        Found found = group.get(0);
        html.raw(open ? "<details open><summary>" : "<details><summary>")
                .text(tr(
                        "After %s (%s), %s differs: %s",
                        report.step(found.after()),
                        group.stream().map(Found::fault).distinct().collect(Collectors.joining(", ")),
                        report.step(found.step()),
                        found.differences().get(0).meaning()))
                .raw(" <span class=\"id\">")
                .text(tr("session %s", found.session())
                        + (found.by().isEmpty() ? "" : " · " + tr("answered by %s", found.by())))
                .raw("</span></summary>\n<table>\n<thead><tr>");
        List.of(tr("where"), tr("without a fault"), tr("with it")).forEach(head -> html.element("th", head));
        html.raw("</tr></thead>\n<tbody>\n");
        for (Difference difference : found.differences()) {
            html.raw("<tr>")
                    .element("td", difference.place().words())
                    .element("td", side(difference.expected()))
                    .element("td class=\"bad\"", side(difference.got()))
                    .raw("</tr>\n");
        }
        html.raw("</tbody></table>\n");
        if (found.omitted() > 0) {
            html.element(
                    "p class=\"asked\"",
                    plural(
                            found.omitted(),
                            "and %d more place of this answer",
                            "and %d more places of this answer",
                            found.omitted()));
        }
        if (found.later() > 0) {
            html.element(
                    "p class=\"asked\"",
                    plural(found.later(), "and %d later step", "and %d later steps", found.later()));
        }
        html.raw("</details>\n");
    }

    private static String side(String value) {
        return value.isEmpty() ? "(" + tr("nothing") + ")" : value;
    }

    private void remarks() {
        List<String> remarks = report.remarks();
        if (remarks.isEmpty()) {
            return;
        }
        html.raw("<section>\n").element("h2", tr("Notes")).raw("\n");
        list(remarks.subList(0, Math.min(OPEN, remarks.size())));
        html.raw("</section>\n");
        int more = remarks.size() - OPEN;
        if (more > 0) {
            html.fold(
                    plural(more, "%d further note", "%d further notes", more),
                    () -> list(remarks.subList(OPEN, remarks.size())));
        }
    }

    private void list(List<String> remarks) {
        html.raw("<ul>\n");
        remarks.forEach(remark -> html.element("li", remark).raw("\n"));
        html.raw("</ul>\n");
    }
}
