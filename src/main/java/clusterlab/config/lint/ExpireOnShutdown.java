package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** The end of a node ends its sessions everywhere. */
final class ExpireOnShutdown extends ConfigRule {
    ExpireOnShutdown() {
        super("expire-on-shutdown", Severity.LOSS);
    }

    @Override
    public String title() {
        return "expireSessionsOnShutdown=\"true\"";
    }

    @Override
    public String effect() {
        return "Each orderly stop of a node, as at a deployment, ends all sessions that it has, on all nodes.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment rolling-restart --cluster FILE";
    }

    @Override
    public String mend() {
        return "Leave expireSessionsOnShutdown out, or set it to false.";
    }

    @Override
    public String source() {
        return "DeltaManager.stopInternal expires each session, and DeltaSession.expire tells the other nodes if "
                + "expireSessionsOnShutdown is set.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (config.isDelta() && ClusterConfig.isTrue(config.manager(), "expireSessionsOnShutdown")) {
            findings.accept(at(config, config.manager(), Certainty.CERTAIN, "expireSessionsOnShutdown is true."));
        }
    }
}
