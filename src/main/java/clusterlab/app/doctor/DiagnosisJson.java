package clusterlab.app.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A diagnosis for programs, as a tree for a JSON writer. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    /** One object; see docs/doctor.md. */
    public static Map<String, Object> tree(Diagnosis diagnosis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", "diagnosis");
        json.put("app", diagnosis.app().toString());
        json.put("kind", diagnosis.kind());
        json.put("classes", diagnosis.classes());
        json.put("libraries", diagnosis.libraries());
        json.put("pages", diagnosis.pages());
        json.put("loses", diagnosis.loses());
        json.put(
                "findings",
                diagnosis.findings().stream()
                        .map(finding -> finding(finding, diagnosis))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> finding(AppFinding finding, Diagnosis diagnosis) {
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
        json.put("see", DiagnosisText.see(finding.rule(), diagnosis));
        json.put("mend", finding.rule().mend());
        return json;
    }
}
