package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;
import org.apache.catalina.ha.ClusterManager;
import org.apache.catalina.util.ServerInfo;

/** Classes of Tomcat's that it does not have, and managers that no cluster takes. */
final class UnknownClass extends ConfigRule {
    UnknownClass() {
        super("unknown-class", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A class of Tomcat's that does not exist, or is no cluster manager";
    }

    @Override
    public String effect() {
        return "Tomcat logs a ClassNotFoundException or ClassCastException and starts without this part, or without the cluster.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE --dry-run";
    }

    @Override
    public String mend() {
        return "Correct className.";
    }

    @Override
    public String source() {
        return "ObjectCreateRule.begin makes an object of className; SimpleTcpCluster.setManagerTemplate takes a ClusterManager only.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        look(config, config.cluster(), findings);
    }

    /** The depth of a file is bounded. */
    private void look(ClusterConfig config, ClusterElement element, Consumer<RuleFinding> findings) {
        String name = element.className();
        // Others may be in a jar of the user's.
        if (name.startsWith("org.apache.catalina.")) {
            try {
                Class<?> type = Class.forName(name, false, UnknownClass.class.getClassLoader());
                if (element.name().equals("Manager") && !ClusterManager.class.isAssignableFrom(type)) {
                    findings.accept(at(
                            config,
                            element,
                            Certainty.CERTAIN,
                            element.simpleClassName() + " is no ClusterManager: a <Cluster> takes none other."));
                }
            } catch (ClassNotFoundException | LinkageError e) {
                findings.accept(at(
                        config,
                        element,
                        Certainty.LIKELY,
                        "Tomcat " + ServerInfo.getServerNumber().replaceFirst("\\.0$", "") + " has no class " + name
                                + "."));
            }
        }
        element.children().forEach(child -> look(config, child, findings));
    }
}
