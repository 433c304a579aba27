package clusterlab.front.program;

import clusterlab.export.HttpdTarget;
import clusterlab.front.Balancer;
import clusterlab.front.FrontException;
import clusterlab.front.WorkerChange;
import clusterlab.front.program.FrontControl.Seen;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program of this machine before the nodes. It is a child process with generated files, and ends with the lab, also when the lab
 * is killed ({@link ProgramProcess}). If it ends by itself, this starts it again.
 */
public abstract class ProgramBalancer implements Balancer {

    /** A program that ends sooner may do so again. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** How many such ends in a row lead to a restart. */
    private static final int MOST_RESTARTS = 3;

    private final FrontProgram program;
    private final FrontControl control;
    private final ProgramServer server;
    private final WorkerReader reader;
    private final Consumer<String> trouble;
    private final WorkerLedger ledger = new WorkerLedger();

    /** One change at a time; it may wait for the program. No reader takes this lock. */
    private final Object changes = new Object();

    private volatile Topology topology;
    private volatile @Nullable WorkerWatch watch;
    private int restarts;

    /**
     * Writes the configuration, checks and starts the program, and waits until it answers, at most {@link Topology#readyTimeout}. The
     * nodes need not be up.
     *
     * @param trouble gets a sentence when the program ended by itself, with the result of the restart
     * @throws IOException if the program rejects the configuration or does not start
     */
    protected ProgramBalancer(Topology topology, FrontProgram program, FrontControl control, Consumer<String> trouble)
            throws IOException {
        this.topology = topology;
        this.program = program;
        this.control = control;
        this.trouble = trouble;
        this.reader = new WorkerReader(control);
        synchronized (changes) {
            this.server = ProgramServer.start(topology, program, control, this::ended);
        }
    }

    /**
     * Tells of each change of a worker's state within about half a second, in a separate thread.
     *
     * @param why for each change
     */
    protected final void watch(Consumer<WorkerChange> listener, String why) {
        watch = new WorkerWatch(this::workers, listener, why);
    }

    private void ended(int code) {
        synchronized (changes) {
            if (server.isClosed()) {
                return;
            }
            // A shell reports a signal as 128 plus its number.
            String what = program.name() + " ended by itself ("
                    + (code > 128 ? "signal " + (code - 128) : "code " + code) + ")";
            restarts = server.age().compareTo(STABLE) < 0 ? restarts + 1 : 1;
            if (restarts > MOST_RESTARTS) {
                trouble.accept(what + " repeatedly, so cluster-lab does not start it again. See " + program.errorLog()
                        + ", then start the lab again.");
                return;
            }
            try {
                restart(topology, activations -> server.startAgain(topology, activations));
                trouble.accept(what + " and cluster-lab started it again; see " + program.errorLog() + ".");
            } catch (IOException | UncheckedIOException e) {
                if (!server.isClosed()) {
                    trouble.accept(what + " and does not start again: " + e.getMessage());
                }
            }
        }
    }

    /** A way to restart the program, with these activations of the workers. */
    private interface Restart {
        Map<String, Seen> with(Map<String, HttpdTarget.Activation> activations) throws IOException;
    }

    /** Restarts the program; counts and activations of the workers continue. */
    private void restart(Topology next, Restart way) throws IOException {
        List<Worker> old = workers();
        ledger.restarting();
        Map<String, Seen> seen = null;
        try {
            seen = way.with(activations(old));
        } finally {
            if (seen == null) {
                ledger.notRestarted();
            }
        }
        topology = next;
        ledger.restarted(old, seen, ProgramServer.ports(program, next).keySet());
    }

    /** The plan that the program has. */
    protected final Topology topology() {
        return topology;
    }

    /** Process id of the sh that is the program's parent. */
    public final long watchdogPid() {
        return server.pid();
    }

    @Override
    public final URI uri() {
        return URI.create("http://" + Topology.LOOPBACK + ":" + topology.frontPort() + "/");
    }

    /** If the program does not answer, no request reaches a node: then each worker is ERR, with its last counts. */
    @Override
    public final List<Worker> workers() {
        int era = ledger.era();
        return ledger.workers(topology, reader.read(), era);
    }

    @Override
    public void activate(String node, Worker.Activation activation) throws FrontException {
        topology.node(node);
        synchronized (changes) {
            try {
                control.activate(node, activation);
            } catch (IOException e) {
                throw new FrontException(
                        program.name() + " did not accept " + activation + " for " + node + ": " + e.getMessage(), e);
            }
        }
    }

    /** Restarts the program with this activation of a node, for one that takes it from its configuration only. */
    protected final void reloadWith(String node, Worker.Activation activation) throws FrontException {
        topology.node(node);
        synchronized (changes) {
            try {
                restart(topology, activations -> {
                    Map<String, HttpdTarget.Activation> changed = new HashMap<>(activations);
                    changed.put(node, exported(activation));
                    return server.reload(topology, topology, changed);
                });
            } catch (IOException e) {
                throw new FrontException(
                        program.name() + " did not accept " + activation + " for " + node + ": " + e.getMessage(), e);
            }
            // For a restart that can't ask.
            workers();
        }
    }

    /**
     * {@inheritDoc} It uses a graceful restart, as {@link #update} does.
     *
     * @throws FrontException if the program rejects the new configuration; then it keeps the old one
     */
    @Override
    public final void sticky(boolean sticky) throws FrontException {
        synchronized (changes) {
            if (sticky != topology.balancer().sticky()) {
                reload(topology.withBalancer(topology.balancer().withSticky(sticky)));
            }
        }
    }

    /**
     * Gives the program a new configuration; it finishes its running requests with the old one (graceful restart). Does nothing
     * if no node was added, removed or moved. Stickiness does not change.
     *
     * @throws IllegalArgumentException if the front's port, the secret or the context path differs
     * @throws FrontException if the program rejects the new configuration; then it keeps the old one
     */
    @Override
    public final void update(Topology changed) throws FrontException {
        synchronized (changes) {
            // The plan of these nodes may be older than the last call of sticky().
            Topology next = changed.withBalancer(
                    changed.balancer().withSticky(topology.balancer().sticky()));
            if (next.frontPort() != topology.frontPort()
                    || !next.ajpSecret().equals(topology.ajpSecret())
                    || !next.contextPath().equals(topology.contextPath())
                    || !next.balancer().equals(topology.balancer())) {
                throw new IllegalArgumentException(
                        "Only the nodes can change while the front runs. Restart the front for other changes.");
            }
            if (ProgramServer.ports(program, next).equals(ProgramServer.ports(program, topology))) {
                topology = next;
            } else {
                reload(next);
            }
        }
    }

    private void reload(Topology next) throws FrontException {
        try {
            restart(next, activations -> server.reload(topology, next, activations));
        } catch (IOException e) {
            throw new FrontException(program.name() + " did not accept the new configuration: " + e.getMessage(), e);
        }
    }

    @Override
    public final void close() {
        WorkerWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        server.close();
        reader.close();
    }

    private static Map<String, HttpdTarget.Activation> activations(List<Worker> workers) {
        return workers.stream().collect(Collectors.toMap(Worker::name, worker -> exported(worker.activation())));
    }

    private static HttpdTarget.Activation exported(Worker.Activation activation) {
        return switch (activation) {
            case ACT -> HttpdTarget.Activation.ACTIVE;
            case DIS -> HttpdTarget.Activation.DISABLED;
            case STP -> HttpdTarget.Activation.STOPPED;
        };
    }
}
