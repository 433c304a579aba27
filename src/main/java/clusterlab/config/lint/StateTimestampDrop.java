package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** What a joining node throws away. */
final class StateTimestampDrop extends ConfigRule {
    StateTimestampDrop() {
        super("state-timestamp-drop", Severity.RISK);
    }

    @Override
    public String title() {
        return "stateTimestampDrop that is not switched off";
    }

    @Override
    public String effect() {
        return "A node that joins under load drops changes that all nodes have acknowledged, and lacks them until "
                + "they are set again.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment rejoin --cluster FILE";
    }

    @Override
    public String mend() {
        return "Set stateTimestampDrop=\"false\" on DeltaManager.";
    }

    @Override
    public String source() {
        return "DeltaManager.getAllClusterSessions: \"Drop message … inside GET_ALL_SESSIONS sync phase\". 17 of 40 "
                + "rejoins under load lost attributes with the default, 1 of 40 with false [measured at 11.0.21, "
                + "docs/findings.md].";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (config.isDelta()
                && !ClusterConfig.value(config.manager(), "stateTimestampDrop", "true")
                        .equalsIgnoreCase("false")) {
            findings.accept(at(
                    config,
                    config.manager(),
                    Certainty.LIKELY,
                    config.manager().attribute("stateTimestampDrop").isPresent()
                            ? "stateTimestampDrop is true."
                            : "stateTimestampDrop is not set, so it is true."));
        }
    }
}
