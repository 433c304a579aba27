package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** Asynchronous sending, or an acknowledgement of what is not applied yet. */
final class SendOptions extends ConfigRule {
    private static final int SYNC = 6;
    private static final int ASYNC = 8;

    SendOptions() {
        super("send-options", Severity.LOSS);
    }

    @Override
    public String title() {
        return "channelSendOptions that lose changes";
    }

    @Override
    public String effect() {
        return "Of sessions that set an attribute in their first request, some never have it on the other nodes, "
                + "without any crash; a crash loses what was still queued.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment first-request --cluster FILE";
    }

    @Override
    public String mend() {
        return "Set channelSendOptions=\"6\" on <Cluster>: an answer waits until the other nodes have applied the "
                + "change.";
    }

    @Override
    public String source() {
        return "SimpleTcpCluster.channelSendOptions, 8 by default; CREATED and DELTA travel in different threads, "
                + "and DeltaManager drops a delta of an unknown session. Of 600 new sessions 74 (mode 8), 110 (10), 13 "
                + "(2) and 0 (6) lacked the attribute for good [measured at 11.0.21]; bug 63441.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        int options = config.sendOptions();
        boolean sync = (options & SYNC) == SYNC && (options & ASYNC) == 0;
        boolean halfSync = (options & SYNC) == 4 && (options & ASYNC) == 0;
        if (!config.isDelta() || sync || halfSync) {
            return;
        }
        String mode = (options & ASYNC) != 0
                ? "asynchronous: the answer does not wait for the other nodes"
                : (options & 2) != 0
                        ? "acknowledged when it is received, not when it is applied"
                        : "sent without an acknowledgement";
        findings.accept(at(
                config,
                config.cluster(),
                Certainty.CERTAIN,
                config.cluster().attribute("channelSendOptions").isPresent()
                        ? "channelSendOptions is " + options + ", " + mode + "."
                        : "channelSendOptions is not set, so it is 8, " + mode + "."));
    }
}
