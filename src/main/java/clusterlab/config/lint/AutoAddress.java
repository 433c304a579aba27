package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** Which address a node tells the others. */
final class AutoAddress extends ConfigRule {
    AutoAddress() {
        super("auto-address", Severity.RISK);
    }

    @Override
    public String title() {
        return "address=\"auto\" of the receiver";
    }

    @Override
    public String effect() {
        return "The node tells the others the first address that its host's name has: 127.0.1.1 on Debian, or one "
                + "of another network. They see it and can't reach it.";
    }

    @Override
    public String see() {
        return "getent hosts $(hostname) on each machine; the address has to be one that the others reach.";
    }

    @Override
    public String mend() {
        return "Set address on <Receiver> to the node's address in the cluster's network.";
    }

    @Override
    public String source() {
        return "ReceiverBase.getBind: InetAddress.getLocalHost().";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        ClusterElement receiver = config.receiver();
        String address = ClusterConfig.value(receiver, "address", ClusterConfig.value(receiver, "host", "auto"));
        if (address.equals("auto")) {
            findings.accept(at(
                    config,
                    receiver,
                    Certainty.GUESS,
                    receiver.attribute("address").isPresent()
                            ? "The address of the receiver is auto."
                            : "The receiver has no address, which means auto."));
        }
    }
}
