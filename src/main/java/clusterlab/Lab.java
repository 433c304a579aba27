package clusterlab;

import clusterlab.runtime.BootException;
import clusterlab.runtime.BootListener;
import clusterlab.runtime.Cluster;
import clusterlab.runtime.RunFolder;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.time.Duration;

/**
 * One lab: the composition root that the command line and the integration tests use.
 *
 * <pre>{@code
 * try (PortPolicy ports = PortPolicy.probing();
 *         Lab lab = new Lab(Planner.plan(spec, ports).topology(), ports, BootListener.NONE)) {
 *     lab.boot();
 *     …
 * }
 * }</pre>
 *
 * <p>{@link #close} may be called by another thread while {@link #boot} runs, and more than once.
 */
public final class Lab implements AutoCloseable {
    private final Topology topology;
    private final PortPolicy ports;
    private final Cluster cluster;
    private final RunFolder folder;
    private final Closer closer = new Closer();
    private volatile Duration bootTime = Duration.ZERO;

    /**
     * Makes the run folder; starts nothing.
     *
     * @param ports holds the ports of the plan
     * @throws BootException if the run folder can't be made
     */
    public Lab(Topology topology, PortPolicy ports, BootListener listener) throws BootException {
        this.topology = topology;
        this.ports = ports;
        try {
            folder = topology.dir().isPresent()
                    ? RunFolder.at(topology.dir().get())
                    : RunFolder.temporary(topology.keep());
        } catch (IOException e) {
            throw new BootException(
                    "The run folder can't be made: " + e + "; name another with --dir, or free some space.", e);
        }
        closer.register(folder);
        cluster = closer.register(Cluster.of(topology, listener));
    }

    /**
     * Boots and returns when the lab is ready.
     *
     * @throws BootException if it does not get ready; the message is for the user
     */
    public void boot() throws BootException, InterruptedException {
        long start = System.nanoTime();
        cluster.boot(folder, ports);
        bootTime = Duration.ofNanos(System.nanoTime() - start);
    }

    /** The plan. */
    public Topology topology() {
        return topology;
    }

    /** The nodes. */
    public Cluster cluster() {
        return cluster;
    }

    /** Logs and generated files. */
    public RunFolder folder() {
        return folder;
    }

    /** How long {@link #boot} took. */
    public Duration bootTime() {
        return bootTime;
    }

    /** Ends everything in reverse order and removes a temporary run folder. */
    @Override
    public void close() {
        try {
            closer.close();
        } catch (IllegalStateException e) {
            System.getLogger(Lab.class.getName()).log(System.Logger.Level.WARNING, "The lab did not end cleanly", e);
        }
    }
}
