package clusterlab.app.doctor;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A diagnosis as SARIF 2.1.0 (OASIS), which code hosts show beside the code, as a tree for a JSON writer. Places are paths
 * below a source folder for classes, and below the application's root for descriptors.
 */
public final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private Sarif() {}

    /**
     * One log with one run.
     *
     * @param version of cluster-lab
     */
    public static Map<String, Object> tree(Diagnosis diagnosis, String version) {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "cluster-lab doctor");
        driver.put("semanticVersion", version);
        driver.put("rules", Rule.all().stream().map(Sarif::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put(
                "results",
                diagnosis.findings().stream()
                        .map(finding -> result(finding, diagnosis))
                        .toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return log;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", rule.id());
        json.put("shortDescription", text(rule.title() + "."));
        json.put("fullDescription", text(rule.effect()));
        json.put("help", text(rule.mend()));
        json.put("defaultConfiguration", Map.of("level", rule.severity().level()));
        return json;
    }

    private static Map<String, Object> result(AppFinding finding, Diagnosis diagnosis) {
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
        json.put("ruleIndex", Rule.all().indexOf(finding.rule()));
        json.put("level", finding.severity().level());
        json.put(
                "message",
                text(finding.what() + " " + finding.rule().effect() + " "
                        + finding.rule().mend()));
        json.put("locations", List.of(location));
        json.put("partialFingerprints", Map.of("clusterLab/v1", finding.rule().id() + " " + finding.subject()));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("certainty", finding.certainty().name().toLowerCase(Locale.ROOT));
        properties.put("see", DiagnosisText.see(finding.rule(), diagnosis));
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
