package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** A frozen process has an open port. */
final class ReadTest extends ConfigRule {
    ReadTest() {
        super("read-test", Severity.RISK);
    }

    @Override
    public String title() {
        return "TcpFailureDetector without performReadTest";
    }

    @Override
    public String effect() {
        return "A node that hangs, without CPU or memory, is never missed: each synchronous request waits for it "
                + "for seconds.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment freeze --cluster FILE --process";
    }

    @Override
    public String mend() {
        return "Set performReadTest=\"true\" on TcpFailureDetector.";
    }

    @Override
    public String source() {
        return "TcpFailureDetector.memberAlive: without it an open connection is enough, which the kernel accepts "
                + "for a frozen process; 5 s for each request, not noticed in 15 s, with it gone after 8-10 s "
                + "[measured].";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        config.interceptor("TcpFailureDetector")
                .filter(detector -> !ClusterConfig.isTrue(detector, "performReadTest"))
                .ifPresent(detector -> findings.accept(at(
                        config,
                        detector,
                        Certainty.CERTAIN,
                        "performReadTest of TcpFailureDetector is not switched on.")));
    }
}
