package clusterlab.app.doctor;

import clusterlab.diagnosis.SarifLog;
import java.util.Map;

/** A diagnosis as SARIF 2.1.0, as a tree for a JSON writer. */
public final class Sarif {
    private Sarif() {}

    /**
     * One log with one run.
     *
     * @param version of cluster-lab
     */
    public static Map<String, Object> tree(Diagnosis diagnosis, String version) {
        return SarifLog.tree(
                "cluster-lab doctor",
                version,
                Rule.all(),
                diagnosis.findings(),
                diagnosis.app().toString());
    }
}
