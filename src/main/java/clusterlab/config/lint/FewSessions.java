package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** A limit that counts the sessions of all nodes. */
final class FewSessions extends ConfigRule {
    FewSessions() {
        super("few-sessions", Severity.RISK);
    }

    @Override
    public String title() {
        return "maxActiveSessions of a DeltaManager";
    }

    @Override
    public String effect() {
        return "The limit counts the sessions of all nodes, since each node has all: when it is reached, a new visitor "
                + "gets an error on each node.";
    }

    @Override
    public String see() {
        return "catalina.out: TooManyActiveSessionsException; cluster-lab experiment failover --cluster FILE";
    }

    @Override
    public String mend() {
        return "Leave maxActiveSessions out (-1, no limit), or choose more than all nodes together have.";
    }

    @Override
    public String source() {
        return "ManagerBase.createSession: getActiveSessions() >= maxActiveSessions; DeltaManager holds replicas in the "
                + "same map.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        ClusterElement manager = config.manager();
        long most = ClusterConfig.number(manager, "maxActiveSessions", -1);
        if (config.isDelta() && most >= 0) {
            findings.accept(at(
                    config, manager, Certainty.CERTAIN, "maxActiveSessions is " + most + " for all nodes together."));
        }
    }
}
