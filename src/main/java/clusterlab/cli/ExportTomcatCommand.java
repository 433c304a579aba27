package clusterlab.cli;

import clusterlab.config.StockCluster;
import clusterlab.export.Export;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.tomcat.TomcatFiles;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Writes a CATALINA_BASE for each node. */
@Command(
        name = "tomcat",
        description = "Write a CATALINA_BASE for each node, for an unmodified Tomcat 9.0, 10.1 or 11 on this machine",
        sortOptions = false,
        usageHelpWidth = 80)
final class ExportTomcatCommand extends ExportFilesCommand {
    @Override
    String name() {
        return "tomcat";
    }

    @Override
    void check(ClusterSpec spec, List<Problem> problems) {
        // Every plan has bases.
    }

    @Override
    Export export(Topology topology, Path dir, Source source) throws SpecException, IOException {
        return TomcatFiles.of(topology, Placement.oneMachine(topology), source);
    }

    @Override
    List<String> differences(Topology topology) {
        List<String> all = new ArrayList<>(StockCluster.differences(
                topology, Placement.oneMachine(topology).nodes()));
        all.addAll(StockCluster.elsewhere(topology));
        return all;
    }

    @Override
    String next(Topology topology, Path dir) {
        StringBuilder text = new StringBuilder(
                "Start them one after the other, and wait for each health page to answer 200: nodes that"
                        + " start together\ncan wait 60 s for each other's sessions.\n\n");
        for (NodeSpec node : topology.nodes()) {
            text.append("  CATALINA_BASE=")
                    .append(ExportHttpdCommand.Shell.quote(
                            dir.resolve(node.name()).toString()))
                    .append(" CATALINA_HOME/bin/catalina.sh start\n  curl -s http://")
                    .append(Topology.LOOPBACK)
                    .append(':')
                    .append(node.httpPort())
                    .append(TomcatFiles.HEALTH)
                    .append('\n');
        }
        return text.append("\n  open   http://")
                .append(Topology.LOOPBACK)
                .append(':')
                .append(topology.nodes().get(0).httpPort())
                .append(topology.startPath())
                .append('\n')
                .toString();
    }
}
