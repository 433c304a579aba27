package clusterlab.cluster;

import clusterlab.event.EventLog;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.logging.LogRecord;

/** A cluster on a {@link TesterHost} and on ports that are only numbers. */
public final class TesterCluster implements AutoCloseable {
    private final TesterHost host = new TesterHost();
    private final EventLog events = new EventLog(100, Clock.systemUTC());
    private final TesterPorts ports = new TesterPorts();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final RunFolder folder;
    private final Cluster cluster;
    private volatile BiConsumer<String, LogRecord> logs = (node, line) -> {};

    /** Planned, not booted. */
    public TesterCluster(int nodes, Path dir) throws Exception {
        this(nodes, NodeLifecycle.LAB, HostSpec.JVM, dir);
    }

    private TesterCluster(int nodes, NodeLifecycle lifecycle, HostSpec runtimes, Path dir) throws Exception {
        Path app = Files.createDirectories(dir.resolve("app"));
        Files.writeString(app.resolve("index.html"), "");
        folder = RunFolder.at(dir.resolve("run"), Preset.LAB);
        ClusterSpec spec = ClusterSpec.builder(Preset.LAB)
                .nodes(nodes)
                .lifecycle(lifecycle)
                .host(runtimes)
                .webapp(app)
                .build();
        cluster = Cluster.of(Planner.plan(spec, ports).topology(), events, new Ears(), surroundings -> {
            logs = surroundings.log();
            return host;
        });
    }

    /** With all nodes up. */
    public static TesterCluster booted(int nodes, Path dir) throws Exception {
        return booted(nodes, NodeLifecycle.LAB, dir);
    }

    /** The same, with nodes that join and leave in this way. */
    public static TesterCluster booted(int nodes, NodeLifecycle lifecycle, Path dir) throws Exception {
        TesterCluster booted = new TesterCluster(nodes, lifecycle, HostSpec.JVM, dir);
        booted.boot();
        return booted;
    }

    /** The same, with nodes whose plan has these Tomcats. */
    public static TesterCluster booted(int nodes, HostSpec runtimes, Path dir) throws Exception {
        TesterCluster booted = new TesterCluster(nodes, NodeLifecycle.LAB, runtimes, dir);
        booted.boot();
        return booted;
    }

    /** Starts all nodes. */
    public void boot() throws Exception {
        cluster.boot(folder, ports, () -> {});
    }

    public Cluster cluster() {
        return cluster;
    }

    public EventLog events() {
        return events;
    }

    public TesterHost host() {
        return host;
    }

    public TesterPorts ports() {
        return ports;
    }

    public List<String> warnings() {
        return warnings;
    }

    /** A node logs this. */
    public void log(String node, LogRecord record) {
        logs.accept(node, record);
    }

    /** The log lines that reached the user. */
    public List<String> lines() {
        return lines;
    }

    /** Names of the nodes of the plan. */
    public List<String> planned() {
        return cluster.topology().nodes().stream().map(node -> node.name()).toList();
    }

    @Override
    public void close() {
        cluster.close();
    }

    /** Ports that other programs take when the test says so. */
    public static final class TesterPorts implements PortPolicy {
        private final Set<Integer> taken = new HashSet<>();
        private final List<Integer> pinned = new ArrayList<>();

        /** Another program takes a port that was released. */
        public synchronized void steal(int port) {
            taken.add(port);
        }

        /** Whether the lab or another program has it. */
        public synchronized boolean isTaken(int port) {
            return taken.contains(port);
        }

        @Override
        public synchronized Optional<Integer> take(int port) {
            return taken.add(port) ? Optional.of(port) : Optional.empty();
        }

        @Override
        public synchronized void release(int port) {
            taken.remove(port);
        }

        @Override
        public synchronized void pin(int port) {
            pinned.add(port);
        }

        @Override
        public synchronized boolean isPinned(int port) {
            return pinned.contains(port);
        }

        @Override
        public void close() {}
    }

    private final class Ears implements BootListener {
        @Override
        public void progress(int started, int seesAll, int nodes) {}

        @Override
        public void warning(String sentence) {
            warnings.add(sentence);
        }

        @Override
        public void log(String node, LogRecord line) {
            lines.add(node + ": " + line.getMessage());
        }
    }
}
