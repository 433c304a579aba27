package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** Where the heartbeats go. */
final class MulticastInterface extends ConfigRule {
    MulticastInterface() {
        super("multicast-interface", Severity.RISK);
    }

    @Override
    public String title() {
        return "Multicast that leaves the host on an interface that nobody chose";
    }

    @Override
    public String effect() {
        return "The operating system's routes choose the interface: the office network, a container bridge, or one "
                + "on which the other nodes are not.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE binds loopback; see docs/import.md.";
    }

    @Override
    public String mend() {
        return "Set bind to the address of the cluster's interface (start Java with -Djava.net.preferIPv4Stack=true "
                + "then), and ttl to the routers between the nodes, 0 for one host.";
    }

    @Override
    public String source() {
        return "McastServiceImpl.setupSocket: setNetworkInterface and setTimeToLive only if bind and ttl are set; "
                + "with a dual-stack JVM bind fails with \"Invalid argument\" [measured, JDK 17 and 25].";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        ClusterElement membership = config.membership();
        if (config.isMulticast()
                && membership.attribute("bind").isEmpty()
                && membership.attribute("mcastBindAddress").isEmpty()) {
            findings.accept(at(
                    config,
                    membership,
                    Certainty.LIKELY,
                    "The membership has no bind, so the routes of the system decide."));
        } else if (config.isMulticast() && ClusterConfig.number(membership, "ttl", 1) > 1) {
            findings.accept(at(
                    config,
                    membership,
                    Certainty.CERTAIN,
                    "The ttl is " + ClusterConfig.number(membership, "ttl", 1) + ": heartbeats pass routers."));
        }
    }
}
