package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** The group of every example. */
final class SharedGroup extends ConfigRule {
    SharedGroup() {
        super("shared-group", Severity.RISK);
    }

    @Override
    public String title() {
        return "Multicast with Tomcat's default group and port";
    }

    @Override
    public String effect() {
        return "Every Tomcat on the network that was set up from the same example joins this cluster, and gets its "
                + "sessions.";
    }

    @Override
    public String see() {
        return "Two labs with --preset tutorial on one network; the lab's DomainFilterInterceptor keeps them apart.";
    }

    @Override
    public String mend() {
        return "Choose a group from 239.0.0.0 to 239.255.255.255 and a port of your own, and add a domain with "
                + "DomainFilterInterceptor.";
    }

    @Override
    public String source() {
        return "McastService: 228.0.0.4 and 45564 by default; heartbeats carry no cluster name.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        ClusterElement membership = config.membership();
        if (config.isMulticast()
                && ClusterConfig.value(membership, "address", "228.0.0.4").equals("228.0.0.4")
                && ClusterConfig.number(membership, "port", 45564) == 45564) {
            findings.accept(at(
                    config, membership, Certainty.LIKELY, "The group is 228.0.0.4:45564, that of Tomcat's examples."));
        }
    }
}
