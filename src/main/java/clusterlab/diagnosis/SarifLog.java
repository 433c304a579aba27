package clusterlab.diagnosis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the code, as a tree for a JSON writer. Places are paths
 * below a source folder for classes, and below the root of what was examined for other files.
 */
public final class SarifLog {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifLog() {}

    /**
     * One log with one run.
     *
     * @param tool its name
     * @param version of cluster-lab
     * @param rules all that were asked
     * @param examined what was examined, as the user named it
     */
    public static Map<String, Object> tree(
            String tool, String version, List<? extends RuleText> rules, List<RuleFinding> findings, String examined) {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", tool);
        driver.put("semanticVersion", version);
        driver.put("rules", rules.stream().map(SarifLog::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put(
                "results",
                findings.stream()
                        .map(finding -> result(finding, rules, examined))
                        .toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return log;
    }

    private static Map<String, Object> rule(RuleText rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", rule.id());
        json.put("shortDescription", text(rule.title() + "."));
        json.put("fullDescription", text(rule.effect()));
        json.put("help", text(rule.mend()));
        json.put("defaultConfiguration", Map.of("level", rule.severity().level()));
        return json;
    }

    private static Map<String, Object> result(RuleFinding finding, List<? extends RuleText> rules, String examined) {
        Map<String, Object> physical = new LinkedHashMap<>();
        physical.put("artifactLocation", Map.of("uri", uri(finding.place().file())));
        finding.place().line().ifPresent(line -> physical.put("region", Map.of("startLine", line)));
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("physicalLocation", physical);
        if (!finding.place().member().isEmpty()) {
            location.put(
                    "logicalLocations",
                    List.of(Map.of("fullyQualifiedName", finding.place().member())));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ruleId", finding.rule().id());
        json.put("ruleIndex", rules.indexOf(finding.rule()));
        json.put("level", finding.severity().level());
        json.put(
                "message",
                text(finding.what() + " " + finding.rule().effect() + " "
                        + finding.rule().mend()));
        json.put("locations", List.of(location));
        json.put("partialFingerprints", Map.of("clusterLab/v1", finding.rule().id() + " " + finding.subject()));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("certainty", finding.certainty().name().toLowerCase(Locale.ROOT));
        properties.put("see", FindingForms.see(finding.rule(), examined));
        if (!finding.rule().source().isEmpty()) {
            properties.put("source", finding.rule().source());
        }
        json.put("properties", properties);
        return json;
    }

    private static Map<String, String> text(String text) {
        return Map.of("text", text);
    }

    /** A relative reference; a name of the application may have any character. */
    private static String uri(String path) {
        try {
            return new URI(null, null, "/" + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            return "unknown";
        }
    }
}
