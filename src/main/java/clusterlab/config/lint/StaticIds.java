package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.function.Consumer;

/** A node and the files of the others have to agree on its id. */
final class StaticIds extends ConfigRule {
    StaticIds() {
        super("static-ids", Severity.RISK);
    }

    @Override
    public String title() {
        return "StaticMembershipInterceptor in which a node does not say the id that the others know it by, or ids "
                + "that can't be read";
    }

    @Override
    public String effect() {
        return "The others do not recognize the node: they send it nothing, and it is alone, though it may see them.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE gives each node an id that all know, and says so.";
    }

    @Override
    public String mend() {
        return "Give each node 16 numbers from -128 to 127 in braces, without blanks, the same for that node in all "
                + "files, in <LocalMember> of its own: uniqueId=\"{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1}\".";
    }

    @Override
    public String source() {
        return "MemberImpl.equals compares host, port and id; StaticMembershipInterceptor.getMember. With another "
                + "id than the others know a node is seen by nobody with the interceptor, and by all with "
                + "StaticMembershipService [measured at 11.0.21, two channels]; tribes.util.Arrays.fromString: an id "
                + "with blanks is a warning and stays 0 [measured].";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        config.staticMembership().ifPresent(membership -> {
            boolean named = false;
            for (ClusterElement member : membership.children()) {
                String id = ClusterConfig.value(member, "uniqueId", "");
                named |= member.name().equals("Member") && !id.isEmpty();
                if (!id.isEmpty() && !id.matches("\\{-?\\d{1,3}(,-?\\d{1,3}){15}\\}")) {
                    findings.accept(at(
                            config,
                            member,
                            Certainty.CERTAIN,
                            "The uniqueId " + id
                                    + " is not 16 numbers in braces without blanks, so Tomcat can't use it."));
                }
            }
            boolean own = membership
                    .child("LocalMember")
                    .flatMap(local -> local.attribute("uniqueId"))
                    .isPresent();
            if (named && !own && membership.simpleClassName().equals("StaticMembershipInterceptor")) {
                findings.accept(at(
                        config,
                        membership.child("LocalMember").orElse(membership),
                        Severity.LOSS,
                        Certainty.LIKELY,
                        "The other members have a uniqueId, and this node does not say its own in <LocalMember>."));
            }
        });
    }
}
