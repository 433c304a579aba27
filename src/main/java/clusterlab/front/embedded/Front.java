package clusterlab.front.embedded;

import clusterlab.front.WorkerChange;
import io.undertow.connector.ByteBufferPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** What the parts of one running balancer share. */
final class Front {

    private static final Logger LOG = System.getLogger(Front.class.getPackageName());

    /** How many rounds of the probe pass between two looks at idle connections. */
    private static final int TRIM_EVERY = 25;

    private final ByteBufferPool buffers;
    private final XnioIoThread probeThread;
    private final Duration nodeTimeout;
    private final int port;
    private final Election election;
    private final Consumer<WorkerChange> listener;
    private final Set<Forward> live = ConcurrentHashMap.newKeySet();
    private final Set<Backend> leaving = ConcurrentHashMap.newKeySet();
    private volatile String secret;
    private final Watching watching = new Watching();
    private int round;

    Front(
            ByteBufferPool buffers,
            XnioIoThread probeThread,
            Duration nodeTimeout,
            int port,
            boolean sticky,
            String secret,
            Consumer<WorkerChange> listener) {
        this.buffers = buffers;
        this.probeThread = probeThread;
        this.nodeTimeout = nodeTimeout;
        this.port = port;
        this.election = new Election(sticky);
        this.secret = secret;
        this.listener = listener;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    XnioIoThread probeThread() {
        return probeThread;
    }

    Duration nodeTimeout() {
        return nodeTimeout;
    }

    int port() {
        return port;
    }

    Election election() {
        return election;
    }

    String secret() {
        return secret;
    }

    void secret(String value) {
        secret = value;
    }

    /** Who is told of requests and their answers. */
    Watching watching() {
        return watching;
    }

    /** The requests that are not over yet. */
    Set<Forward> live() {
        return live;
    }

    /** Begins to look after the nodes and the requests. */
    XnioExecutor.Key startRounds() {
        probeThread.execute(this::round);
        return probeThread.executeAtInterval(this::round, HealthProbe.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What waits for a connection to this node may go elsewhere: it was not sent anything yet. */
    void moveWaiting(Backend backend) {
        live.forEach(forward -> forward.moveIfWaitingFor(backend));
    }

    /** What waits for this node waits in vain. */
    void giveUp(Backend backend) {
        live.forEach(forward -> forward.giveUp(backend));
    }

    /** This node left the topology; it is looked after until the last request on it is over. */
    void leave(Backend backend) {
        leaving.add(backend);
    }

    void changed(WorkerChange change) {
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A listener of the front failed on " + change, e);
        }
    }

    private void round() {
        round++;
        long now = System.nanoTime();
        try {
            for (Backend backend : election.backends()) {
                backend.probe().tick();
                if (round % TRIM_EVERY == 0) {
                    backend.trimIdle();
                }
            }
            leaving.removeIf(this::hasLeft);
            live.forEach(forward -> forward.checkTime(now));
        } catch (RuntimeException e) {
            // The next round has to come, even after an error in this one.
            LOG.log(Level.WARNING, "The front failed to check its nodes", e);
        }
    }

    private boolean hasLeft(Backend backend) {
        if (live.stream().anyMatch(forward -> forward.isOn(backend))) {
            backend.probe().tick();
            return false;
        }
        backend.close();
        return true;
    }
}
