package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.Optional;
import java.util.function.Consumer;

/** A receiver that only this machine reaches, in a cluster that is told to others. */
final class LoopbackReceiver extends ConfigRule {
    LoopbackReceiver() {
        super("loopback-receiver", Severity.LOSS);
    }

    @Override
    public String title() {
        return "Receiver on the loopback address";
    }

    @Override
    public String effect() {
        return "Nodes on other machines see this one and call themselves in its place: they send it nothing, and its "
                + "sessions end with it.";
    }

    @Override
    public String see() {
        return "catalina.out of the other nodes: \"Replication member added\" with tcp://{127, 0, 0, 1}.";
    }

    @Override
    public String mend() {
        return "Set address on <Receiver> to the node's address in the cluster's network. On one machine, set bind on "
                + "<Membership> to 127.0.0.1 too, so that nothing leaves it.";
    }

    @Override
    public String source() {
        return "ReceiverBase.getBind; the member that McastService sends has the receiver's address.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        String address = ClusterConfig.value(config.receiver(), "address", "auto");
        Optional<String> bind = config.membership().attribute("bind");
        if (config.isMulticast()
                && isLoopback(address)
                && bind.filter(LoopbackReceiver::isLoopback).isEmpty()) {
            findings.accept(at(
                    config,
                    config.receiver(),
                    Certainty.LIKELY,
                    "The address of the receiver is " + address
                            + ", and the membership's multicast leaves this machine."));
        }
    }

    private static boolean isLoopback(String address) {
        return address.equals("localhost") || address.startsWith("127.") || address.equals("::1");
    }
}
