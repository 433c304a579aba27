package clusterlab.front.httpd;

import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdTarget;
import clusterlab.front.Balancer;
import clusterlab.front.WorkerChange;
import clusterlab.front.httpd.HttpdControl.Seen;
import clusterlab.front.httpd.HttpdControl.View;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A real Apache httpd before the nodes. It is a child process with generated files, and uses only the program and the modules
 * of this machine's httpd. It ends with the lab, also when the lab is killed ({@link HttpdProcess}). If httpd ends by itself,
 * this starts it again.
 */
public final class HttpdBalancer implements Balancer {

    /** A graceful restart takes a second or two; more means that httpd hangs. */
    private static final Duration RESTART = Duration.ofSeconds(20);

    /** An httpd that ends sooner may do so again. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** How many such ends in a row lead to a restart. */
    private static final int MOST_RESTARTS = 3;

    private final HttpdCommand command;
    private final HttpdControl control;
    private final Consumer<String> trouble;
    private final List<String> notices;
    private final WorkerLedger ledger = new WorkerLedger();

    private Topology topology;
    private long startedNanos;
    private int restarts;
    private volatile HttpdProcess process;
    private volatile boolean closed;
    private volatile @Nullable WorkerWatch watch;

    private HttpdBalancer(
            Topology topology,
            HttpdCommand command,
            HttpdControl control,
            Consumer<String> trouble,
            List<String> notices)
            throws IOException {
        this.topology = topology;
        this.command = command;
        this.control = control;
        this.trouble = trouble;
        this.notices = List.copyOf(notices);
        this.process = launch();
    }

    /**
     * The user's options.
     *
     * @param httpd the program, or empty to look for it
     * @param connector or empty for mod_jk where it is installed, else mod_proxy
     */
    public record Options(Optional<Path> httpd, Optional<Connector> connector) {

        /** Uses any httpd and any connector. */
        public static final Options DEFAULT = new Options(Optional.empty(), Optional.empty());
    }

    /**
     * Writes the configuration, checks it with httpd, starts httpd and waits until it answers, at most
     * {@link Topology#readyTimeout}. The nodes need not be up.
     *
     * @param dir for configuration, logs and shared memory; created if it is missing; its absolute path has at most 200
     *     bytes
     * @param listener gets each change of a worker's state within about half a second, in a separate thread
     * @param trouble gets a sentence when httpd ended by itself, with the result of the restart
     * @throws FrontUnavailableException if there is no suitable httpd, or the front's port is in use
     * @throws IllegalArgumentException if a configuration cannot contain a name or path
     * @throws IOException if httpd rejects the configuration or does not start
     */
    public static HttpdBalancer start(
            Topology topology, Path dir, Options options, Consumer<WorkerChange> listener, Consumer<String> trouble)
            throws IOException {
        HttpdBalancer balancer = start(topology, dir, options, trouble);
        balancer.watch = new WorkerWatch(balancer::workers, listener);
        return balancer;
    }

    /** The same without a listener. */
    public static HttpdBalancer start(Topology topology, Path dir, Options options, Consumer<String> trouble)
            throws IOException {
        HttpdInstall install = HttpdInstall.find(options.httpd());
        Connector connector = install.connector(options.connector());
        List<String> notices = new ArrayList<>();
        if (options.connector().isEmpty() && connector == Connector.MOD_PROXY) {
            notices.add(
                    "There is no mod_jk.so in " + install.modules()
                            + ", so the front uses mod_proxy. On Debian and Ubuntu, apt install libapache2-mod-jk installs it.");
        }
        HttpdCommand command =
                new HttpdCommand(install, connector, dir.toAbsolutePath().normalize());
        command.configure(topology, Map.of());
        HttpdControl control = connector == Connector.MOD_JK ? new JkControl(topology) : new ProxyControl(topology);
        HttpdBalancer balancer = new HttpdBalancer(topology, command, control, trouble, notices);
        balancer.awaitUp();
        balancer.supervise();
        return balancer;
    }

    private HttpdProcess launch() throws IOException {
        startedNanos = System.nanoTime();
        return command.start();
    }

