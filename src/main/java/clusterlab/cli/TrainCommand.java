package clusterlab.cli;

import clusterlab.Lab;
import clusterlab.cluster.BootListener;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Boots and stops once, so that a class-data-sharing archive contains the classes of a boot. */
@Command(name = "train", hidden = true, description = "Boot on free ports and stop")
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        ClusterSpec spec = ClusterSpec.builder(Preset.LAB).anyPorts().build();
        try (PortPolicy ports = PortPolicy.probing();
                Lab lab = new Lab(Planner.plan(spec, ports).topology(), ports, BootListener.NONE)) {
            lab.boot();
            Output output = Main.output(true);
            Banner.ready(lab, true, OtherUsers.exist(), false, false);
            output.json(Banner.readyJson(lab, true));
        }
        return ExitCode.OK;
    }
}
