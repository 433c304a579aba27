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
        if (examined.server().isEmpty()) {
            return;
        }
        Examined.Document server = examined.server().get();
        if (!examined.clusters().isEmpty()) {
            unread(server, findings);
            return;
        }
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

    /** Tomcat reads a {@code <Cluster>} directly in an Engine or a Host; an element alone is a part of a file. */
    private void unread(Examined.Document server, Consumer<RuleFinding> findings) {
        if (!server.root().name().equals("Cluster")) {
            unread(server.name(), server.root(), findings);
        }
    }

    private void unread(String file, ClusterElement parent, Consumer<RuleFinding> findings) {
        boolean reads = parent.name().equals("Engine") || parent.name().equals("Host");
        for (ClusterElement child : parent.children()) {
            if (child.name().equals("Cluster") && !reads) {
                findings.accept(at(
                        file,
                        child,
                        severity(),
                        Certainty.CERTAIN,
                        "A <Cluster> in <" + parent.name() + ">: Tomcat reads it in <Engine> and <Host> only."));
            }
            unread(file, child, findings);
        }
    }
}
