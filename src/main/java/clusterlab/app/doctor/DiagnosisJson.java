package clusterlab.app.doctor;

import clusterlab.diagnosis.FindingForms;
import java.util.LinkedHashMap;
import java.util.Map;

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
                        .map(finding ->
                                FindingForms.json(finding, diagnosis.app().toString()))
                        .toList());
        return json;
    }
}
