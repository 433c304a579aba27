package clusterlab;

import clusterlab.event.EventLog;
import clusterlab.event.Journal;
import clusterlab.fault.Nemesis;
import clusterlab.runtime.BootException;
import clusterlab.runtime.BootListener;
import clusterlab.runtime.Cluster;
import clusterlab.runtime.RunFolder;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import clusterlab.web.AdminServer;
import clusterlab.web.LabParts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

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
    private static final int EVENTS_KEPT = 20_000;

    private final PortPolicy ports;
    private final EventLog events;
    private final Cluster cluster;
    private final Nemesis nemesis;
    private final RunFolder folder;
    private final Secret token = Secret.random();
    private final Closer closer = new Closer();
    private volatile Duration bootTime = Duration.ZERO;

    /**
     * Makes the run folder; starts nothing.
     *
     * @param ports holds the ports of the plan
     * @throws BootException if the run folder can't be made
     */
    public Lab(Topology topology, PortPolicy ports, BootListener listener) throws BootException {
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
        events = new EventLog(EVENTS_KEPT, Clock.systemUTC());
        try {
            closer.register(new Journal(events, folder.path().resolve("events.jsonl")));
        } catch (IOException e) {
            close();
            throw new BootException("The run folder " + folder.path() + " can't be written: " + e.getMessage(), e);
        }
        cluster = closer.register(Cluster.of(topology, events, listener));
        nemesis = closer.register(new Nemesis(cluster, events, Clock.systemUTC()));
    }

    /**
     * Boots and returns when the lab is ready.
     *
     * @throws BootException if it does not get ready; the message is for the user
     */
    public void boot() throws BootException, InterruptedException {
        long start = System.nanoTime();
        cluster.boot(folder, ports);
        startAdmin();
        bootTime = Duration.ofNanos(System.nanoTime() - start);
    }

    /** Last, so that it shows a lab that is ready; closed first. */
    private void startAdmin() throws BootException {
        int port = topology().adminPort();
        if (port == 0) {
            return;
        }
        ports.release(port);
        try {
            closer.register(AdminServer.start(
                    port, token, new LabParts(cluster, nemesis, events, Optional.empty(), Optional.empty())));
        } catch (IOException e) {
            throw new BootException("API and dashboard can't listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** What a request to API and dashboard has to present. */
    public Secret token() {
        return token;
    }

    /** Opens the dashboard and leaves the token with the browser; empty if there is no dashboard. */
    public Optional<String> loginUrl() {
        return topology().adminUrl().map(url -> url + "login?token=" + token.value());
    }

    /** The plan as it is now. */
    public Topology topology() {
        return cluster.topology();
    }

    /** The nodes. */
    public Cluster cluster() {
        return cluster;
    }

    /** Everything that happens. */
    public EventLog events() {
        return events;
    }

    /** The one who breaks things. */
    public Nemesis nemesis() {
        return nemesis;
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
