package clusterlab.config.lint;

import clusterlab.diagnosis.FindingForms;
import clusterlab.diagnosis.SarifLog;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.TomcatVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the examination of a configuration gave, for people and for programs. */
public final class LintForms {
    private LintForms() {}

    /** Several lines, the last one with what follows. */
    public static String text(Linted linted) {
        String path = linted.path().toString();
        return summary(linted, path) + "\n"
                + FindingForms.text(linted.findings(), path)
                + "\n" + conclusion(linted) + "\n";
    }

    private static String summary(Linted linted, String path) {
        String files = String.join(", ", linted.files());
        String clusters = FindingForms.count(linted.clusters(), "<Cluster>", "<Cluster> elements");
        return FindingForms.clean(path) + ": " + files + ", " + clusters
                + (linted.tomcat().isPresent()
                        ? ", for Tomcat " + linted.tomcat().get() + "."
                        : "; no version of Tomcat is judged without --tomcat.");
    }

    private static String conclusion(Linted linted) {
        long loss = FindingForms.count(linted.findings(), Severity.LOSS);
        long risk = FindingForms.count(linted.findings(), Severity.RISK);
        String risks = FindingForms.count(risk, "risk", "risks");
        if (loss > 0) {
            return "This configuration loses data: " + FindingForms.count(loss, "finding", "findings") + " of that kind"
                    + (risk > 0 ? ", and " + risks : "") + ".";
        }
        return risk > 0
                ? "Nothing found that loses data for certain; " + risks + "."
                : "Nothing found. Only a run shows what it keeps: cluster-lab experiment failover --cluster.";
    }

    /** One object; see docs/lint.md. */
    public static Map<String, @Nullable Object> json(Linted linted) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("event", "lint");
        json.put("path", linted.path().toString());
        json.put("files", linted.files());
        json.put("clusters", linted.clusters());
        json.put("tomcat", linted.tomcat().map(TomcatVersion::toString).orElse(null));
        json.put("loses", linted.loses());
        json.put(
                "findings",
                linted.findings().stream()
                        .map(finding -> FindingForms.json(finding, linted.path().toString()))
                        .toList());
        return json;
    }

    /**
     * SARIF 2.1.0, as a tree for a JSON writer.
     *
     * @param version of cluster-lab
     */
    public static Map<String, Object> sarif(Linted linted, String version) {
        return SarifLog.tree(
                "cluster-lab lint",
                version,
                ConfigRules.ALL,
                linted.findings(),
                linted.path().toString());
    }
}
