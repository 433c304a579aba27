package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.RuleText;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.Optional;
import java.util.function.Consumer;

/** One thing that can be wrong in a configuration. */
public abstract class ConfigRule extends RuleText {
    ConfigRule(String id, Severity severity) {
        super(id, severity);
    }

    @Override
    public abstract String source();

    /** Looks for it in one {@code <Cluster>}. */
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {}

    /** Looks for it in the files; called once. */
    void files(Examined examined, Consumer<RuleFinding> findings) {}

    /** A finding at an element of the cluster's file. */
    final RuleFinding at(ClusterConfig config, ClusterElement element, Certainty certainty, String what) {
        return at(config.file(), element, severity(), certainty, what);
    }

    /** The same, more or less severe than usual. */
    final RuleFinding at(
            ClusterConfig config, ClusterElement element, Severity other, Certainty certainty, String what) {
        return at(config.file(), element, other, certainty, what);
    }

    /** A finding at an element of a file. */
    final RuleFinding at(String file, ClusterElement element, Severity other, Certainty certainty, String what) {
        return new RuleFinding(
                this,
                other,
                certainty,
                new RuleFinding.Place(file, Optional.of(element.line()).filter(line -> line > 0), ""),
                file + " " + element.line() + " " + element.name(),
                what);
    }

    /** All rules, in the order of the documentation. */
    public static java.util.List<ConfigRule> all() {
        return ConfigRules.ALL;
    }
}
