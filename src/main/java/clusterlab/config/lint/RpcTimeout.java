package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** How long a request waits for a dead backup. */
final class RpcTimeout extends ConfigRule {
    RpcTimeout() {
        super("rpc-timeout", Severity.RISK);
    }

    @Override
    public String title() {
        return "BackupManager with a long or a very short rpcTimeout";
    }

    @Override
    public String effect() {
        return "A request for a session whose backup just died waits for the whole rpcTimeout; with a very short "
                + "one a busy backup counts as dead.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment double-failure --cluster FILE";
    }

    @Override
    public String mend() {
        return "Set rpcTimeout=\"3000\" on BackupManager, or what a user may wait.";
    }

    @Override
    public String source() {
        return "BackupManager.rpcTimeout, 15000 by default; RpcChannel.send is not woken when the member "
                + "disappears: requests hung for 15 s in 8 of 14 double failures [measured at 11.0.21, "
                + "docs/findings.md].";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (!config.isBackup()) {
            return;
        }
        long millis = ClusterConfig.number(config.manager(), "rpcTimeout", 15_000);
        if (millis >= 10_000) {
            findings.accept(at(
                    config,
                    config.manager(),
                    Certainty.CERTAIN,
                    "rpcTimeout is " + millis + " ms"
                            + (config.manager().attribute("rpcTimeout").isPresent() ? "." : " by default.")));
        } else if (millis < 500) {
            findings.accept(at(
                    config,
                    config.manager(),
                    Certainty.LIKELY,
                    "rpcTimeout is " + millis + " ms: a pause of the garbage collector is longer."));
        }
    }
}
