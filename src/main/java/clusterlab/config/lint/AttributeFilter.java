package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.List;
import java.util.function.Consumer;

/** Attributes that no node is told of. */
final class AttributeFilter extends ConfigRule {
    AttributeFilter() {
        super("attribute-filter", Severity.RISK);
    }

    @Override
    public String title() {
        return "A filter of session attributes";
    }

    @Override
    public String effect() {
        return "Attributes that do not match are not sent to the other nodes: after a failover they are missing.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP --cluster FILE";
    }

    @Override
    public String mend() {
        return "Leave sessionAttributeNameFilter out unless each attribute that it leaves out can be made again; "
                + "set warnOnSessionAttributeFilterFailure=\"true\".";
    }

    @Override
    public String source() {
        return "ManagerBase.willAttributeDistribute.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        for (String name : List.of("sessionAttributeNameFilter", "sessionAttributeValueClassNameFilter")) {
            String filter = ClusterConfig.value(config.manager(), name, "");
            if (filter.isEmpty() || filter.equals(".*")) {
                continue;
            }
            boolean quiet = !ClusterConfig.isTrue(config.manager(), "warnOnSessionAttributeFilterFailure");
            if (name.equals("sessionAttributeNameFilter") || quiet) {
                findings.accept(at(
                        config,
                        config.manager(),
                        Certainty.LIKELY,
                        name + " is " + filter + (quiet ? ", and no line in the log says what it leaves out." : ".")));
            }
        }
    }
}
