package clusterlab.cli;

import clusterlab.export.ConfigFile;
import clusterlab.export.proxy.HaproxyText;
import clusterlab.export.proxy.ProxyTarget;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.Topology;
import java.util.List;
import picocli.CommandLine.Command;

/** Writes the front as a file for HAProxy. */
@Command(
        name = "haproxy",
        description = "Write a configuration file of the front for HAProxy 2.4 or newer",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportHaproxyCommand extends ExportProxyCommand {
    ExportHaproxyCommand() {
        super(BalancerSpec.Kind.HAPROXY);
    }

    @Override
    List<ConfigFile> files(Topology topology, ProxyTarget target) {
        return List.of(new ConfigFile(HaproxyText.FILE, HaproxyText.of(topology, target), false));
    }

    @Override
    String commands(String dir) {
        return "  check  haproxy -c -f " + dir + "/" + HaproxyText.FILE + "\n  front  haproxy -db -f " + dir + "/"
                + HaproxyText.FILE + "\n";
    }
}
