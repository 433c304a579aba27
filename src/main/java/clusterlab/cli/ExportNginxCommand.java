package clusterlab.cli;

import clusterlab.export.ConfigFile;
import clusterlab.export.proxy.NginxText;
import clusterlab.export.proxy.ProxyTarget;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.util.List;
import picocli.CommandLine.Command;

/** Writes the front as a file for nginx. */
@Command(
        name = "nginx",
        description =
                "Write a configuration file of the front for nginx 1.18 or newer. Without its commercial part nginx has no"
                        + " health checks, no sticky cookie, no drain and no changes without a reload; the file says what follows",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportNginxCommand extends ExportProxyCommand {
    ExportNginxCommand() {
        super(BalancerSpec.Kind.NGINX);
    }

    @Override
    List<ConfigFile> files(Topology topology, ProxyTarget target) {
        return List.of(
                new ConfigFile(NginxText.FILE, NginxText.of(topology, target), false),
                // nginx makes no folder for its logs.
                new ConfigFile(NginxText.LOGS + "/.keep", "", false),
                new ConfigFile(NginxText.RUN + "/.keep", "", false));
    }

    @Override
    String commands(String dir) {
        return "  check  nginx -t -p " + dir + " -c " + NginxText.FILE + "\n  front  nginx -p " + dir + " -c "
                + NginxText.FILE + " -g 'daemon off;'\n";
    }
}
