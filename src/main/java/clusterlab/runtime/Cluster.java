package clusterlab.runtime;

import clusterlab.spec.PortPolicy;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All nodes of a lab, running. One owner boots and closes it; readers get snapshots.
 */
public final class Cluster implements AutoCloseable {
    private final Topology topology;
    private final BootListener listener;
    private final List<EmbeddedNode> nodes = new CopyOnWriteArrayList<>();
    private final String probeToken = Secret.random().value();
    private final NodeLogs logs;
    private volatile boolean closing;

    private Cluster(Topology topology, BootListener listener) {
        this.topology = topology;
        this.listener = listener;
        this.logs = NodeLogs.open((node, line) -> {
            if (!closing) {
                listener.log(node, line);
            }
        });
    }

    /**
     * A cluster of which nothing runs yet. To be closed, also if {@link #boot} fails.
     *
     * @param listener hears how far the boot is, then warnings and logs
     */
    public static Cluster of(Topology topology, BootListener listener) {
        return new Cluster(topology, listener);
    }

    /**
     * Starts all nodes and returns when every node sees every other and a probe session was read on each node that has
     * to hold it.
     *
     * @param folder takes logs and work folders
     * @param ports holds the ports of the plan until each node binds its own
     * @throws BootException if it is not ready within the plan's time; the message says who does not see whom
     */
    public void boot(RunFolder folder, PortPolicy ports) throws BootException, InterruptedException {
        MulticastCheck.refuseIfImpossible(topology.channel().membership());
        Webapp webapp;
        try {
            webapp = Webapp.of(topology, folder);
        } catch (IOException e) {
            throw new BootException("The run folder " + folder.path() + " can't be written: " + e.getMessage(), e);
        }
        TomcatFactory factory = new TomcatFactory(topology, webapp, this::holders);
        List<EmbeddedNode> planned = new ArrayList<>();
        topology.nodes()
                .forEach(spec ->
                        planned.add(new EmbeddedNode(topology, spec, folder, webapp, factory, logs, probeToken)));
        nodes.addAll(planned);
        try (BootSequence sequence = new BootSequence(topology, planned, listener)) {
            sequence.run(ports);
            EmbeddedNode first = planned.get(0);
            if (replicates()) {
                sequence.probe(
                        new Probe(planned, probeToken, topology.startPath()),
                        first.spec().httpUrl());
            } else {
                listener.warning("The application is not <distributable/> in its WEB-INF/web.xml (or in a fragment of "
                        + "WEB-INF/lib), so its sessions stay on the node that made them.");
            }
        }
    }

    /** The nodes, in the order of the plan. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** Whether the application's sessions are replicated: it is {@code <distributable/>}. */
    public boolean replicates() {
        return nodes.stream().map(EmbeddedNode::instance).allMatch(i -> i != null && i.replicates());
    }

    /** Names of the nodes that hold a full copy of this session at this moment; touches no copy. */
    public List<String> holders(String sessionId) {
        List<String> names = new ArrayList<>();
        for (EmbeddedNode node : nodes) {
            TomcatInstance instance = node.instance();
            if (instance != null
                    && switch (instance.copy(sessionId)) {
                        case PRIMARY, REPLICA, BACKUP -> true;
                        case PROXY, ABSENT -> false;
                    }) {
                names.add(node.name());
            }
        }
        return names;
    }

    /** Stops all nodes at the same time. */
    @Override
    public void close() {
        closing = true;
        List<Thread> stops = new ArrayList<>();
        for (EmbeddedNode node : nodes) {
            Thread stop = new Thread(() -> stop(node), "stop-" + node.name());
            stop.setDaemon(true);
            stop.start();
            stops.add(stop);
        }
        boolean interrupted = false;
        for (Thread stop : stops) {
            while (stop.isAlive()) {
                try {
                    stop.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        logs.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(EmbeddedNode node) {
        try {
            node.stop();
        } catch (BootException e) {
            System.getLogger(Cluster.class.getName()).log(System.Logger.Level.DEBUG, "stop of " + node.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
