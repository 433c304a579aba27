package clusterlab.diagnosis;

import clusterlab.spec.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Findings for people and for programs. */
public final class FindingForms {
    private FindingForms() {}

    /**
     * Several lines for each finding.
     *
     * @param examined what was, as the user named it; it stands for {@code APP} and {@code FILE} in commands
     */
    public static String text(List<RuleFinding> findings, String examined) {
        StringBuilder text = new StringBuilder();
        for (RuleFinding finding : findings) {
            RuleText rule = finding.rule();
            text.append('\n').append(finding.severity()).append("  ").append(clean(finding.what()));
            text.append("\n      at ").append(clean(finding.place().toString()));
            text.append("  [").append(rule.id()).append(", ");
            text.append(finding.certainty().name().toLowerCase(Locale.ROOT)).append("]\n");
            row(text, rule.effect(), "then: " + rule.effect());
            row(text, rule.see(), "see: " + see(rule, examined));
            row(text, rule.mend(), "mend: " + rule.mend());
            row(text, rule.source(), "why: " + rule.source());
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String content, String line) {
        if (!content.isEmpty()) {
            text.append("      ").append(line).append('\n');
        }
    }

    /** A tree for a JSON writer; {@code source} only where the rule has one. */
    public static Map<String, @Nullable Object> json(RuleFinding finding, String examined) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rule", finding.rule().id());
        json.put("severity", finding.severity().name());
        json.put("certainty", finding.certainty().name());
        json.put("subject", finding.subject());
        json.put("what", finding.what());
        json.put("file", finding.place().file());
        json.put("line", finding.place().line().orElse(null));
        json.put("member", finding.place().member());
        json.put("effect", finding.rule().effect());
        json.put("see", see(finding.rule(), examined));
        json.put("mend", finding.rule().mend());
        if (!finding.rule().source().isEmpty()) {
            json.put("source", finding.rule().source());
        }
        return json;
    }

    /** How to see it, with the path of what was examined in the command. */
    static String see(RuleText rule, String examined) {
        String word = examined.matches("[A-Za-z0-9@%+=:,./_-]+")
                ? examined
                : "'" + clean(examined).replace("'", "'\\''") + "'";
        return rule.see().replaceAll("\\b(APP|FILE)\\b", Matcher.quoteReplacement(word));
    }

    /** Names come from what is examined: nothing of them may move the cursor. */
    public static String clean(String text) {
        return Printable.line(text);
    }

    /** How many findings are of this severity. */
    public static long count(List<RuleFinding> findings, Severity severity) {
        return findings.stream().filter(one -> one.severity() == severity).count();
    }

    public static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
