package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.Set;
import java.util.function.Consumer;

/** Ids that are none, or not different. */
final class StaticIds extends ConfigRule {
    StaticIds() {
        super("static-ids", Severity.LOSS);
    }

    @Override
    public String title() {
        return "Static members whose ids are missing, alike or unreadable";
    }

    @Override
    public String effect() {
        return "Members with the same id are taken for one, and an id with blanks does not parse: nodes are missing "
                + "in the cluster.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: it says what it replaces.";
    }

    @Override
    public String mend() {
        return "Give each node 16 numbers from -128 to 127 in braces, without blanks, the same for that node in all "
                + "files: uniqueId=\"{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1}\".";
    }

    @Override
    public String source() {
        return "tribes.util.Arrays.fromString: Byte.parseByte of each number [measured: a blank gives "
                + "NumberFormatException]; MemberImpl.equals compares host, port and id.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        config.staticMembership().ifPresent(membership -> {
            Set<String> seen = new java.util.HashSet<>();
            for (ClusterElement member : membership.children()) {
                if (!member.name().equals("Member") && !member.name().equals("LocalMember")) {
                    continue;
                }
                String id = ClusterConfig.value(member, "uniqueId", "");
                if (id.isEmpty()) {
                    findings.accept(
                            at(
                                    config,
                                    member,
                                    Severity.RISK,
                                    Certainty.LIKELY,
                                    "The static member has no uniqueId: a node that says another one of itself is not recognized."));
                } else if (!id.matches("\\{-?\\d{1,3}(,-?\\d{1,3}){15}\\}")) {
                    findings.accept(at(
                            config,
                            member,
                            id.contains(" ") ? Certainty.CERTAIN : Certainty.LIKELY,
                            "The uniqueId " + id + " is not 16 numbers in braces without blanks."));
                } else if (!seen.add(id)) {
                    findings.accept(
                            at(config, member, Certainty.CERTAIN, "Two static members have the uniqueId " + id + "."));
                }
            }
        });
    }
}
