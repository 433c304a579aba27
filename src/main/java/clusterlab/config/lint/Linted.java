package clusterlab.config.lint;

import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.TomcatVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the examination of a configuration gave.
 *
 * @param path what was examined
 * @param files the names of the files that were read
 * @param clusters how many {@code <Cluster>} elements they have
 * @param tomcat that was named; without it no version is judged
 * @param findings the worst first
 */
public record Linted(
        Path path, List<String> files, int clusters, Optional<TomcatVersion> tomcat, List<RuleFinding> findings) {
    public Linted {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }

    /** Whether something would be lost, as far as the files show it. */
    public boolean loses() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.LOSS);
    }
}
