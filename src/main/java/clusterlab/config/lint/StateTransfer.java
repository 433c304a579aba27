package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** How long a node that starts waits for the sessions. */
final class StateTransfer extends ConfigRule {
    StateTransfer() {
        super("state-transfer", Severity.RISK);
    }

    @Override
    public String title() {
        return "stateTransferTimeout that does not fit";
    }

    @Override
    public String effect() {
        return "The node serves before it has the sessions of the others, or waits for them for hours.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment rolling-restart --cluster FILE --stock-lifecycle";
    }

    @Override
    public String mend() {
        return "stateTransferTimeout is in seconds, 60 by default; -1 waits without an end, 0 does not wait.";
    }

    @Override
    public String source() {
        return "DeltaManager.waitForSendAllSessions: 1000L * getStateTransferTimeout().";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (!config.isDelta()
                || config.manager().attribute("stateTransferTimeout").isEmpty()) {
            return;
        }
        long seconds = ClusterConfig.number(config.manager(), "stateTransferTimeout", 60);
        if (seconds == 0) {
            findings.accept(at(
                    config,
                    config.manager(),
                    Severity.LOSS,
                    Certainty.CERTAIN,
                    "stateTransferTimeout is 0: a node that starts does not wait for the sessions."));
        } else if (seconds > 0 && seconds < 5) {
            findings.accept(at(
                    config,
                    config.manager(),
                    Certainty.LIKELY,
                    "stateTransferTimeout is " + seconds + " s: a node under load may not have the sessions by then."));
        } else if (seconds > 600) {
            findings.accept(at(
                    config,
                    config.manager(),
                    Certainty.LIKELY,
                    "stateTransferTimeout is " + seconds + " seconds, which were perhaps meant as milliseconds."));
        }
    }
}
