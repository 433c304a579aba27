package clusterlab.cli;

import clusterlab.config.StockCluster;
import clusterlab.export.Export;
import clusterlab.export.HttpdLayout;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.hosts.HostsFiles;
import clusterlab.export.hosts.MachinePaths;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a folder for each machine of a cluster. */
@Command(
        name = "hosts",
        description =
                "Write a folder for each machine: CATALINA_BASE, firewall scripts, systemd units, and the front's configuration; "
                        + "README.md has the steps",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportHostsCommand extends ExportFilesCommand {
    @Option(
            names = "--host",
            paramLabel = "NODE=ADDRESS",
            description = "The IPv4 address of a node's machine, such as WAS1=10.30.30.2; once for each node")
    @Nullable
    private List<String> hosts;

    @Option(
            names = "--front-host",
            paramLabel = "ADDRESS",
            description = "The IPv4 address of the front's machine. Default: the first node's")
    @Nullable
    private String frontHost;

    @Option(
            names = "--catalina-home",
            paramLabel = "DIR",
            defaultValue = "/opt/tomcat",
            description = "Tomcat's folder on the machines. Default: ${DEFAULT-VALUE}")
    private String catalinaHome = "";

    @Option(
            names = "--install-dir",
            paramLabel = "DIR",
            defaultValue = "/opt/cluster-lab",
            description = "Where each machine's folder is copied to. Default: ${DEFAULT-VALUE}")
    private String installDir = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "tomcat",
            description = "The system user that runs Tomcat and the front. Default: ${DEFAULT-VALUE}")
    private String user = "";

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            defaultValue = "debian",
            description = "File layout of the front's httpd: debian, rhel. Default: ${DEFAULT-VALUE}")
    private String layout = "";

    @Override
    String name() {
        return "hosts";
    }

    @Override
    void check(ClusterSpec spec, List<Problem> problems) {
        addresses(spec.nodeNames(), problems);
        if (frontHost != null) {
            if (spec.balancer().kind() == BalancerSpec.Kind.NONE) {
                problems.add(Problem.usage("--front-host " + frontHost + ": there is no front; leave it out."));
            }
            address("--front-host " + frontHost, frontHost, problems);
        }
        if (layout() == null) {
            problems.add(Problem.usage("--layout " + layout + ": use debian or rhel."));
        } else {
            try {
                Objects.requireNonNull(paths());
            } catch (IllegalArgumentException e) {
                problems.add(Problem.usage(String.valueOf(e.getMessage())));
            }
        }
        if (spec.nodeNames().stream()
                .anyMatch(node -> spec.host().runtime(node).java().isPresent())) {
            problems.add(Problem.usage("--java: the machines have their own Java; leave it out."));
        }
    }

    private @Nullable HttpdLayout layout() {
        return switch (layout.toLowerCase(Locale.ROOT)) {
            case "debian" -> HttpdLayout.DEBIAN;
            case "rhel" -> HttpdLayout.RHEL;
            default -> null;
        };
    }

    private MachinePaths paths() {
        return new MachinePaths(catalinaHome, installDir, user, Objects.requireNonNull(layout()));
    }

    /** The addresses by node, in the order of the nodes. */
    private Map<String, String> addresses(List<String> nodes, List<Problem> problems) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String text : hosts == null ? List.<String>of() : hosts) {
            int equals = text.indexOf('=');
            String node = equals < 0 ? "" : text.substring(0, equals);
            if (equals < 0) {
                problems.add(Problem.usage(
                        "--host " + text + ": use NODE=ADDRESS, such as " + nodes.get(0) + "=10.30.30.2."));
            } else if (!nodes.contains(node)) {
                problems.add(Problem.usage(
                        "--host " + text + ": there is no node " + node + "; use " + String.join(", ", nodes) + "."));
            } else if (given.putIfAbsent(node, text.substring(equals + 1)) != null) {
                problems.add(Problem.usage("--host " + text + ": " + node + " appears twice; name it once."));
            } else {
                address("--host " + text, text.substring(equals + 1), problems);
            }
        }
        List<String> missing = new ArrayList<>(nodes);
        missing.removeAll(given.keySet());
        if (!missing.isEmpty() && problems.isEmpty()) {
            problems.add(Problem.usage(
                    "--host: say where " + String.join(", ", missing) + (missing.size() == 1 ? " runs" : " run")
                            + ", such as --host " + missing.get(0) + "=10.30.30.2."));
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        nodes.stream().filter(given::containsKey).forEach(node -> ordered.put(node, given.get(node)));
        return ordered;
    }

    /** An address of one machine that others reach: no loopback, no multicast. Names would need a resolver in a firewall. */
    private static void address(String option, String address, List<Problem> problems) {
        boolean literal = address.matches("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
        int first = literal ? Integer.parseInt(address.substring(0, address.indexOf('.'))) : 0;
        if (!literal || first == 0 || first == 127 || first >= 224) {
            problems.add(Problem.usage(
                    option + ": use the IPv4 address of a machine that the others reach, such as 10.30.30.2."));
        }
    }

    @Override
    Export export(Topology topology, Path dir, Source source) throws IOException {
        return HostsFiles.of(topology, placement(topology), paths(), source);
    }

    private Placement placement(Topology topology) {
        Map<String, String> nodes = addresses(topology.nodeNames(), new ArrayList<>());
        String front = frontHost == null ? nodes.values().iterator().next() : frontHost;
        return new Placement(nodes, front);
    }

    @Override
    List<String> differences(Topology topology) {
        return StockCluster.differences(topology, placement(topology).nodes());
    }

    @Override
    String next(Topology topology, Path dir) {
        return "The steps are in " + dir.resolve("README.md") + ".\n"
                + (topology.channel().isEncrypted()
                        ? ""
                        : "Messages between the machines are not encrypted; add "
                                + (topology.imported().isPresent() ? "an EncryptInterceptor to the file" : "--encrypt")
                                + ", unless only these machines are in their network.\n");
    }
}
