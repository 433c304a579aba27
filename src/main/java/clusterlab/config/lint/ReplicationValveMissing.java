package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** Valves of the file turn the default ones off. */
final class ReplicationValveMissing extends ConfigRule {
    ReplicationValveMissing() {
        super("replication-valve", Severity.LOSS);
    }

    @Override
    public String title() {
        return "Valves without ReplicationValve";
    }

    @Override
    public String effect() {
        return "No change of any request is sent to the other nodes: they have the sessions as they began.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: its probe's change does not arrive on the other nodes.";
    }

    @Override
    public String mend() {
        return "Add <Valve className=\"org.apache.catalina.ha.tcp.ReplicationValve\" filter=\"\"/>, or leave all "
                + "valves out.";
    }

    @Override
    public String source() {
        return "SimpleTcpCluster.checkDefaults adds the two valves only if there is none; ReplicationValve.invoke "
                + "sends at the end of a request.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (!config.hasValve("ReplicationValve")) {
            findings.accept(at(
                    config,
                    config.valves().get(0),
                    Certainty.CERTAIN,
                    "The <Cluster> names valves, and ReplicationValve is not among them, so Tomcat does not add it."));
        }
    }
}
