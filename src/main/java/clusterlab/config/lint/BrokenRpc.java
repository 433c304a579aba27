package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.TomcatVersion;
import java.util.function.Consumer;

/** Versions in which a question is not waited for. */
final class BrokenRpc extends ConfigRule {
    BrokenRpc() {
        super("broken-rpc", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A Tomcat whose RpcChannel does not wait for answers";
    }

    @Override
    public String effect() {
        return "BackupManager takes a session that is on another node for lost, and static members ping without "
                + "hearing an answer.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment failover --cluster FILE --tomcat VERSION";
    }

    @Override
    public String mend() {
        return "Use 9.0.113, 10.1.50 or 11.0.15 or later; DeltaManager with multicast asks nothing in this way.";
    }

    @Override
    public String source() {
        return "RpcChannel.send in 9.0.109 to 9.0.112, 10.1.45 to 10.1.49 and 11.0.11 to 11.0.14: while "
                + "(collector.isComplete() …) without the negation; corrected by commit \"Fix a regression in "
                + "clustering\".";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        boolean asks = config.isBackup()
                || (config.startsMembership()
                        && config.membership().simpleClassName().equals("StaticMembershipService"));
        if (asks && config.tomcat().map(BrokenRpc::isBroken).orElse(false)) {
            findings.accept(at(
                    config,
                    config.isBackup() ? config.manager() : config.membership(),
                    Certainty.CERTAIN,
                    "Tomcat " + config.tomcat().get() + " does not wait for answers between nodes, which "
                            + (config.isBackup() ? "BackupManager" : "StaticMembershipService") + " needs."));
        }
    }

    private static boolean isBroken(TomcatVersion version) {
        return switch (version.line()) {
            case "9.0" -> version.patch() >= 109 && version.patch() <= 112;
            case "10.1" -> version.patch() >= 45 && version.patch() <= 49;
            case "11.0" -> version.patch() >= 11 && version.patch() <= 14;
            default -> false;
        };
    }
}
