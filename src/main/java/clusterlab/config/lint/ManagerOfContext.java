package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** A manager of a context comes before the cluster's. */
final class ManagerOfContext extends ConfigRule {
    private static final String STANDARD = "org.apache.catalina.session.StandardManager";

    ManagerOfContext() {
        super("context-manager", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A <Manager> of a <Context> that does not replicate";
    }

    @Override
    public String effect() {
        return "The application uses this manager and not the cluster's: no session is on a second node.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment failover --cluster FILE, with the context.xml as FILE";
    }

    @Override
    public String mend() {
        return "Remove the <Manager>, or name DeltaManager or BackupManager there.";
    }

    @Override
    public String source() {
        return "StandardContext.startInternal asks the cluster for a manager only if the context has none.";
    }

    @Override
    void files(Examined examined, Consumer<RuleFinding> findings) {
        for (Examined.Placed context : examined.contexts()) {
            for (ClusterElement manager : context.element().children("Manager")) {
                String name = manager.className().isEmpty() ? STANDARD : manager.className();
                if (name.equals(STANDARD) || name.equals("org.apache.catalina.session.PersistentManager")) {
                    findings.accept(
                            at(
                                    context.file(),
                                    manager,
                                    severity(),
                                    name.equals(STANDARD) ? Certainty.CERTAIN : Certainty.LIKELY,
                                    "The <Context> has a manager of its own, "
                                            + name.substring(name.lastIndexOf('.') + 1)
                                            + (name.equals(STANDARD)
                                                    ? ", which replicates nothing."
                                                    : ", which stores sessions when they are idle or at the end, not with each change.")));
                }
            }
        }
    }
}
