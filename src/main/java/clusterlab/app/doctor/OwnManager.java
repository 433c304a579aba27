package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** StandardContext.startInternal asks the cluster for a manager only if the context has none. */
final class OwnManager extends Rule {
    OwnManager() {
        super("own-manager", Severity.LOSS);
    }

    @Override
    public String title() {
        return "The application has a session manager of its own";
    }

    @Override
    public String effect() {
        return "With a <Manager> in META-INF/context.xml the cluster's is not used, and no session is on "
                + "a second node.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Remove <Manager> from META-INF/context.xml, or use DeltaManager or BackupManager there.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        examination.app().context().flatMap(Descriptor::manager).ifPresent(manager -> {
            if (!manager.startsWith("org.apache.catalina.ha.session.")) {
                findings.accept(RuleFinding.of(
                        this,
                        Certainty.CERTAIN,
                        RuleFinding.Place.file("META-INF/context.xml"),
                        "context.xml",
                        "META-INF/context.xml has a <Manager>"
                                + (manager.isEmpty() ? "." : " of the class " + manager + ".")));
            }
        });
    }
}
