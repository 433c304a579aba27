package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.List;
import java.util.function.Consumer;

/** Listeners of the file turn the default one off. */
final class ListenerMissing extends ConfigRule {
    ListenerMissing() {
        super("cluster-listener", Severity.LOSS);
    }

    @Override
    public String title() {
        return "Cluster listeners without ClusterSessionListener";
    }

    @Override
    public String effect() {
        return "No node applies what the others send: their sessions are on one node each.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: its probe session is unknown on the other nodes.";
    }

    @Override
    public String mend() {
        return "Add <ClusterListener className=\"org.apache.catalina.ha.session.ClusterSessionListener\"/>, or "
                + "leave all listeners out.";
    }

    @Override
    public String source() {
        return "SimpleTcpCluster.checkDefaults adds it for DeltaManager only if there is none; "
                + "ClusterSessionListener.messageReceived hands messages to the managers.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        List<ClusterElement> listeners = config.cluster().children("ClusterListener");
        if (config.isDelta()
                && !listeners.isEmpty()
                && listeners.stream().noneMatch(one -> one.simpleClassName().equals("ClusterSessionListener"))) {
            findings.accept(
                    at(
                            config,
                            listeners.get(0),
                            Certainty.CERTAIN,
                            "The <Cluster> names listeners, and ClusterSessionListener is not among them, so Tomcat does not add it."));
        }
    }
}