    /** Runs in a separate thread: the JDK's threads that wait for processes have a small stack. */
    private void supervise() {
        var unused = process.onExit().thenAccept(code -> {
            Thread thread = new Thread(() -> ended(code), "httpd-supervisor");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private synchronized void ended(int code) {
        if (closed) {
            return;
        }
        // A shell reports a signal as 128 plus its number.
        String what = "httpd ended by itself (" + (code > 128 ? "signal " + (code - 128) : "code " + code) + ")";
        restarts = System.nanoTime() - startedNanos < STABLE.toNanos() ? restarts + 1 : 1;
        if (restarts > MOST_RESTARTS) {
            trouble.accept(what + " repeatedly, so cluster-lab does not start it again. See " + command.errorLog()
                    + ", then start the lab again.");
            return;
        }
        try {
            startAgain();
            trouble.accept(what + " and cluster-lab started it again; see " + command.errorLog() + ".");
        } catch (IOException | UncheckedIOException e) {
            if (!closed) {
                trouble.accept(what + " and does not start again: " + e.getMessage());
            }
        }
    }

    private void startAgain() throws IOException {
        List<Worker> old = workers();
        process.close();
        command.configure(topology, activations(old));
        process = launch();
        if (closed) {
            // close() was called meanwhile, and perhaps saw only the old process.
            process.close();
            throw new IOException("the front was closed");
        }
        ledger.restarted(old, awaitUp(), ports(topology).keySet());
        supervise();
    }

    /** Waits until the new httpd is up, and ends it if it does not start. */
    private Map<String, Seen> awaitUp() throws IOException {
        boolean up = false;
        try {
            Map<String, Seen> seen = await(topology.readyTimeout(), topology);
            up = true;
            return seen;
        } finally {
            if (!up) {
                process.close();
            }
        }
    }

    /** Sentences on differences from the defaults. */
    public List<String> notices() {
        return notices;
    }

    /** The module that reaches the nodes. */
    public Connector connector() {
        return command.connector();
    }

    /** The running program and its version. */
    public HttpdInstall install() {
        return command.install();
    }

    /** The page that shows the workers in a browser on this machine. */
    public URI statusUri() {
        return uri().resolve(HttpdFiles.statusPath(topology));
    }

    /** Process id of the sh that is httpd's parent. */
    public long watchdogPid() {
        return process.pid();
    }

    @Override
    public synchronized URI uri() {
        return URI.create("http://" + Topology.LOOPBACK + ":" + topology.frontPort() + "/");
    }

    /** If httpd does not answer, no request reaches a node: then each worker is ERR, with its last counts. */
    @Override
    public synchronized List<Worker> workers() {
        Map<String, Seen> seen;
        try {
            seen = control.view().workers();
        } catch (IOException gone) {
            seen = Map.of();
        }
        return ledger.workers(topology, seen);
    }

    @Override
    public synchronized void activate(String node, Worker.Activation activation) {
        topology.node(node);
        try {
            control.activate(node, activation);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "httpd did not accept " + activation + " for " + node + ": " + e.getMessage(), e);
        }
    }

    /**
     * {@inheritDoc} It uses a graceful restart, as {@link #update} does.
     *
     * @throws UncheckedIOException if httpd rejects the new configuration; then it keeps the old one
     */
    @Override
    public synchronized void sticky(boolean sticky) {
        if (sticky != topology.balancer().sticky()) {
            reload(topology.withBalancer(topology.balancer().withSticky(sticky)));
        }
    }

    /**
     * Gives httpd a new configuration; httpd finishes its running requests with the old one (graceful restart). Does nothing
     * if no node was added, removed or moved. Stickiness does not change.
     *
     * @throws IllegalArgumentException if the front's port, the secret or the context path differs
     * @throws UncheckedIOException if httpd rejects the new configuration; then it keeps the old one
     */
    @Override
    public synchronized void update(Topology changed) {
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
        if (ports(next).equals(ports(topology))) {
            topology = next;
            return;
        }
        reload(next);
    }

    private void reload(Topology next) {
        List<Worker> old = workers();
        Map<String, HttpdTarget.Activation> activations = activations(old);
        try {
            try {
                command.configure(next, activations);
            } catch (IOException refused) {
                command.configure(topology, activations);
                throw refused;
            }
            process.graceful();
            Map<String, Seen> seen = await(RESTART, next);
            topology = next;
            ledger.restarted(old, seen, ports(next).keySet());
        } catch (IOException e) {
            throw new UncheckedIOException("httpd did not accept the new configuration: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        WorkerWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        process.close();
    }

    /** Waits until httpd itself, not another program on its port, uses exactly this configuration. */
    private Map<String, Seen> await(Duration patience, Topology wanted) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        IOException trouble = new IOException("it is not up");
        while (process.alive() && System.nanoTime() - deadline < 0) {
            try {
                View view = control.view();
                Map<String, Seen> seen = view.workers();
                Map<String, Integer> ports = seen.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().ajpPort()));
                if (ports.equals(ports(wanted))
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
                throw new IOException("The wait for httpd was interrupted.", e);
            }
        }
        if (!process.alive()) {
            throw command.whyNotStarted(wanted.frontPort());
        }
        throw new IOException("httpd did not answer on port " + wanted.frontPort() + " within " + patience.toSeconds()
                + " s (" + trouble.getMessage() + "); see " + command.errorLog() + ".");
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

    private static Map<String, Integer> ports(Topology topology) {
        return topology.nodes().stream().collect(Collectors.toMap(NodeSpec::name, NodeSpec::ajpPort));
    }
}
