package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import java.util.function.Consumer;

/** SEND_OPTIONS_SYNCHRONIZED_ACK alone. */
final class SyncWithoutAck extends ConfigRule {
    SyncWithoutAck() {
        super("sync-without-ack", Severity.LOSS);
    }

    @Override
    public String title() {
        return "channelSendOptions 4 without 2";
    }

    @Override
    public String effect() {
        return "The sender waits for no acknowledgement at all: 4 only says when the receiver would send the one "
                + "that 2 asks for.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment first-request --cluster FILE";
    }

    @Override
    public String mend() {
        return "Set channelSendOptions=\"6\".";
    }

    @Override
    public String source() {
        return "ParallelNioSender.sendMessage: waitForAck is (options & USE_ACK); ChannelData.sendAckSync needs "
                + "both. 9-30 % of new sessions lacked their attribute with 4, 0 of 8,000 with 6 [measured, three "
                + "stock processes].";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (config.isDelta()) {
            look(config, config.cluster(), "channelSendOptions", config.sendOptions(), findings);
        } else if (config.isBackup()) {
            ClusterElement manager = config.manager();
            manager.attribute("mapSendOptions")
                    .map(ImportedCluster::sendOptions)
                    .ifPresent(options -> look(config, manager, "mapSendOptions", options, findings));
        }
    }

    private void look(
            ClusterConfig config, ClusterElement element, String name, int options, Consumer<RuleFinding> findings) {
        if ((options & 6) == 4 && (options & 8) == 0) {
            findings.accept(
                    at(config, element, Certainty.CERTAIN, name + " is " + options + ", which has 4 but not 2."));
        }
    }
}
