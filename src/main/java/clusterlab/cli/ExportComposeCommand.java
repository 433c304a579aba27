package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.config.StockCluster.Discovery;
import clusterlab.export.Export;
import clusterlab.export.Source;
import clusterlab.export.containers.ComposeFiles;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a compose file and what it mounts. */
@Command(
        name = "compose",
        description =
                "Write a compose.yaml for Docker with the official images: nodes with health checks, and a front (haproxy, nginx, "
                        + "httpd with mod_proxy, none; haproxy by default). Messages between the nodes are always encrypted",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportComposeCommand extends ExportFilesCommand {
    @Option(
            names = "--discovery",
            paramLabel = "KIND",
            defaultValue = "static",
            description =
                    "How the nodes find each other: static (by their addresses), dns (by a name that all nodes have). Default: ${DEFAULT-VALUE}")
    private String discovery = "";

    @Option(
            names = "--network",
            paramLabel = "A.B.C",
            defaultValue = "172.30.14",
            description =
                    "The first three numbers of a free private network of 256 addresses. Default: ${DEFAULT-VALUE}")
    private String network = "";

    @Override
    String name() {
        return "compose";
    }

    @Override
    void check(ClusterSpec spec, List<Problem> problems) {
        Containers.check(spec, problems);
        if (!discovery.equalsIgnoreCase("static") && !discovery.equalsIgnoreCase("dns")) {
            problems.add(Problem.usage("--discovery " + discovery + ": use static or dns."));
        }
        if (!network.matches("(10\\.N\\.N|172\\.(1[6-9]|2\\d|3[01])\\.N|192\\.168\\.N)"
                .replace("N", "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"))) {
            problems.add(Problem.usage(
                    "--network " + network + ": use the first three numbers of a private network, such as 172.30.14."));
        }
        Optional<Connector> connector = spec.balancer().connector();
        if (connector.isPresent()
                && (connector.get() == Connector.MOD_JK || spec.balancer().kind() != BalancerSpec.Kind.HTTPD)) {
            problems.add(Problem.usage("--connector " + connector.get().word()
                    + (connector.get() == Connector.MOD_JK
                            ? ": the official image of httpd has no mod_jk; use mod_proxy."
                            : ": that is a module of httpd; add --front httpd, or leave it out.")));
        }
    }

    @Override
    Export export(Topology topology, Path dir, Source source) throws IOException {
        Optional<Discovery> kind =
                discovery.toLowerCase(Locale.ROOT).equals("dns") ? Optional.of(Discovery.DNS) : Optional.empty();
        return ComposeFiles.of(
                topology, kind, network, topology.channel().encryptionKey().orElseGet(Secret::key), source);
    }

    @Override
    List<String> remarks(ClusterSpec spec) {
        return frontAsked() && spec.balancer().kind() == BalancerSpec.Kind.EMBEDDED
                ? List.of(tr("--front embedded is a part of the lab and no image: the file has haproxy in its place."))
                : List.of();
    }

    @Override
    List<String> differences(Topology topology) {
        return Containers.differences(topology);
    }

    @Override
    String next(Topology topology, Path dir) {
        return "  docker compose -f "
                + ExportHttpdCommand.Shell.quote(dir.resolve("compose.yaml").toString())
                + " up --wait\n  open   http://" + Topology.LOOPBACK + ":"
                + (topology.balancer().kind() == BalancerSpec.Kind.NONE
                        ? topology.nodes().get(0).httpPort()
                        : topology.frontPort())
                + topology.startPath() + "\n";
    }
}
