package clusterlab.app.doctor;

import clusterlab.diagnosis.FindingForms;
import clusterlab.diagnosis.Severity;

/** A diagnosis for people. */
public final class DiagnosisText {
    private DiagnosisText() {}

    /** Several lines, the last one with what follows. Control characters of the application's names are left out. */
    public static String of(Diagnosis diagnosis) {
        StringBuilder text = new StringBuilder();
        text.append(summary(diagnosis)).append('\n');
        text.append(FindingForms.text(diagnosis.findings(), diagnosis.app().toString()));
        return text.append('\n').append(conclusion(diagnosis)).append('\n').toString();
    }

    private static String summary(Diagnosis diagnosis) {
        return FindingForms.clean(diagnosis.app().toString()) + ": " + diagnosis.kind() + ", "
                + FindingForms.count(diagnosis.classes(), "class", "classes") + " examined, "
                + FindingForms.count(diagnosis.libraries(), "library", "libraries")
                + (diagnosis.pages() > 0
                        ? ", " + FindingForms.count(diagnosis.pages(), "JSP", "JSPs")
                                + " (their tags and simple scriptlets)."
                        : ".");
    }

    private static String conclusion(Diagnosis diagnosis) {
        long loss = FindingForms.count(diagnosis.findings(), Severity.LOSS);
        long risk = FindingForms.count(diagnosis.findings(), Severity.RISK);
        if (loss > 0) {
            return "A failover would lose data: " + FindingForms.count(loss, "finding", "findings") + " of that kind"
                    + (risk > 0 ? ", and " + FindingForms.count(risk, "risk", "risks") : "") + ".";
        }
        return risk > 0
                ? "Nothing found that loses data for certain; " + FindingForms.count(risk, "risk", "risks") + "."
                : "Nothing found that a failover would lose. Only a run shows that: cluster-lab verify.";
    }
}
