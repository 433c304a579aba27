package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** Others look for the node at the port of the file. */
final class AutoBindStatic extends ConfigRule {
    AutoBindStatic() {
        super("auto-bind", Severity.RISK);
    }

    @Override
    public String title() {
        return "autoBind with static membership";
    }

    @Override
    public String effect() {
        return "If its port is in use, the receiver moves to another one, and the other nodes go on calling the "
                + "first: the node is alone, without an error.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE uses ports that are free.";
    }

    @Override
    public String mend() {
        return "Set autoBind=\"0\" on <Receiver>: the node does not start then if its port is in use.";
    }

    @Override
    public String source() {
        return "ReceiverBase.bind tries port to port + autoBind - 1, 100 by default; StaticMember has the port of "
                + "the file.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (config.staticMembership().isPresent() && ClusterConfig.number(config.receiver(), "autoBind", 100) > 1) {
            findings.accept(at(
                    config,
                    config.receiver(),
                    Certainty.CERTAIN,
                    "autoBind is " + ClusterConfig.number(config.receiver(), "autoBind", 100)
                            + (config.receiver().attribute("autoBind").isPresent() ? "" : " by default")
                            + ", and the members are static."));
        }
    }
}
