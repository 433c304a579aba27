package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.List;
import java.util.function.Consumer;

/** Nobody asks a silent member. */
final class DetectorMissing extends ConfigRule {
    DetectorMissing() {
        super("failure-detector", Severity.RISK);
    }

    @Override
    public String title() {
        return "Interceptors without TcpFailureDetector";
    }

    @Override
    public String effect() {
        return "A member that misses a few heartbeats is dropped though it lives, and static members of an "
                + "interceptor are never dropped.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment partition --cluster FILE";
    }

    @Override
    public String mend() {
        return "Add <Interceptor className=\"org.apache.catalina.tribes.group.interceptors.TcpFailureDetector\" "
                + "performReadTest=\"true\"/>.";
    }

    @Override
    public String source() {
        return "SimpleTcpCluster.checkDefaults adds it only if there is no interceptor; "
                + "StaticMembershipInterceptor.start logs that it is missing.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        List<ClusterElement> named = config.channel().children("Interceptor");
        if (!named.isEmpty() && config.interceptor("TcpFailureDetector").isEmpty()) {
            findings.accept(
                    at(
                            config,
                            named.get(0),
                            Certainty.CERTAIN,
                            "The <Channel> names interceptors, and TcpFailureDetector is not among them, so Tomcat does not add it."));
        }
    }
}
