package clusterlab.cli;

import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.proxy.ProxyTarget;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the configuration of a front that speaks HTTP, and a file of options for a lab that fits it. */
abstract class ExportProxyCommand extends ExportFilesCommand {
    private final BalancerSpec.Kind kind;
    private @Nullable ClusterSpec asked;

    ExportProxyCommand(BalancerSpec.Kind kind) {
        this.kind = kind;
    }

    /** The files besides the options of the lab. */
    abstract List<ConfigFile> files(Topology topology, ProxyTarget target);

    /** The command that checks and the one that runs the files in this folder; the folder is quoted. */
    abstract String commands(String dir);

    @Override
    final String name() {
        return kind.word();
    }

    @Override
    final void check(ClusterSpec spec, List<Problem> problems) {
        asked = spec;
        BalancerSpec.Kind front = spec.balancer().kind();
        if (front != kind && front != BalancerSpec.Kind.EMBEDDED) {
            problems.add(Problem.usage(
                    "--front " + front.word() + ": export " + name() + " is a front; leave the option out."));
        }
        if (spec.balancer().connector().isPresent()) {
            problems.add(Problem.usage("--connector: that is a module of httpd; leave it out."));
        }
    }

    @Override
    final Export export(Topology topology, Path dir, Source source) throws SpecException {
        ProxyTarget target = ProxyTarget.of(source.hash(), Placement.oneMachine(topology), ProxyTarget.Check.CONNECTOR);
        List<ConfigFile> files = new ArrayList<>(files(topology, target));
        if (asked != null) {
            files.add(new ConfigFile(LabOptions.FILE, source.hash() + LabOptions.text(asked, topology, false), false));
        }
        return Export.of(files);
    }

    @Override
    final List<String> differences(Topology topology) {
        // A front has no element.
        return List.of();
    }

    @Override
    final String next(Topology topology, Path dir) {
        return commands(ExportHttpdCommand.Shell.quote(dir.toString()))
                + "  lab    java -jar cluster-lab.jar "
                + ExportHttpdCommand.Shell.quote("@" + dir.resolve(LabOptions.FILE))
                + "\n  open   http://" + Topology.LOOPBACK + ":" + topology.frontPort() + topology.startPath() + "\n";
    }
}
