package clusterlab.report;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.shown;
import static clusterlab.lang.Lang.tr;

import clusterlab.experiment.MatrixRow;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import clusterlab.lang.Lang;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A report for people, as one file that needs nothing else: no script, no font, no picture from elsewhere. A
 * Content-Security-Policy holds the browser to that. Light and dark by the reader's preference, and made for paper too.
 */
public final class HtmlReport {
    /** Most findings of a checker that the page has. */
    private static final int STORIES = 200;

    private final Report report;
    private final Html html = new Html();

    private final Map<RunLabel, String> replays;

    private HtmlReport(Report report, Map<RunLabel, String> replays) {
        this.report = report;
        this.replays = replays;
    }

    /** The page of a report without replays. */
    public static String of(Report report) {
        return of(report, Map.of());
    }

    /**
     * The page.
     *
     * @param replays files beside it that play its runs again
     */
    public static String of(Report report, Map<RunLabel, String> replays) {
        HtmlReport page = new HtmlReport(report, replays);
        page.write();
        return page.html.toString();
    }

    private void write() {
        html.raw(head(report.experiment().name() + ": " + report.verdict(), Lang.current()));
        head();
        cards();
        // Of several runs the comparison comes first, of one run the picture.
        HtmlTables tables = new HtmlTables(report, html);
        if (report.runs().size() > 1) {
            tables.configurations();
        }
        checkers();
        timelines();
        advice();
        if (report.comparison().isPresent() || report.runs().size() == 1) {
            html.fold(tr("All figures"), tables::figures);
        }
        stories();
        html.fold(tr("Configuration"), this::setup);
        html.raw("<section>\n")
                .element("h2", tr("Run it again"))
                .raw("\n")
                .element("pre", report.setup().command())
                .raw("\n</section>\n");
        html.raw("</main>\n</body>\n</html>\n");
    }

    /** All of a page before what is in its main element; also of the report of verify. */
    static String head(String title, Lang lang) {
        return "<!DOCTYPE html>\n<html lang=\"" + lang.code() + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + new Html().element("title", title)
                + "\n<style>\n" + css() + "</style>\n</head>\n<body>\n<main>\n";
    }

    private static String css() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("/clusterlab/report/report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is not in the jar; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head() {
        html.raw("<header class=\"" + Html.style(report.status())
                        + "\">\n<p class=\"kicker\">cluster-lab experiment · ")
                .text(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(report.setup().startedAt()))
                .raw(" · seed ")
                .text(report.setup().seed())
                .raw("</p>\n<h1>")
                .text(report.experiment().name())
                .raw(" ");
        html.badge(report.status(), report.verdict());
        html.raw("</h1>\n").element("p class=\"sentence\"", shown(report.sentence()));
        report.service().ifPresent(service -> {
            html.raw("\n<p class=\"service\">").text(tr("Service")).raw(" ");
            html.badge(service, Aspect.SERVICE.word(service));
            html.raw(" ").text(shown(report.serviceSentence())).raw("</p>");
        });
        html.raw("\n<p class=\"asked\">")
                .text(tr(
                        "What happens: %s. Asked: %s.",
                        shown(report.experiment().what()),
                        shown(report.experiment().asked())))
                .raw("</p>\n</header>\n");
    }

    private void cards() {
        MatrixRow row = report.table().get(0);
        if (report.runs().size() > 1) {
            return;
        }
        html.raw("<section class=\"cards\">\n");
        row.increments().ifPresent(count -> card(tr("increments lost"), Times.count(count), count > 0));
        row.sessions().ifPresent(count -> card(tr("sessions lost"), Times.count(count), count > 0));
        row.stale().ifPresent(count -> card(tr("stale answers"), Times.count(count), count > 0));
        row.differ().ifPresent(count -> card(tr("sessions that differ"), Times.count(count), count > 0));
        card(tr("longest gap"), Times.span(row.gap()), false);
        card(tr("requests/s"), Times.count(Math.round(row.perSecond())), false);
        card(tr("p99 latency"), Times.span(row.p99()), false);
        html.raw("</section>\n");
    }

    private void card(String label, String value, boolean bad) {
        html.raw(bad ? "<div class=\"card bad\">" : "<div class=\"card\">")
                .element("b", value)
                .element("span", label)
                .raw("</div>\n");
    }

    /** The first one is open; its control, or further runs, are folded. */
    private void timelines() {
        List<RunResult> all = report.all().toList();
        html.raw("<section>\n")
                .element("h2", tr("Timeline: %s", all.get(0).label().text()));
        timeline(all.get(0));
        html.raw("</section>\n");
        if (all.size() == 2) {
            html.fold(tr("Timeline: %s", all.get(1).label().text()), () -> timeline(all.get(1)));
        } else if (all.size() > 2) {
            html.fold(
                    tr("Timelines of the %d other runs", all.size() - 1),
                    () -> all.stream().skip(1).forEach(run -> {
                        html.element("h3", tr("Timeline: %s", run.label().text()));
                        timeline(run);
                    }));
        }
    }

    private void timeline(RunResult run) {
        replay(run.label(), tr("▶ Replay"));
        html.raw("\n<p class=\"legend\">");
        legend("k-mark", "▼", tr("finding"));
        legend("k-fault", "▌", tr("fault"));
        legend("k-ok", "■", tr("answers"));
        legend("k-failed", "■", tr("failures"));
        legend("k-p50", "━", "p50");
        legend("k-p99", "━", tr("p99 latency"));
        html.raw("</p>\n")
                .raw(TimelineSvg.of(
                        run.timeline(),
                        tr("Rate and latency over time, run %s", run.label().text())));
    }

