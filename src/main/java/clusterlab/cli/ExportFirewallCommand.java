package clusterlab.cli;

import clusterlab.export.Export;
import clusterlab.export.Source;
import clusterlab.export.firewall.FirewallFiles;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/** Writes scripts that open the ports of the plan. */
@Command(
        name = "firewall",
        description =
                "Write scripts for firewalld, ufw and nftables that open the ports of the plan to other machines; export hosts "
                        + "writes them for each machine, open to the other machines only",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportFirewallCommand extends ExportFilesCommand {
    @Override
    String name() {
        return "firewall";
    }

    @Override
    void check(ClusterSpec spec, List<Problem> problems) {
        // Every plan has ports.
    }

    @Override
    Export export(Topology topology, Path dir, Source source) {
        return Export.of(FirewallFiles.anywhere(topology, source));
    }

    @Override
    List<String> differences(Topology topology) {
        // The scripts have no element.
        return List.of();
    }

    @Override
    String next(Topology topology, Path dir) {
        return """
                As root, on each machine, one of:

                  sh firewalld.sh     CentOS, RHEL, Fedora
                  sh ufw.sh           Ubuntu, Debian
                  sh nftables.sh      others

                --remove takes it back. Every machine that reaches these ports can read and change sessions; with
                export hosts only the other machines of the cluster can.
                """;
    }
}
