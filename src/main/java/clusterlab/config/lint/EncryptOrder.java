package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** EncryptInterceptor refuses to start below the failure detector. */
final class EncryptOrder extends ConfigRule {
    EncryptOrder() {
        super("encrypt-order", Severity.LOSS);
    }

    @Override
    public String title() {
        return "EncryptInterceptor after TcpFailureDetector";
    }

    @Override
    public String effect() {
        return "The channel does not start, and the node has no cluster: its sessions are on it alone.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: the node does not start.";
    }

    @Override
    public String mend() {
        return "Put the EncryptInterceptor before the TcpFailureDetector.";
    }

    @Override
    public String source() {
        return "EncryptInterceptor.validateChannelChain throws ChannelConfigException: the detector's own tests of "
                + "a member pass no interceptor when they are sent.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        int detector = config.position("TcpFailureDetector");
        int encrypt = config.position("EncryptInterceptor");
        if (detector >= 0 && encrypt > detector) {
            findings.accept(at(
                    config,
                    config.interceptors().get(encrypt),
                    Certainty.CERTAIN,
                    "EncryptInterceptor stands after TcpFailureDetector."));
        }
    }
}
