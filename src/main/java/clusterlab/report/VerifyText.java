package clusterlab.report;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import clusterlab.app.journey.Difference;
import clusterlab.experiment.verdict.Status;
import clusterlab.lang.Cells;
import clusterlab.report.VerifyReport.Found;
import clusterlab.spec.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report of {@code verify} for a terminal, at most three screens of 24 lines for what is usual, and as JSON. */
public final class VerifyText {
    /** Findings that are shown with both sides, the first with more; of the others there is a line each. */
    private static final int STORIES = 2;

    private static final int MOST_GROUPS = 6;
    private static final int MOST_ROWS = 10;
    private static final int MOST_REMARKS = 3;
    private static final int LABEL = 16;
    private static final int STEP = 44;
    private static final int SIDE = 100;

    private final Lines lines = new Lines();
    private final VerifyReport report;
    private final boolean saved;

    private VerifyText(VerifyReport report, boolean saved) {
        this.report = report;
        this.saved = saved;
    }

    /** For people, without a page. */
    public static String of(VerifyReport report) {
        return of(report, false);
    }

    /**
     * For people.
     *
     * @param saved whether the page is written too, which it may then refer to
     */
    public static String of(VerifyReport report, boolean saved) {
        VerifyText text = new VerifyText(report, saved);
        text.write();
        return text.lines.toString();
    }

    private void write() {
        lines.line("");
        lines.wrap("", report.app() + ": " + report.verdict());
        lines.wrap("  ", report.sentence());
        table();
        findings();
        remarks();
        lines.line("");
        report.facts().forEach((label, value) -> lines.wrap(Lines.pad("  " + label, LABEL), value));
    }

    /** A row for each step; of many steps those after which all was kept are one row. */
    private void table() {
        List<Integer> rows = report.tried();
        if (rows.isEmpty()) {
            return;
        }
        lines.line("");
        lines.line("  " + tr("What was checked: the owner of a session was hit after each step."));
        StringBuilder head = new StringBuilder("  " + Cells.left("", STEP));
        report.faults().forEach(fault -> head.append(String.format(Locale.ROOT, "%8s", fault)));
        lines.line(head.toString());
        List<Integer> shown = rows.size() <= MOST_ROWS
                ? rows
                : rows.stream()
                        .filter(step -> !report.isKept(step))
                        .limit(MOST_ROWS - 1)
                        .toList();
        shown.forEach(step -> row(report.step(step), step));
        List<Integer> rest = rows.stream().filter(step -> !shown.contains(step)).toList();
        List<Integer> kept = rest.stream().filter(report::isKept).toList();
        if (!kept.isEmpty()) {
            row(
                    shown.isEmpty()
                            ? plural(kept.size(), "%d step", "%d steps", kept.size())
                            : plural(kept.size(), "%d other step", "%d other steps", kept.size()),
                    kept.get(0));
        }
        int more = rest.size() - kept.size();
        if (more > 0) {
            lines.wrap(
                    "  ",
                    plural(
                            more,
                            "and %d more step that was not kept; %s",
                            "and %d more steps that were not kept; %s",
                            more,
                            where()));
        }
    }

    private void row(String label, int step) {
        StringBuilder row = new StringBuilder("  " + Cells.left(Cells.cut(Printable.line(label), STEP), STEP));
        for (String fault : report.faults()) {
            row.append(String.format(
                    Locale.ROOT,
                    "%8s",
                    report.status(fault, step).map(VerifyText::word).orElse("")));
        }
        lines.line(row.toString().stripTrailing());
    }

    private static String word(Status status) {
        return switch (status) {
            case VALID -> "kept";
            case INVALID -> "LOST";
            case UNKNOWN -> "?";
        };
    }

    private void findings() {
        List<List<Found>> groups = report.groups();
        for (int i = 0; i < Math.min(groups.size(), MOST_GROUPS); i++) {
            if (i <= STORIES) {
                lines.line("");
            }
            if (i < STORIES) {
                story(groups.get(i), STORIES - i);
            } else {
                lines.line(Cells.cut("  ✗ " + Printable.line(title(groups.get(i))), Lines.WIDTH));
            }
        }
        int more = groups.size() - MOST_GROUPS;
        if (more > 0) {
            lines.wrap("  ", plural(more, "and %d more finding; %s", "and %d more findings; %s", more, where()));
        }
    }

