package clusterlab.front.embedded;

import clusterlab.front.Balancer;
import clusterlab.front.Passed;
import clusterlab.front.WorkerChange;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import io.undertow.server.DefaultByteBufferPool;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.xnio.XnioExecutor;
import org.xnio.XnioWorker;

/**
 * The front that needs no installation: Undertow's HTTP server and our own AJP client. This client tracks whether a node may
 * have received a request, which decides whether it can be sent again.
 *
 * <pre>
 * client ─► FrontHandler ─► Forward ─► Election ─► Backend ─► AjpPool ─► AjpConnection ─► node
 *            rejects         retries    which node    ▲ state
 *                                                 HealthProbe: pings every node several times a second
 * </pre>
 *
 * <p>There is a thread for each of a few processors, and none for a request: a request is handled from end to end on the
 * thread that accepted its connection.
 */
public final class EmbeddedBalancer implements Balancer {

    /**
     * How long a node may answer nothing at all, neither requests nor pings, before it is taken for frozen and what waits
     * for it is given up. A slow application is not cut off: the node still answers pings.
     */
    public static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

    /** How long {@link #start} waits for the nodes' first answers. */
    private static final Duration FIRST_VERDICT = Duration.ofSeconds(1);

    /** How long {@link #stopping} waits for the threads that send requests. */
    private static final Duration SEND = Duration.ofSeconds(1);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Front front;
    private final URI uri;
    private final FrontServer server;
    private final XnioWorker worker;
    private final DefaultByteBufferPool buffers;
    private final XnioExecutor.Key rounds;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBalancer(
            Front front,
            URI uri,
            FrontServer server,
            XnioWorker worker,
            DefaultByteBufferPool buffers,
            XnioExecutor.Key rounds) {
        this.front = front;
        this.uri = uri;
        this.server = server;
        this.worker = worker;
        this.buffers = buffers;
        this.rounds = rounds;
    }

    /** Starts it without a listener. */
    public static EmbeddedBalancer start(Topology topology) {
        return start(topology, change -> {});
    }

    /**
     * Starts listening on the topology's front port, and waits up to a second until it is known which nodes are there.
     *
     * @param listener gets each change of a worker's state, in order for each worker; on a thread of the front, which it
     *     must not block
     * @throws UncheckedIOException if the port is unavailable
     */
    public static EmbeddedBalancer start(Topology topology, Consumer<WorkerChange> listener) {
        return start(topology, listener, NODE_TIMEOUT);
    }

    /** The same, with another limit for frozen nodes. */
    static EmbeddedBalancer start(Topology topology, Consumer<WorkerChange> listener, Duration nodeTimeout) {
        return start(topology, listener, nodeTimeout, FrontServer.MAX_CLIENTS);
    }

    /** The same, with another limit for the connections of clients. */
    static EmbeddedBalancer start(
            Topology topology, Consumer<WorkerChange> listener, Duration nodeTimeout, int maxClients) {
        XnioWorker worker = FrontServer.worker();
        DefaultByteBufferPool buffers = FrontServer.buffers();
        try {
            Front front = new Front(
                    buffers,
                    worker.getIoThread(),
                    nodeTimeout,
                    topology.frontPort(),
                    topology.balancer().sticky(),
                    topology.ajpSecret().value(),
                    listener);
            front.election().replace(backends(front, topology));
            FrontServer server = FrontServer.listen(front, worker, maxClients);
            URI uri = URI.create("http://" + Topology.LOOPBACK + ":" + server.port() + "/");
            EmbeddedBalancer balancer = new EmbeddedBalancer(front, uri, server, worker, buffers, front.startRounds());
            balancer.awaitVerdicts();
            return balancer;
        } catch (RuntimeException e) {
            worker.shutdownNow();
            buffers.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public List<Worker> workers() {
        return front.election().backends().stream().map(Backend::snapshot).toList();
    }

    @Override
    public void activate(String node, Worker.Activation activation) {
        front.election().backends().stream()
                .filter(b -> b.name.equals(node))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no node named " + node))
                .activate(activation);
    }

    @Override
    public boolean watch(Consumer<Passed> watcher) {
        front.watching().tell(watcher);
        return true;
    }

    @Override
    public void unwatch(Duration patience) throws InterruptedException {
        front.watching().end(patience);
    }

    @Override
    public void sticky(boolean sticky) {
        front.election().sticky(sticky);
    }

    /**
     * {@inheritDoc} A node whose AJP port changed counts as a new one.
     *
     * @throws IllegalArgumentException if the front port differs: that takes a new balancer
     */
    @Override
    public synchronized void update(Topology topology) {
        if (topology.frontPort() != front.port()) {
            throw new IllegalArgumentException(
                    "the front listens on " + front.port() + "; start another one for " + topology.frontPort());
        }
        front.secret(topology.ajpSecret().value());
        List<Backend> before = front.election().backends();
        List<Backend> after = backends(front, topology);
        front.election().replace(after);
        before.stream().filter(b -> !after.contains(b)).forEach(Backend::remove);
        after.stream().filter(b -> !before.contains(b)).forEach(b -> b.probe().now());
    }

    @Override
    public void stopping(String node) throws InterruptedException {
        for (Backend backend : front.election().backends()) {
            if (backend.name.equals(node)) {
                backend.stopping();
                awaitTasks();
            }
        }
    }

    /** A thread chooses a node and sends the request in one task: when the next task runs, that is over. */
    private void awaitTasks() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(worker.getIoThreadCount());
        try {
            for (int i = 0; i < worker.getIoThreadCount(); i++) {
                worker.getIoThread(i).execute(over::countDown);
            }
        } catch (RejectedExecutionException ended) {
            return;
        }
        var unused = over.await(SEND.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        rounds.remove();
        server.close();
        front.election().backends().forEach(Backend::close);
        // Closes every connection, and so ends every thread.
        worker.shutdownNow();
        try {
            worker.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        buffers.close();
    }

    private void awaitVerdicts() {
        long deadline = System.nanoTime() + FIRST_VERDICT.toNanos();
        try {
            for (Backend backend : front.election().backends()) {
                backend.probe().awaitVerdict(Duration.ofNanos(deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Backend> backends(Front front, Topology topology) {
        List<Backend> backends = new ArrayList<>();
        for (NodeSpec node : topology.nodes()) {
            InetSocketAddress address = node.ajp().address();
            backends.add(front.election().backends().stream()
                    .filter(b -> b.name.equals(node.name()) && b.address.equals(address))
                    .findFirst()
                    .orElseGet(() -> new Backend(front, node.name(), address)));
        }
        return backends;
    }
}
