package clusterlab.front.program;

import clusterlab.export.HttpdTarget;
import clusterlab.front.program.FrontControl.Seen;
import clusterlab.front.program.FrontControl.View;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * The present process of a program and the configuration that it has. Starts and changes return when it uses the wanted
 * configuration. They run one at a time; only {@link #close} and {@link #pid} may be called meanwhile.
 */
final class ProgramServer implements AutoCloseable {

    /** A graceful restart takes a second or two; more means that it hangs. */
    private static final Duration RESTART = Duration.ofSeconds(20);

    private static final Duration RESTART_AGAIN = Duration.ofSeconds(5);

    private final FrontProgram program;
    private final FrontControl control;
    private final IntConsumer onExit;
    private volatile ProgramProcess process;
    private volatile long startedNanos;
    private volatile boolean closed;

    private ProgramServer(FrontProgram program, FrontControl control, IntConsumer onExit) throws IOException {
        this.program = program;
        this.control = control;
        this.onExit = onExit;
        this.process = program.start();
        this.startedNanos = System.nanoTime();
    }

    /**
     * Starts the program with this configuration.
     *
     * @param onExit gets the exit code whenever it ended by itself after it was up, in a separate thread
     * @throws IOException if it rejects the configuration or is not up within the plan's time
     */
    static ProgramServer start(Topology topology, FrontProgram program, FrontControl control, IntConsumer onExit)
            throws IOException {
        program.configure(topology, Map.of());
        ProgramServer server = new ProgramServer(program, control, onExit);
        server.awaitUp(topology);
        return server;
    }

    /** Starts a new process after the old one ended. */
    Map<String, Seen> startAgain(Topology topology, Map<String, HttpdTarget.Activation> activations)
            throws IOException {
        process.close();
        program.configure(topology, activations);
        process = program.start();
        startedNanos = System.nanoTime();
        if (closed) {
            // close() was called meanwhile, and perhaps saw only the old process.
            process.close();
            throw new IOException("the front was closed");
        }
        return awaitUp(topology);
    }

    /**
     * Gives the program a new configuration by a graceful restart.
     *
     * @throws IOException if it is not used within 20 to 25 s; it gets the old one back
     */
    Map<String, Seen> reload(Topology before, Topology next, Map<String, HttpdTarget.Activation> activations)
            throws IOException {
        boolean told = false;
        try {
            program.configure(next, activations);
            process.graceful();
            told = true;
            return restarted(next);
        } catch (IOException refused) {
            program.configure(before, activations);
            if (told && process.alive()) {
                process.graceful();
            }
            throw refused;
        }
    }

    /** Waits for the restart. A program that is still busy with the one before can miss the signal (HAProxy 2.6, seen once). */
    private Map<String, Seen> restarted(Topology next) throws IOException {
        long deadline = System.nanoTime() + RESTART.toNanos();
        while (true) {
            try {
                return await(RESTART_AGAIN, next);
            } catch (IOException notYet) {
                if (!process.alive() || System.nanoTime() - deadline > 0) {
                    throw notYet;
                }
                process.graceful();
            }
        }
    }

    /** How long the present process has run. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Process id of the sh that watches the program. */
    long pid() {
        return process.pid();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        process.close();
    }

    /** Waits until the new process is up, and ends it if it does not start. */
    private Map<String, Seen> awaitUp(Topology topology) throws IOException {
        boolean up = false;
        try {
            Map<String, Seen> seen = await(topology.readyTimeout(), topology);
            up = true;
            supervise();
            return seen;
        } finally {
            if (!up) {
                process.close();
            }
        }
    }

    /** Runs in a separate thread: the JDK's threads that wait for processes have a small stack. */
    private void supervise() {
        var unused = process.onExit().thenAccept(code -> {
            Thread thread = new Thread(() -> onExit.accept(code), "front-supervisor");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Waits until the program itself, not another program on its port, uses exactly this configuration. */
    private Map<String, Seen> await(Duration patience, Topology wanted) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        IOException trouble = new IOException("it is not up");
        while (process.alive() && System.nanoTime() - deadline < 0) {
            try {
                View view = control.view();
                Map<String, Seen> seen = view.workers();
                Map<String, Integer> ports = seen.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().port()));
                if (ports.equals(ports(program, wanted))
                        && view.sticky() == wanted.balancer().sticky()
                        && process.alive()) {
                    return seen;
                }
                trouble = new IOException("it still has the old configuration");
            } catch (IOException notYet) {
                trouble = notYet;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("The wait for " + program.name() + " was interrupted.", e);
            }
        }
        if (!process.alive()) {
            throw program.whyNotStarted(wanted.frontPort());
        }
        throw new IOException(program.name() + " did not answer on port " + wanted.frontPort() + " within "
                + patience.toSeconds() + " s (" + trouble.getMessage() + "); see " + program.errorLog() + ".");
    }

    /** The ports by the names of their nodes: what the program has to know of the nodes. */
    static Map<String, Integer> ports(FrontProgram program, Topology topology) {
        return topology.nodes().stream().collect(Collectors.toMap(NodeSpec::name, program::port));
    }
}
