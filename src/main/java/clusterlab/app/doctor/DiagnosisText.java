package clusterlab.app.doctor;

import clusterlab.spec.Printable;
import java.util.List;
import java.util.Locale;

/** A diagnosis for people. */
public final class DiagnosisText {
    private DiagnosisText() {}

    /** Several lines, the last one with what follows. Control characters of the application's names are left out. */
    public static String of(Diagnosis diagnosis) {
        StringBuilder text = new StringBuilder();
        text.append(clean(diagnosis.app().toString()))
                .append(": ")
                .append(diagnosis.kind())
                .append(", ");
        text.append(count(diagnosis.classes(), "class", "classes")).append(" examined, ");
        text.append(count(diagnosis.libraries(), "library", "libraries"));
        if (diagnosis.pages() > 0) {
            text.append(", ")
                    .append(count(diagnosis.pages(), "JSP", "JSPs"))
                    .append(" (their tags and simple scriptlets)");
        }
        text.append(".\n");
        for (AppFinding finding : diagnosis.findings()) {
            Rule rule = finding.rule();
            text.append('\n').append(finding.severity()).append("  ").append(clean(finding.what()));
            text.append("\n      at ").append(clean(finding.place().toString()));
            text.append("  [").append(rule.id()).append(", ");
            text.append(finding.certainty().name().toLowerCase(Locale.ROOT)).append("]\n");
            row(text, "then", rule.effect());
            row(text, "see", see(rule, diagnosis));
            row(text, "mend", rule.mend());
        }
        return text.append('\n').append(conclusion(diagnosis)).append('\n').toString();
    }

    private static void row(StringBuilder text, String name, String content) {
        text.append("      ").append(name).append(": ").append(content).append('\n');
    }

    /** How to see it, with the application's path in the command. */
    static String see(Rule rule, Diagnosis diagnosis) {
        String path = diagnosis.app().toString();
        String word = path.matches("[A-Za-z0-9@%+=:,./_-]+")
                ? path
                : "'" + clean(path).replace("'", "'\\''") + "'";
        return rule.see().replaceAll("\\bAPP\\b", java.util.regex.Matcher.quoteReplacement(word));
    }

    /** Names come from the application: nothing of them may move the cursor. */
    static String clean(String text) {
        return Printable.line(text);
    }

    private static String conclusion(Diagnosis diagnosis) {
        List<AppFinding> findings = diagnosis.findings();
        long loss =
                findings.stream().filter(one -> one.severity() == Severity.LOSS).count();
        long risk =
                findings.stream().filter(one -> one.severity() == Severity.RISK).count();
        if (loss > 0) {
            return "A failover would lose data: " + count(loss, "finding", "findings") + " of that kind"
                    + (risk > 0 ? ", and " + count(risk, "risk", "risks") : "") + ".";
        }
        return risk > 0
                ? "Nothing found that loses data for certain; " + count(risk, "risk", "risks") + "."
                : "Nothing found that a failover would lose. Only a run shows that: cluster-lab verify.";
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
