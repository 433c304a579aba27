package clusterlab.front.embedded;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.Balancer.Worker.State;
import clusterlab.front.WorkerChange;
import clusterlab.front.ajp.AjpPool;
import clusterlab.front.ajp.NodeWatcher;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.xnio.XnioIoThread;

/**
 * The state of a node at the front, and the connections to it. Safe for all threads.
 *
 * <pre>
 *       a request or a further ping is answered
 *        ┌────────────────────────────────────┐
 *        ▼                                    │
 *       OK ── refused, or silent too long ─► ERR ── a ping is answered ─► REC ─► OK
 * </pre>
 *
 * <p>A node that closed a connection is suspect until it answers a ping on a new one: it keeps its state, but is passed
 * over as long as there is another. That takes about a millisecond if all is well, and keeps requests from a node that is
 * shutting down: its port accepts connections until the end, but the node no longer serves them.
 */
final class Backend implements NodeWatcher {

    private static final Logger LOG = System.getLogger(Backend.class.getPackageName());

    final String name;
    final InetSocketAddress address;
    final LongAdder elected = new LongAdder();
    final LongAdder errors = new LongAdder();

    /** How often it was chosen freely. Guarded by {@link Election}. */
    long value;

    private final Front front;
    private final HealthProbe probe;
    private final Map<XnioIoThread, AjpPool> pools = new ConcurrentHashMap<>();
    private final AtomicBoolean secretWarned = new AtomicBoolean();

    private volatile State state = State.REC;
    private volatile Activation activation = Activation.ACT;
    private volatile boolean suspect;
    private volatile boolean silent;
    private volatile boolean removed;

    private volatile boolean stopping;

    /** Since when it is {@link #stopping}, by {@link System#nanoTime}. */
    private volatile long stoppingSince;

    private volatile long lastSign = System.nanoTime();

    Backend(Front front, String name, InetSocketAddress address) {
        this.front = front;
        this.name = name;
        this.address = address;
        this.probe = new HealthProbe(this, front.probeThread(), front.nodeTimeout());
    }

    Worker snapshot() {
        return new Worker(name, state, activation, elected.sum(), errors.sum());
    }

    State state() {
        return state;
    }

    Activation activation() {
        return activation;
    }

    void activate(Activation to) {
        activation = to;
    }

    HealthProbe probe() {
        return probe;
    }

    boolean isSuspect() {
        return suspect;
    }

    /** In error because it answers nothing; one that refuses connections may at least be asked again cheaply. */
    boolean isSilent() {
        return silent;
    }

    /** When it last sent anything, by {@link System#nanoTime}. */
    long lastSign() {
        return lastSign;
    }

    AjpPool pool(XnioIoThread thread) {
        return pools.computeIfAbsent(thread, t -> {
            AjpPool pool = new AjpPool(t, address, front.buffers(), this);
            if (removed) {
                pool.close();
            }
            return pool;
        });
    }

    /** Whether a request that waits for a connection to it had better go elsewhere. */
    boolean isShunned() {
        return suspect || silent || stopping;
    }

    /** It is about to stop: it counts as down until it answers on a new connection. */
    void stopping() {
        stoppingSince = System.nanoTime();
        stopping = true;
        change(State.ERR, "is about to stop");
        front.moveWaiting(this);
        clearIdle();
    }

    /**
     * The probe has connected.
     *
     * @param begun when the probe began to connect
     */
    void connected(long begun) {
        if (stopping && begun - stoppingSince > 0) {
            stopping = false;
        }
    }

    @Override
    public void bytes() {
        lastSign = System.nanoTime();
    }

    @Override
    public void lost(String why) {
        if (!removed && state != State.ERR && !suspect) {
            suspect = true;
            probe.now();
            front.moveWaiting(this);
        }
    }

    /** A request was answered. */
    void served() {
        if (state == State.REC) {
            change(State.OK, "answered a request");
        }
    }

    /** A ping was answered. */
    void pinged() {
        if (stopping) {
            return;
        }
        suspect = false;
        silent = false;
        if (state == State.ERR) {
            front.election().recovered(this);
            change(State.REC, "answered a ping");
        } else if (state == State.REC) {
            change(State.OK, "answers");
        }
    }

    /** It cannot be connected to. */
    void refused(IOException why) {
        suspect = false;
        silent = false;
        change(State.ERR, why.getMessage() == null ? "refuses connections" : why.getMessage());
        // A node that shuts down waits until nobody can send it anything any more.
        clearIdle();
    }

    /** It answers nothing. */
    void silent(String why) {
        suspect = false;
        silent = true;
        change(State.ERR, why);
        clearIdle();
        front.giveUp(this);
    }

    /**
     * Tomcat answers a wrong secret with 403 and closes the connection ({@code AjpProcessor.prepareRequest}); an
     * application's own 403 leaves it open.
     */
    void refusedSecret() {
        errors.increment();
        if (secretWarned.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "{0} refused the AJP secret: it answered 403 and closed the connection. The AJP connector and the front"
                            + " need the same secret; change one of them.",
                    name);
        }
    }

    /** Closes what is idle: of no use any more. */
    void clearIdle() {
        pools.values().forEach(pool -> inItsThread(pool, pool::clear));
    }

    /** Closes what was idle for too long. */
    void trimIdle() {
        pools.values().forEach(pool -> inItsThread(pool, pool::trim));
    }

    /** A thread that ends already, with the lab, has closed its connections or is about to. */
    private static void inItsThread(AjpPool pool, Runnable task) {
        try {
            pool.thread().execute(task);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "the front ends", ended);
        }
    }

    /** It left the topology: it gets no more requests and causes no more events, but its running requests may end normally. */
    void remove() {
        removed = true;
        clearIdle();
        front.leave(this);
    }

    /** Ends its probe and closes what is idle. */
    void close() {
        removed = true;
        probe.close();
        pools.values().forEach(pool -> pool.thread().execute(pool::close));
    }

    private void change(State to, String why) {
        synchronized (this) {
            State from = state;
            if (from == to || removed) {
                return;
            }
            state = to;
            // Under the lock, so that the listener gets changes in order.
            front.changed(new WorkerChange(name, from, to, why));
        }
    }
}