    private String title(List<Found> group) {
        Found found = group.get(0);
        return tr(
                "After %s (%s), %s differs: %s",
                report.step(found.after()),
                group.stream().map(Found::fault).distinct().collect(Collectors.joining(", ")),
                report.step(found.step()),
                found.differences().get(0).meaning());
    }

    /** A finding with both sides of a few differences. */
    private void story(List<Found> group, int most) {
        Found found = group.get(0);
        lines.wrap("  ✗ ", title(group));
        int clients = group.stream().mapToInt(Found::clients).sum();
        lines.wrap(
                "    ",
                (found.by().isEmpty() ? tr("answered by nobody") : tr("answered by %s", found.by()))
                        + ", "
                        + tr("session %s", found.session())
                        + (clients > 1 ? ", " + plural(clients, "%d client", "%d clients", clients) : ""));
        List<Difference> differences = found.differences();
        for (Difference difference : differences.subList(0, Math.min(most, differences.size()))) {
            lines.wrap("      ", difference.place().words() + " (" + difference.meaning() + ")");
            lines.wrap("        " + Lines.pad(tr("expected"), 9), side(difference.expected()));
            lines.wrap("        " + Lines.pad(tr("got"), 9), side(difference.got()));
        }
        int places = found.omitted() + Math.max(0, differences.size() - most);
        if (places > 0) {
            lines.wrap(
                    "      ",
                    plural(places, "and %d more place of this answer", "and %d more places of this answer", places));
        }
        if (found.later() > 0) {
            lines.wrap("      ", plural(found.later(), "and %d later step", "and %d later steps", found.later()));
        }
    }

    private void remarks() {
        List<String> remarks = report.remarks();
        if (remarks.isEmpty()) {
            return;
        }
        lines.line("");
        remarks.stream().limit(MOST_REMARKS).forEach(remark -> lines.wrap("  " + tr("Note:") + " ", remark));
        int more = remarks.size() - MOST_REMARKS;
        if (more > 0) {
            lines.wrap("  ", plural(more, "and %d more note; %s", "and %d more notes; %s", more, where()));
        }
    }

    private String where() {
        return saved ? tr("see the report.") : tr("run again with --report FILE.html to read them.");
    }

    private static String side(String value) {
        String line = value.replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? tr("nothing") : line.length() <= SIDE ? line : line.substring(0, SIDE - 1) + "…";
    }

    /** For machines, in English. */
    public static Map<String, Object> tree(VerifyReport report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("app", report.app());
        tree.put("status", report.status().name());
        tree.put("verdict", report.verdict());
        tree.put("sentence", report.sentence());
        tree.put("startedAt", report.startedAt().toString());
        tree.put("seconds", report.took().toMillis() / 1e3);
        tree.put("steps", report.steps());
        tree.put(
                "faults",
                report.cells().stream()
                        .map(cell -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("fault", cell.fault());
                            one.put("afterStep", cell.after());
                            one.put("status", cell.status().name());
                            return one;
                        })
                        .toList());
        tree.put(
                "findings",
                report.findings().stream().map(found -> tree(report, found)).toList());
        tree.put("losses", report.losses());
        tree.put("missingEvidence", report.gaps());
        tree.put("notices", report.notices());
        tree.put("noted", report.noted());
        tree.put("facts", report.facts());
        return tree;
    }

    private static Map<String, Object> tree(VerifyReport report, Found found) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("fault", found.fault());
        tree.put("node", found.node());
        tree.put("afterStep", found.after());
        tree.put("step", found.step());
        tree.put("request", report.steps().get(found.step() - 1));
        tree.put("answeredBy", found.by());
        tree.put("session", found.session());
        tree.put("clients", found.clients());
        tree.put(
                "differences",
                found.differences().stream()
                        .map(difference -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("kind", difference.place().kind().name());
                            one.put("where", difference.place().where());
                            one.put("meaning", difference.meaning());
                            one.put("expected", difference.expected());
                            one.put("got", difference.got());
                            return one;
                        })
                        .toList());
        tree.put("morePlaces", found.omitted());
        tree.put("laterSteps", found.later());
        return tree;
    }
}
