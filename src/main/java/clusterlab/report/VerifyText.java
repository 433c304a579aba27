package clusterlab.report;

import clusterlab.app.journey.Difference;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.VerifyReport.Cell;
import clusterlab.report.VerifyReport.Found;
import clusterlab.spec.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The report of {@code verify} for a terminal, and as JSON. */
public final class VerifyText {
    private static final int MOST_FINDINGS = 12;

    private VerifyText() {}

    /** For people. */
    public static String of(VerifyReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%n%s: %s%n", Printable.line(report.app()), report.verdict()));
        text.append("  ").append(Printable.line(report.sentence())).append('\n');
        table(report, text);
        int shown = Math.min(MOST_FINDINGS, report.findings().size());
        for (Found found : report.findings().subList(0, shown)) {
            finding(report, found, text);
        }
        if (shown < report.findings().size()) {
            text.append("\n  ")
                    .append(Times.plural(report.findings().size() - shown, "more finding"))
                    .append(": see the report (--report FILE.html).\n");
        }
        if (!report.remarks().isEmpty()) {
            text.append('\n');
            report.remarks().forEach(remark -> text.append("  Note: ")
                    .append(Printable.line(remark))
                    .append('\n'));
        }
        text.append('\n');
        report.facts()
                .forEach((label, value) ->
                        text.append(String.format(Locale.ROOT, "  %-14s %s%n", label, Printable.line(value))));
        return text.toString();
    }

    private static void table(VerifyReport report, StringBuilder text) {
        if (report.cells().isEmpty()) {
            return;
        }
        List<String> faults = report.faults();
        text.append(String.format(Locale.ROOT, "%n  %-44s", "owner hit after"));
        faults.forEach(fault -> text.append(String.format(Locale.ROOT, "%8s", fault)));
        text.append('\n');
        for (int step = 1; step <= report.steps().size(); step++) {
            int after = step;
            if (report.cells().stream().noneMatch(cell -> cell.after() == after)) {
                continue;
            }
            String name = Printable.line(report.step(step));
            text.append(
                    String.format(Locale.ROOT, "  %-44s", name.length() <= 44 ? name : name.substring(0, 43) + "…"));
            for (String fault : faults) {
                Optional<Cell> cell = report.cells().stream()
                        .filter(one -> one.fault().equals(fault) && one.after() == after)
                        .findFirst();
                text.append(String.format(
                        Locale.ROOT, "%8s", cell.map(one -> word(one.status())).orElse("")));
            }
            text.append('\n');
        }
    }

    private static String word(Status status) {
        return switch (status) {
            case VALID -> "kept";
            case INVALID -> "LOST";
            case UNKNOWN -> "?";
        };
    }

    private static void finding(VerifyReport report, Found found, StringBuilder text) {
        text.append("\n  ✗ ").append(Printable.line(report.what(found))).append('\n');
        text.append("    ").append(Printable.line(report.step(found.step()))).append(", answered by ");
        text.append(found.by().isEmpty() ? "nobody" : Printable.line(found.by()))
                .append(", session ")
                .append(Printable.line(found.session()));
        if (found.clients() > 1) {
            text.append(", ").append(found.clients()).append(" clients");
        }
        text.append('\n');
        for (Difference difference : found.differences()) {
            text.append("      ")
                    .append(Printable.line(difference.place().words()))
                    .append(" (")
                    .append(Printable.line(difference.meaning()))
                    .append(")\n");
            text.append("        expected ").append(side(difference.expected())).append('\n');
            text.append("        got      ").append(side(difference.got())).append('\n');
        }
        if (found.omitted() > 0) {
            text.append("      and ")
                    .append(Times.plural(found.omitted(), "more place"))
                    .append(" of this answer\n");
        }
        if (found.later() > 0) {
            text.append("      and ")
                    .append(Times.plural(found.later(), "later step"))
                    .append('\n');
        }
    }

    private static String side(String value) {
        String line = Printable.line(value.replaceAll("\\s+", " ").strip());
        return line.isEmpty() ? "nothing" : line.length() <= 160 ? line : line.substring(0, 159) + "…";
    }

    /** For machines. */
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
