package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** A channel whose members nobody finds. */
final class NoMembership extends ConfigRule {
    NoMembership() {
        super("no-membership", Severity.LOSS);
    }

    @Override
    public String title() {
        return "channelStartOptions without the membership, and no static members";
    }

    @Override
    public String effect() {
        return "No node finds another one: each is a cluster of its own.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: it says which node does not see which.";
    }

    @Override
    public String mend() {
        return "Leave channelStartOptions out, or add a StaticMembershipInterceptor with the other nodes.";
    }

    @Override
    public String source() {
        return "SimpleTcpCluster.startInternal: channel.start(channelStartOptions); "
                + "ChannelCoordinator.internalStart starts the membership with 4 and 8 only.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (!config.startsMembership()
                && config.interceptor("StaticMembershipInterceptor").isEmpty()) {
            findings.accept(at(
                    config,
                    config.cluster(),
                    Certainty.CERTAIN,
                    "channelStartOptions is " + config.cluster().attributes().get("channelStartOptions")
                            + ", which starts no membership, and no StaticMembershipInterceptor names members."));
        }
    }
}