    private void legend(String style, String sign, String text) {
        html.raw(" <span class=\"" + style + "\">" + sign + "</span> ").text(text);
    }

    private void replay(RunLabel label, String text) {
        Optional.ofNullable(replays.get(label)).ifPresent(file -> html.raw("\n<a class=\"replay\" href=\"")
                .text(file)
                .raw("\">")
                .text(text)
                .raw("</a>"));
    }

    /** A line for each checker; of several runs the worst result, with the runs that have it. */
    private void checkers() {
        html.raw("<section>\n").element("h2", tr("What was checked")).raw("\n<table>\n<thead><tr>");
        List.of(tr("checker"), tr("result"), tr("why")).forEach(head -> html.element("th", head));
        html.raw("</tr></thead>\n<tbody>\n");
        report.main().judgement().verdicts().stream()
                .map(Verdict::checker)
                .distinct()
                .forEach(this::checker);
        html.raw("</tbody>\n</table>\n</section>\n");
    }

    private void checker(String name) {
        Map<RunResult, Verdict> verdicts = new LinkedHashMap<>();
        report.all().forEach(run -> run.judgement().of(name).ifPresent(one -> verdicts.put(run, one)));
        Status worst = verdicts.values().stream().map(Verdict::status).reduce(Status.VALID, Status::worse);
        List<Map.Entry<RunResult, Verdict>> those = verdicts.entrySet().stream()
                .filter(one -> one.getValue().status() == worst)
                .toList();
        Verdict first = those.get(0).getValue();
        boolean hasStories = report.runs().stream()
                .flatMap(run -> run.judgement().of(name).stream())
                .anyMatch(one -> !one.findings().isEmpty());
        html.raw("<tr><th>");
        if (hasStories) {
            html.raw("<a href=\"#c-").text(name).raw("\">").text(name).raw("</a>");
        } else {
            html.text(name);
        }
        html.raw("</th><td>");
        html.badge(worst, first.aspect() == Aspect.SERVICE ? Aspect.SERVICE.word(worst) : worst.name());
        html.raw("</td><td>");
        if (report.runs().size() > 1 || those.size() < verdicts.size()) {
            html.text(
                    those.size() == verdicts.size()
                            ? tr("In all %d runs. ", verdicts.size())
                            : tr(
                                    "In %d of %d runs: %s. ",
                                    those.size(),
                                    verdicts.size(),
                                    those.stream()
                                            .map(one -> one.getKey().label().text())
                                            .collect(Collectors.joining(", "))));
        }
        html.text(shown(first.reason())).raw("</td></tr>\n");
    }

    private void advice() {
        if (report.advice().isEmpty()) {
            return;
        }
        html.raw("<section>\n")
                .element("h2", tr("What it means, and what to change"))
                .raw("\n");
        for (List<Advice> same : report.advices()) {
            html.raw("<div class=\"advice\">");
            same.forEach(one -> html.raw("<p><b>")
                    .text(one.checker())
                    .raw("</b> ")
                    .text(one.meaning())
                    .raw("</p>"));
            html.element("p class=\"change\"", same.get(0).change()).raw("</div>\n");
        }
        html.raw("</section>\n");
    }

    /** The findings of each checker, folded; of very many the first ones. */
    private void stories() {
        Set<String> linked = new HashSet<>();
        for (RunResult run : report.runs()) {
            for (Verdict verdict : run.judgement().verdicts()) {
                if (!verdict.findings().isEmpty()) {
                    html.fold(
                            (report.runs().size() > 1 ? run.label().text() + ": " : "") + verdict.checker() + ", "
                                    + findings(verdict.findings().size() + verdict.omitted()),
                            () -> stories(verdict, linked.add(verdict.checker())));
                }
            }
        }
    }

    /** The mark is inside: a browser opens what is folded around the target of a link. */
    private void stories(Verdict verdict, boolean marked) {
        html.raw(marked ? "<div id=\"c-" + Html.escape(verdict.checker()) + "\">\n" : "<div>\n");
        verdict.findings().stream().limit(STORIES).forEach(this::story);
        long more = verdict.findings().size() + verdict.omitted() - STORIES;
        if (more > 0) {
            html.element(
                    "p class=\"asked\"",
                    tr("%s more are not shown here; report.json and the history have them.", Times.count(more)));
        }
        html.raw("</div>\n");
    }

    private static String findings(long count) {
        return plural(count, "%s finding", "%s findings", Times.count(count));
    }

    private void story(Finding finding) {
        html.raw("<details class=\"story\"><summary>")
                .raw("<span class=\"when\">")
                .text(Times.moment(finding.at()))
                .raw("</span> ")
                .text(shown(finding.title()))
                .raw(" <span class=\"id\">")
                .text(finding.session() < 0 ? "" : tr("session %d", finding.session()))
                .text(finding.sessionId() == null ? "" : " · " + finding.sessionId())
                .text(finding.request() < 0 ? "" : " · " + tr("request %d", finding.request()))
                .raw("</span></summary><ol>");
        finding.story().forEach(line -> html.element("li", shown(line)));
        html.raw("</ol></details>\n");
    }

    private void setup() {
        html.raw("<dl>\n");
        report.setup().facts().forEach((label, value) -> html.element("dt", shown(label))
                .element("dd", shown(value)));
        html.raw("</dl>\n").element("pre", report.setup().clusterXml()).raw("\n");
    }
}
