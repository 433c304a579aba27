package clusterlab.front.httpd;

import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdTarget;
import clusterlab.front.Balancer;
import clusterlab.front.FrontException;
import clusterlab.front.WorkerChange;
import clusterlab.front.httpd.HttpdControl.Seen;
import clusterlab.spec.BalancerSpec.Connector;
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

    /** An httpd that ends sooner may do so again. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** How many such ends in a row lead to a restart. */
    private static final int MOST_RESTARTS = 3;

    private final HttpdCommand command;
    private final HttpdControl control;
    private final HttpdServer server;
    private final WorkerReader reader;
    private final Consumer<String> trouble;
    private final List<String> notices;
    private final WorkerLedger ledger = new WorkerLedger();

    /** One change at a time; it may wait for httpd. No reader takes this lock. */
    private final Object changes = new Object();

    private volatile Topology topology;
    private volatile @Nullable WorkerWatch watch;
    private int restarts;

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
        this.reader = new WorkerReader(control);
        synchronized (changes) {
            this.server = HttpdServer.start(topology, command, control, this::ended);
        }
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
     * @throws clusterlab.front.FrontUnavailableException if there is no suitable httpd, or the front's port is in use
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
        HttpdControl control = connector == Connector.MOD_JK ? new JkControl(topology) : new ProxyControl(topology);
        return new HttpdBalancer(topology, command, control, trouble, notices);
    }

    private void ended(int code) {
        synchronized (changes) {
            if (server.isClosed()) {
                return;
            }
            // A shell reports a signal as 128 plus its number.
            String what = "httpd ended by itself (" + (code > 128 ? "signal " + (code - 128) : "code " + code) + ")";
            restarts = server.age().compareTo(STABLE) < 0 ? restarts + 1 : 1;
            if (restarts > MOST_RESTARTS) {
                trouble.accept(what + " repeatedly, so cluster-lab does not start it again. See " + command.errorLog()
                        + ", then start the lab again.");
                return;
            }
            try {
                restart(topology, activations -> server.startAgain(topology, activations));
                trouble.accept(what + " and cluster-lab started it again; see " + command.errorLog() + ".");
            } catch (IOException | UncheckedIOException e) {
                if (!server.isClosed()) {
                    trouble.accept(what + " and does not start again: " + e.getMessage());
                }
            }
        }
    }

    /** A way to restart httpd, with these activations of the workers. */
    private interface Restart {
        Map<String, Seen> with(Map<String, HttpdTarget.Activation> activations) throws IOException;
    }

    /** Restarts httpd; counts and activations of the workers continue. */
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
        ledger.restarted(old, seen, HttpdServer.ports(next).keySet());
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
        return server.pid();
    }

    @Override
    public URI uri() {
        return URI.create("http://" + Topology.LOOPBACK + ":" + topology.frontPort() + "/");
    }

    /** If httpd does not answer, no request reaches a node: then each worker is ERR, with its last counts. */
    @Override
    public List<Worker> workers() {
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
                        "httpd did not accept " + activation + " for " + node + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * {@inheritDoc} It uses a graceful restart, as {@link #update} does.
     *
     * @throws FrontException if httpd rejects the new configuration; then it keeps the old one
     */
    @Override
    public void sticky(boolean sticky) throws FrontException {
        synchronized (changes) {
            if (sticky != topology.balancer().sticky()) {
                reload(topology.withBalancer(topology.balancer().withSticky(sticky)));
            }
        }
    }

    /**
     * Gives httpd a new configuration; httpd finishes its running requests with the old one (graceful restart). Does nothing
     * if no node was added, removed or moved. Stickiness does not change.
     *
     * @throws IllegalArgumentException if the front's port, the secret or the context path differs
     * @throws FrontException if httpd rejects the new configuration; then it keeps the old one
     */
    @Override
    public void update(Topology changed) throws FrontException {
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
            if (HttpdServer.ports(next).equals(HttpdServer.ports(topology))) {
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
            throw new FrontException("httpd did not accept the new configuration: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
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
