package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** A member has to be heard more than once before it counts as dead. */
final class DropTime extends ConfigRule {
    DropTime() {
        super("drop-time", Severity.RISK);
    }

    @Override
    public String title() {
        return "dropTime and frequency, or expirationTime and pingInterval, that drop live members";
    }

    @Override
    public String effect() {
        return "A single lost or late heartbeat drops a live member: it gets no changes until it is seen again.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment partition --cluster FILE";
    }

    @Override
    public String mend() {
        return "Let dropTime be four times frequency or more (3000 and 500 by default), and expirationTime three "
                + "times pingInterval.";
    }

    @Override
    public String source() {
        return "McastServiceImpl.checkExpired, Membership.expire; StaticMembershipProvider.checkExpired. "
                + "McastServiceImpl: sendFrequency \"must be smaller than timeToExpiration\".";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        ClusterElement membership = config.membership();
        if (config.isMulticast()) {
            long frequency = ClusterConfig.number(membership, "frequency", 500);
            long drop = ClusterConfig.number(
                    membership, "dropTime", ClusterConfig.number(membership, "mcastDropTime", 3000));
            look(config, membership, "frequency", frequency, "dropTime", drop, 2, findings);
        } else if (config.startsMembership() && membership.simpleClassName().equals("StaticMembershipService")) {
            long interval = ClusterConfig.number(membership, "pingInterval", 1000);
            long expiration = ClusterConfig.number(membership, "expirationTime", 5000);
            look(config, membership, "pingInterval", interval, "expirationTime", expiration, 2, findings);
        }
    }

    private void look(
            ClusterConfig config,
            ClusterElement membership,
            String often,
            long interval,
            String end,
            long limit,
            int least,
            Consumer<RuleFinding> findings) {
        if (limit < least * interval) {
            findings.accept(at(
                    config,
                    membership,
                    limit <= interval ? Certainty.CERTAIN : Certainty.LIKELY,
                    end + " is " + limit + " ms and " + often + " " + interval + " ms: "
                            + (limit <= interval
                                    ? "members are dropped between two heartbeats."
                                    : "one lost heartbeat drops a member.")));
        } else if (limit > 60_000) {
            findings.accept(at(
                    config,
                    membership,
                    Severity.NOTE,
                    Certainty.LIKELY,
                    end + " is " + limit
                            + " ms: a member that dies without a word is missed only then, or by the next sender."));
        }
    }
}
