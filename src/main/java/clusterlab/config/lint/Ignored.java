package clusterlab.config.lint;

import clusterlab.config.ClusterCheck;
import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What Tomcat reads over. */
final class Ignored extends ConfigRule {
    Ignored() {
        super("ignored", Severity.RISK);
    }

    @Override
    public String title() {
        return "Attributes and elements that Tomcat ignores";
    }

    @Override
    public String effect() {
        return "The setting is not in force: Tomcat logs one line at the start and uses its default.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE --dry-run";
    }

    @Override
    public String mend() {
        return "Correct the name, or remove it.";
    }

    @Override
    public String source() {
        return "SetPropertiesRule.begin, Digester.startElement (rulesValidation), SimpleTcpCluster.addValve.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        for (ClusterCheck.Remark remark : ClusterCheck.check(config.imported(), Optional.empty(), Set.of(), true)
                .remarks()) {
            if (remark.ignored()) {
                findings.accept(new RuleFinding(
                        this,
                        severity(),
                        config.tomcat().isPresent() ? Certainty.LIKELY : Certainty.CERTAIN,
                        new RuleFinding.Place(
                                config.file(), Optional.of(remark.line()).filter(line -> line > 0), ""),
                        config.file() + " " + remark,
                        remark.text()));
            }
        }
    }
}
