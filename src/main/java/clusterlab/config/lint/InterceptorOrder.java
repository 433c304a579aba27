package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** Interceptors that only work above or below others. */
final class InterceptorOrder extends ConfigRule {
    InterceptorOrder() {
        super("interceptor-order", Severity.RISK);
    }

    @Override
    public String title() {
        return "Interceptors in an order in which one of them does nothing";
    }

    @Override
    public String effect() {
        return "The one that stands at the wrong place sees nothing of what it should act on.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE, then kill node2 and status";
    }

    @Override
    public String mend() {
        return "Order: OrderInterceptor, MessageDispatchInterceptor, GzipInterceptor, EncryptInterceptor, "
                + "TcpPingInterceptor, TcpFailureDetector, StaticMembershipInterceptor.";
    }

    @Override
    public String source() {
        return "StaticMembershipInterceptor.start looks for the detector above itself (getPrevious) and reports "
                + "members upwards only; TcpPingInterceptor.start looks for the detector below itself (getNext); "
                + "MessageDispatchInterceptor sends from threads of its own, so an OrderInterceptor below it numbers "
                + "what is out of order already (docs/findings.md).";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        before(config, "TcpFailureDetector", "StaticMembershipInterceptor", "never checks its members", findings);
        before(
                config,
                "TcpPingInterceptor",
                "TcpFailureDetector",
                "never finds the detector that it should start",
                findings);
        before(
                config,
                "OrderInterceptor",
                "MessageDispatchInterceptor",
                "numbers messages that are out of order already",
                findings);
        before(
                config,
                "GzipInterceptor",
                "EncryptInterceptor",
                "tries to compress what is encrypted already",
                findings);
    }

    private void before(
            ClusterConfig config, String first, String second, String else_, Consumer<RuleFinding> findings) {
        int one = config.position(first);
        int other = config.position(second);
        if (one >= 0 && other >= 0 && one > other) {
            findings.accept(at(
                    config,
                    config.interceptors().get(one),
                    Certainty.CERTAIN,
                    first + " stands after " + second + " and " + else_ + "."));
        }
    }
}
