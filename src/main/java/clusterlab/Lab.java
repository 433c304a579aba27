package clusterlab;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.Exhaustion;
import clusterlab.cluster.ForeignPod;
import clusterlab.cluster.NodeHost;
import clusterlab.cluster.ProcessLimits;
import clusterlab.cluster.RunFolder;
import clusterlab.cluster.embedded.EmbeddedHost;
import clusterlab.cluster.embedded.ForeignTomcat;
import clusterlab.cluster.process.ProcessHost;
import clusterlab.cluster.remote.RemoteHost;
import clusterlab.event.EventLog;
import clusterlab.event.Journal;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.front.FrontException;
import clusterlab.front.FrontStarter;
import clusterlab.load.LoadGenerator;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import clusterlab.web.AdminServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

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
    /** With the value off, no events are recorded; {@code scripts/bench events} uses it to measure their cost. */
    private static final String EVENTS_PROPERTY = "clusterlab.events";

    private static final int EVENTS_KEPT = 20_000;

    private final PortPolicy ports;
    private final EventLog events;
    private final Cluster cluster;
    private final Nemesis nemesis;
    private final LoadGenerator load;
    private final LabControl control;
    private final RunFolder folder;
    private final BootListener listener;
    private final Secret token = Secret.token();
    private final Closer closer = new Closer();
    private volatile @Nullable Balancer balancer;
    private volatile Duration bootTime = Duration.ZERO;

    /**
     * Creates the run folder; starts nothing.
     *
     * @param ports holds the ports of the plan
     * @throws BootException if the run folder can't be created or has a symbolic link where the lab writes, or this process
     *     may not have enough files, threads or heap for the nodes; nothing was created then
     */
    public Lab(Topology topology, PortPolicy ports, BootListener listener) throws BootException {
        this(topology, ports, listener, host(topology));
    }

    private static NodeHost.Factory host(Topology topology) {
        return switch (topology.host().kind()) {
            case JVM -> EmbeddedHost::open;
            case PROCESS, STOCK -> ProcessHost::open;
            case REMOTE -> RemoteHost::open;
        };
    }

    /**
     * The same with nodes on another host.
     *
     * @throws BootException as the other
     */
    public Lab(Topology topology, PortPolicy ports, BootListener listener, NodeHost.Factory hosts)
            throws BootException {
        this.ports = ports;
        this.listener = listener;
        ProcessLimits.ofThisProcess()
                .refuseIfTooLow(
                        topology.nodes().size(), topology.channel().membership() instanceof MembershipSpec.Static);
        try {
            folder = RunFolder.of(topology);
        } catch (IOException e) {
            throw new BootException(
                    "The run folder can't be used (" + e.getMessage()
                            + "); name another with --dir, or free some space.",
                    e);
        }
        closer.register(folder);
        boolean wanted = !"off".equals(System.getProperty(EVENTS_PROPERTY));
        events = new EventLog(wanted ? EVENTS_KEPT : 0, Clock.systemUTC());
        try {
            closer.register(new Journal(events, folder.journal()));
        } catch (IOException e) {
            close();
            throw new BootException("The run folder " + folder.path() + " can't be written: " + e.getMessage(), e);
        }
        cluster = closer.register(Cluster.of(topology, events, listener, hosts));
        cluster.foreignPods((address, port, log) -> {
            ForeignTomcat tomcat = ForeignTomcat.open(address, port, log);
            return new ForeignPod(tomcat::traffic, tomcat::close);
        });
        nemesis = closer.register(new Nemesis(cluster, events, Clock.systemUTC()));
        load = closer.register(new LoadGenerator(this::addresses, events));
        control = new LabControl(cluster, nemesis, events, this::balancer, load);
        closer.register(control::endRecording);
    }

    /**
     * Boots and returns when the lab is ready.
     *
     * @throws BootException if the lab does not become ready; the message is for the user
     */
    public void boot() throws BootException, InterruptedException {
        try {
            start();
        } catch (RuntimeException | Error e) {
            Optional<Exhaustion> met = Exhaustion.of(e);
            if (met.isEmpty()) {
                throw e;
            }
            throw new BootException("The boot failed: " + met.get().advice(), e);
        }
    }

    private void start() throws BootException, InterruptedException {
        long start = System.nanoTime();
        FrontStarter starter = new FrontStarter(folder.httpd(), events, listener);
        // Runs while the members find each other: front and API need the nodes' connectors, but not the cluster.
        FutureTask<Optional<Balancer>> outside = new FutureTask<>(() -> startOutside(starter));
        Thread outsideThread = new Thread(outside, "front-start");
        outsideThread.setDaemon(true);
        try {
            cluster.boot(folder, ports, outsideThread::start);
            Optional<Balancer> front = await(outside);
            if (front.isPresent()) {
                cluster.probe(front.get().uri().toString());
                cluster.onTopology(changed -> follow(starter, front.get(), changed));
                cluster.onStop(front.get()::stopping);
            }
        } finally {
            outside.cancel(false);
        }
        bootTime = Duration.ofNanos(System.nanoTime() - start);
    }

    private Optional<Balancer> startOutside(FrontStarter starter) throws BootException {
        if (topology().balancer().kind() == BalancerSpec.Kind.GIVEN) {
            balancer = closer.register(starter.start(topology()));
        } else if (topology().balancer().kind() != BalancerSpec.Kind.NONE) {
            balancer = closer.register(listen(
                    topology().frontPort(),
                    moved -> cluster.ports(plan -> plan.withFrontPort(moved)),
                    port -> starter.start(topology())));
        }
        if (topology().adminPort() != 0) {
            closer.register(listen(
                    topology().adminPort(), moved -> cluster.ports(plan -> plan.withAdminPort(moved)), this::admin));
        }
        return balancer();
    }

    private AdminServer admin(int port) throws BootException {
        try {
            return AdminServer.start(port, token, control);
        } catch (IOException e) {
            throw new BootException("API and dashboard can't listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Starts on the port of the plan. Another program may take it just before: then on the next one, unless it was asked for. */
    private <T> T listen(int port, IntConsumer moved, Listening<T> server) throws BootException {
        ports.release(port);
        try {
            return server.on(port);
        } catch (BootException e) {
            Optional<Integer> other = ports.insteadOf(port);
            if (other.isEmpty()) {
                throw e;
            }
            moved.accept(other.get());
            return listen(other.get(), moved, server);
        }
    }

    private interface Listening<T> {
        T on(int port) throws BootException;
    }

    private Optional<Balancer> await(FutureTask<Optional<Balancer>> outside)
            throws BootException, InterruptedException {
        try {
            return outside.get(topology().readyTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BootException boot) {
                throw boot;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new BootException(
                    "The front did not start in time; try --front embedded or a longer --ready-timeout.", e);
        }
    }

    private void follow(FrontStarter starter, Balancer front, Topology changed) throws BootException {
        try {
            front.update(changed);
        } catch (FrontException e) {
            throw new BootException(String.valueOf(e.getMessage()), e);
        }
        try {
            starter.writeConfiguration(changed);
        } catch (BootException e) {
            listener.warning(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Where a user opens the application: at the front.
     *
     * @throws IllegalStateException if there is no front
     */
    public URI uri() {
        return topology()
                .frontUrl()
                .map(URI::create)
                .orElseThrow(() -> new IllegalStateException("This lab has no front; ask its nodes."));
    }

    /**
     * The node that handled the last request of a session; with BackupManager the one that holds it.
     *
     * @param cookie a session's id or its cookie, such as {@code JSESSIONID=0A1B.node2; Path=/}
     * @return its name, such as {@code node2}
     * @throws IllegalStateException if no node that runs owns the session
     */
    public String ownerOf(String cookie) {
        String id = cookie.replaceAll(";.*", "").replaceAll("^[^=]*=", "").strip();
        return cluster.sessions().find(id).stream()
                .flatMap(session -> session.copies().stream())
                .filter(copy -> copy.role() == CopyRole.PRIMARY)
                .map(CopyView::node)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No node that runs owns the session " + id + "."));
    }

    /** The front, or empty if there is none. */
    public Optional<Balancer> balancer() {
        return Optional.ofNullable(balancer);
    }

    /** The token that each request to the API and the dashboard must contain. */
    public Secret token() {
        return token;
    }

    /** The address that opens the dashboard and stores the token in the browser; empty if there is no dashboard. */
    public Optional<String> loginUrl() {
        return topology().adminUrl().map(url -> url + "login?token=" + token.value());
    }

    /** The current plan. */
    public Topology topology() {
        return cluster.topology();
    }

    /** The nodes. */
    public Cluster cluster() {
        return cluster;
    }

    /** The log of all events. */
    public EventLog events() {
        return events;
    }

    /** The object through which all actions on this lab go. */
    public LabControl control() {
        return control;
    }

    /** Begins and ends faults. */
    public Nemesis nemesis() {
        return nemesis;
    }

    /** The built-in clients. */
    public LoadGenerator load() {
        return load;
    }

    /** The addresses that clients use: the front, or without a front the nodes. */
    private List<URI> addresses() {
        Topology plan = cluster.topology();
        return plan.frontUrl().map(front -> List.of(URI.create(front))).orElseGet(() -> plan.nodes().stream()
                .map(node -> URI.create(node.httpUrl()).resolve(plan.startPath()))
                .toList());
    }

    /** Logs and generated files. */
    public RunFolder folder() {
        return folder;
    }

    /** How long {@link #boot} took. */
    public Duration bootTime() {
        return bootTime;
    }

    /** Closes everything in reverse order and removes a temporary run folder. */
    @Override
    public void close() {
        try {
            closer.close();
        } catch (IllegalStateException e) {
            System.getLogger(Lab.class.getName()).log(System.Logger.Level.WARNING, "The lab did not end cleanly", e);
        }
    }
}
