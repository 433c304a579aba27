package clusterlab.cli;

import clusterlab.config.StockCluster.Discovery;
import clusterlab.export.Export;
import clusterlab.export.Source;
import clusterlab.export.containers.KubernetesFiles;
import clusterlab.export.containers.PodOptions;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes manifests for Kubernetes. */
@Command(
        name = "kubernetes",
        description =
                "Write manifests for Kubernetes: StatefulSet, Services, account with its Role, Secret, NetworkPolicy, "
                        + "PodDisruptionBudget and a sticky Ingress. Messages between the pods are always encrypted",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportKubernetesCommand extends ExportFilesCommand {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "cluster-lab",
            description = "Name of the objects and value of the label app. Default: ${DEFAULT-VALUE}")
    private String objects = "";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Namespace of the objects. Default: ${DEFAULT-VALUE}")
    private String namespace = "";

    @Option(
            names = "--discovery",
            paramLabel = "KIND",
            defaultValue = "kubernetes",
            description =
                    "How the pods find each other: kubernetes (asks the API server), dns (asks the name service, needs no "
                            + "rights). Default: ${DEFAULT-VALUE}")
    private String discovery = "";

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description =
                    "The image that the folder image/ is built as, for --webapp and --lib. Default: the official one of Tomcat")
    @Nullable
    private String image;

    @Option(
            names = "--ingress-class",
            paramLabel = "NAME",
            defaultValue = "nginx",
            description = "ingressClassName. Default: ${DEFAULT-VALUE}")
    private String ingressClass = "";

    @Option(names = "--ingress-host", paramLabel = "HOST", description = "Host name of the Ingress. Default: any")
    @Nullable
    private String ingressHost;

    @Override
    String name() {
        return "kubernetes";
    }

    @Override
    void check(ClusterSpec spec, List<Problem> problems) {
        Containers.check(spec, problems);
        BalancerSpec.Kind front = spec.balancer().kind();
        if (front != BalancerSpec.Kind.EMBEDDED && front != BalancerSpec.Kind.NONE) {
            problems.add(Problem.usage("--front " + front.word()
                    + ": in Kubernetes the front is the Ingress; leave the option out, or use none."));
        }
        if (spec.balancer().connector().isPresent()) {
            problems.add(Problem.usage("--connector: that is a module of httpd; leave it out."));
        }
        boolean ownImage = spec.webapp().isPresent() || spec.app().lib().isPresent();
        if (ownImage && image == null) {
            problems.add(Problem.usage((spec.webapp().isPresent() ? "--webapp" : "--lib")
                    + ": pods take it from an image; say under which name you will push it, such as --image"
                    + " registry.example.com/shop:1."));
        }
        if (Arrays.stream(Discovery.values()).noneMatch(kind -> kind.word().equalsIgnoreCase(discovery))) {
            problems.add(Problem.usage("--discovery " + discovery + ": use kubernetes or dns."));
        } else {
            try {
                Objects.requireNonNull(pods());
            } catch (IllegalArgumentException e) {
                problems.add(Problem.usage(String.valueOf(e.getMessage())));
            }
        }
    }

    private PodOptions pods() {
        return new PodOptions(
                objects,
                namespace,
                Optional.ofNullable(image),
                Discovery.valueOf(discovery.toUpperCase(Locale.ROOT)),
                ingressClass,
                Optional.ofNullable(ingressHost));
    }

    @Override
    Export export(Topology topology, Path dir, Source source) throws IOException {
        return KubernetesFiles.of(
                topology, pods(), topology.channel().encryptionKey().orElseGet(Secret::key), source);
    }

    @Override
    List<String> differences(Topology topology) {
        return Containers.differences(topology);
    }

    @Override
    String next(Topology topology, Path dir) {
        return "  "
                + (KubernetesFiles.needsImage(topology)
                        ? "docker build -t " + image + " "
                                + ExportHttpdCommand.Shell.quote(
                                        dir.resolve("image").toString()) + " && docker push " + image
                                + "\n  "
                        : "")
                + "kubectl apply -f " + ExportHttpdCommand.Shell.quote(dir.toString())
                + "\n\nREADME.md there has the rest.\n";
    }
}
