package clusterlab.cli;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.util.List;

/** What exports for containers refuse alike. */
final class Containers {
    private Containers() {}

    /** What containers change of an element of the user's. */
    static List<String> differences(Topology topology) {
        boolean cluster = topology.imported().flatMap(ImportedCluster::cluster).isPresent();
        return cluster
                ? List.of(
                        "<Channel>: <Membership>, <StaticMembershipInterceptor> and <DomainFilterInterceptor> give way to a"
                                + " membership of containers, <Receiver> gets the container's address and one fixed port, and"
                                + " <EncryptInterceptor> gets its key from ${CLUSTER_KEY}.")
                : List.of();
    }

    static void check(ClusterSpec spec, List<Problem> problems) {
        if (spec.membershipAsked()) {
            problems.add(
                    Problem.usage("--membership " + spec.channel().membership().word()
                            + ": containers find each other in another way; use --discovery."));
        }
        List<String> nodes = spec.nodeNames();
        if (nodes.stream().anyMatch(node -> spec.host().runtime(node).java().isPresent())) {
            problems.add(Problem.usage("--java: the image has its own Java; leave it out."));
        }
        long versions = nodes.stream()
                .map(node -> spec.host()
                        .runtime(node)
                        .tomcat()
                        .map(TomcatHome::version)
                        .orElse(""))
                .distinct()
                .count();
        if (versions > 1) {
            problems.add(Problem.usage("--tomcat: all containers have one image; name one version."));
        }
        spec.app().environment().forEach((name, value) -> {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                problems.add(Problem.usage("--env " + name + "=…: use letters, digits and _ in the name."));
            } else if (value.chars().anyMatch(Character::isISOControl)) {
                problems.add(Problem.usage("--env " + name
                        + "=…: the value has a line break or a control character; a container can't get it so."));
            }
        });
    }
}
