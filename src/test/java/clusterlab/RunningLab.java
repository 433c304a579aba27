package clusterlab;

import clusterlab.cluster.BootListener;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;

/** A lab on any free ports that is ready, and what it said. */
public final class RunningLab implements AutoCloseable {
    private final PortPolicy ports = PortPolicy.probing();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Lab lab;

    private RunningLab(ClusterSpec spec) throws Exception {
        lab = new Lab(Planner.plan(spec, ports).topology(), ports, new Ears());
    }

    /** Three nodes of preset lab on any free ports, to be changed. */
    public static ClusterSpec.Builder spec() {
        return ClusterSpec.builder(Preset.LAB).anyPorts();
    }

    /** Boots and returns when it is ready. */
    public static RunningLab boot(ClusterSpec.Builder spec) throws Exception {
        RunningLab running = new RunningLab(spec.build());
        try {
            running.lab.boot();
            return running;
        } catch (Throwable e) {
            running.close();
            throw e;
        }
    }

    public Lab lab() {
        return lab;
    }

    public List<NodeSpec> nodes() {
        return lab.topology().nodes();
    }

    /** Where a node serves the application. */
    public String url(int index) {
        return "http://" + Topology.LOOPBACK + ":" + nodes().get(index).httpPort()
                + lab.topology().startPath();
    }

    /** Everything in a node's log up to now. */
    public String log(int index) throws IOException {
        return Files.readString(lab.folder().log(nodes().get(index).name()), StandardCharsets.UTF_8);
    }

    /** What the user was warned of. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        lab.close();
        ports.close();
    }

    private final class Ears implements BootListener {
        @Override
        public void progress(int started, int seesAll, int nodes) {}

        @Override
        public void warning(String sentence) {
            warnings.add(sentence);
        }

        @Override
        public void log(String node, LogRecord line) {}
    }
}
