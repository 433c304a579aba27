package clusterlab.app.doctor;

import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.nio.file.Path;
import java.util.List;

/**
 * What the examination of an application gave.
 *
 * @param kind folder, WAR or Spring Boot WAR
 * @param classes own classes whose code was looked at
 * @param libraries jars in WEB-INF/lib
 * @param pages JSPs, of which only the tags were looked at
 * @param findings the worst first
 */
public record Diagnosis(Path app, String kind, int classes, int libraries, int pages, List<RuleFinding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether something would be lost at a failover, as far as the code shows it. */
    public boolean loses() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.LOSS);
    }
}
