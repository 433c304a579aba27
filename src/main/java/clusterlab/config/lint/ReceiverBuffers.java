package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** Small buffers make long messages crawl. */
final class ReceiverBuffers extends ConfigRule {
    ReceiverBuffers() {
        super("receiver-buffers", Severity.RISK);
    }

    @Override
    public String title() {
        return "Buffers of receiver or sender below 32 KB";
    }

    @Override
    public String effect() {
        return "A message that is longer than the buffer waits for a timer again and again: a megabyte takes "
                + "seconds instead of milliseconds.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE, with sessions of some hundred KB";
    }

    @Override
    public String mend() {
        return "Leave rxBufSize of <Receiver> and txBufSize of <Transport> out (65536), or use 32768 or more.";
    }

    @Override
    public String source() {
        return "ReceiverBase.rxBufSize, AbstractSender.txBufSize. A megabyte took 6 to 13 s with rxBufSize 8192, "
                + "0.2 s with 16384, 6 ms with 32768 [measured on loopback, Linux 6].";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        look(config, config.receiver(), "rxBufSize", findings);
    }

    private void look(ClusterConfig config, ClusterElement element, String name, Consumer<RuleFinding> findings) {
        long bytes = ClusterConfig.number(element, name, 65_536);
        if (bytes < 32_768) {
            findings.accept(at(config, element, Certainty.LIKELY, name + " is " + bytes + " bytes."));
        }
    }
}
