package clusterlab.export.containers;

import clusterlab.config.StockCluster.Discovery;
import clusterlab.export.Source;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;

/** The README of an export for Kubernetes. */
final class PodSteps {
    private PodSteps() {}

    /** The port on the user's machine at which a pod is reached. */
    static int tunnel(Topology topology, int pod) {
        return topology.nodes().get(pod).httpPort();
    }

    /** The port at which the Service is reached. */
    private static int service(Topology topology) {
        return topology.frontPort() > 0 ? topology.frontPort() : 9080;
    }

    static String of(Topology topology, PodOptions options, Source source) {
        StringBuilder text = new StringBuilder("# ")
                .append(topology.nodes().size())
                .append(" Tomcats in Kubernetes\n\nMade by: `")
                .append(source.command().replace("`", "'"))
                .append("`\n\n");
        text.append("For Kubernetes 1.25 or newer.\n\n```sh\n");
        if (ImageFiles.needed(topology)) {
            text.append("docker build -t ")
                    .append(options.image().orElse("NAME"))
                    .append(" image\ndocker push ")
                    .append(options.image().orElse("NAME"))
                    .append('\n');
        }
        text.append("kubectl apply -f .\nkubectl -n ")
                .append(options.namespace())
                .append(" rollout status statefulset/")
                .append(options.name())
                .append("\nkubectl -n ")
                .append(options.namespace())
                .append(" logs ")
                .append(options.name())
                .append("-0 | grep 'Replication member added'\nkubectl -n ")
                .append(options.namespace())
                .append(" port-forward service/")
                .append(options.name())
                .append(' ')
                .append(service(topology))
                .append(":80     # http://localhost:")
                .append(service(topology))
                .append(topology.startPath())
                .append("\n```\n\n")
                .append("There is one line `Replication member added` for each other pod.\n\n")
                .append("| file | what for |\n|---|---|\n")
                .append("| 01-config.yaml | server.xml with the `<Cluster>`")
                .append(topology.webapp().isEmpty() ? ", and the session counter" : "")
                .append(" |\n")
                .append(
                        "| 02-secret.yaml | the key of the EncryptInterceptor and the JVM options; keep it out of a repository |\n")
                .append(
                        options.discovery() == Discovery.KUBERNETES
                                ? "| 03-account.yaml | the right to list the pods: without it no pod finds another one |\n"
                                : "| 03-account.yaml | an account without rights |\n")
                .append("| 04-services.yaml | one for clients, one for the members |\n")
                .append("| 05-statefulset.yaml | the pods, started one after the other |\n")
                .append(
                        "| 06-network-policy.yaml | only the pods reach each other's receivers, if the network plugin enforces it |\n")
                .append("| 07-disruption-budget.yaml | a drain of machines takes one pod at a time |\n");
        if (topology.balancer().kind() != BalancerSpec.Kind.NONE) {
            text.append("| 08-ingress.yaml | the front; stickiness is ingress-nginx's |\n");
        }
        text.append(
                "\n`lab/target.json` has the pods' addresses at the ends of tunnels, which a pod's end cuts:\n\n```sh\n");
        for (int i = 0; i < topology.nodes().size(); i++) {
            text.append("kubectl -n ")
                    .append(options.namespace())
                    .append(" port-forward pod/")
                    .append(options.name())
                    .append('-')
                    .append(i)
                    .append(' ')
                    .append(tunnel(topology, i))
                    .append(':')
                    .append(topology.nodes().get(0).httpPort())
                    .append(" &\n");
        }
        text.append("```\n");
        text.append(
                """

                A new key or a new server.xml needs new pods: `kubectl rollout restart`. Pods with the old key and pods with the new one don't
                understand each other, so sessions do not pass from the old to the new ones then.
                """);
        return text.toString();
    }
}
