package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** Two clusters in one server. */
final class SeveralClusters extends ConfigRule {
    SeveralClusters() {
        super("several-clusters", Severity.NOTE);
    }

    @Override
    public String title() {
        return "More than one <Cluster>";
    }

    @Override
    public String effect() {
        return "A Host uses its own, and the Engine's is for the other Hosts; of two in one container Tomcat takes "
                + "the last.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE refuses to guess.";
    }

    @Override
    public String mend() {
        return "Leave out the one that is not meant, or give each a group, a port range and a name of its own.";
    }

    @Override
    public String source() {
        return "ContainerBase.getCluster, setCluster.";
    }

    @Override
    void files(Examined examined, Consumer<RuleFinding> findings) {
        examined.clusters().stream()
                .skip(1)
                .forEach(more -> findings.accept(at(
                        more,
                        more.cluster(),
                        Certainty.CERTAIN,
                        "This is a further <Cluster>; the first one is at line "
                                + examined.clusters().get(0).cluster().line() + ".")));
    }
}
