package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** A file for a server in which Tomcat finds no cluster. */
final class NoCluster extends ConfigRule {
    NoCluster() {
        super("no-cluster", Severity.LOSS);
    }

    @Override
    public String title() {
        return "server.xml has no <Cluster> that Tomcat reads";
    }

    @Override
    public String effect() {
        return "Each session is on one node only, and is gone with it.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment failover: its control shows what a cluster keeps.";
    }

    @Override
    public String mend() {
        return "Put <Cluster className=\"org.apache.catalina.ha.tcp.SimpleTcpCluster\"> into the <Host> or the "
                + "<Engine>, outside of any comment.";
    }

    @Override
    public String source() {
        return "EngineRuleSet and HostRuleSet: Cluster; StandardContext.startInternal makes a StandardManager "
                + "without one.";
    }

    @Override
    void files(Examined examined, Consumer<RuleFinding> findings) {
        if (examined.server().isEmpty() || !examined.clusters().isEmpty()) {
            return;
        }
        Examined.Document server = examined.server().get();
        ClusterElement root = server.root();
        int comment = examined.commentedCluster().orElse(0);
        findings.accept(at(
                server.name(),
                comment == 0 ? root : new ClusterElement(root.name(), root.attributes(), root.children(), comment),
                severity(),
                Certainty.CERTAIN,
                comment == 0
                        ? "No <Engine> and no <Host> has a <Cluster>."
                        : "The <Cluster> is in the comment that ends here, so Tomcat does not read it."));
    }
}
