package clusterlab.front.embedded;

import clusterlab.front.Balancer.Worker.State;
import clusterlab.front.ajp.AjpConnection;
import clusterlab.front.ajp.AjpPool;
import clusterlab.front.ajp.AjpUser;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * Pings one node repeatedly on a separate connection, so that it detects a dead node before a client's request does.
 *
 * <p>A node is silent when a ping stays unanswered for the time-out <em>and</em> nothing else came from it either. Tomcat
 * answers pings on the threads that run the application ({@code AjpProcessor.service}): if every one of them is busy with
 * requests that send nothing for all that time, the node is taken for frozen. With Tomcat's 200 threads that takes 200 such
 * requests at a time.
 */
final class HealthProbe implements AjpUser {

    /** How often. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    private final Backend backend;
    private final XnioIoThread thread;
    private final long timeoutNanos;
    private final CountDownLatch verdict = new CountDownLatch(1);
    private final AtomicBoolean asked = new AtomicBoolean();

    // Of the probe's thread only.
    private @Nullable AjpConnection connection;
    private @Nullable Connecting connecting;
    private boolean answeredBefore;
    private boolean waiting;
    private long waitingSince;
    private long lastTick = System.nanoTime();
    private long forgiven = lastTick;
    private boolean closed;

    HealthProbe(Backend backend, XnioIoThread thread, Duration timeout) {
        this.backend = backend;
        this.thread = thread;
        this.timeoutNanos = timeout.toNanos();
    }

    /** Waits until it is known for the first time whether the node is there. */
    void awaitVerdict(Duration atMost) throws InterruptedException {
        if (!verdict.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            // It answers neither yes nor no: the probe will tell in time.
            verdict.countDown();
        }
    }

    /** Sends a ping immediately, on a new connection. From any thread. Does nothing once the front has ended. */
    void now() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    asked.set(false);
                    if (connecting == null) {
                        drop();
                        ask();
                    }
                });
            } catch (RejectedExecutionException ended) {
                // XNIO would log it with a stack trace: a node that stops closes the probe's connection (closed).
                System.getLogger(HealthProbe.class.getName()).log(Level.DEBUG, "the front has ended", ended);
            }
        }
    }

    /** One round; on the probe's thread. */
    void tick() {
        long now = System.nanoTime();
        if (now - lastTick > 2 * INTERVAL.toNanos()) {
            // This JVM or the whole machine paused: answers may have arrived that this thread has not read yet.
            forgiven = now;
        }
        lastTick = now;
        if (!waiting) {
            ask();
            return;
        }
        long heard = backend.state() == State.ERR ? waitingSince : Math.max(backend.lastSign(), forgiven);
        // By the next round it would be too late.
        if (now - heard > timeoutNanos - INTERVAL.toNanos()) {
            verdict.countDown();
            drop();
            waiting = false;
            backend.silent("answered nothing for " + TimeUnit.NANOSECONDS.toMillis(now - heard) + " ms");
        }
    }

    /** Ends it; from any thread. */
    void close() {
        thread.execute(() -> {
            closed = true;
            drop();
        });
    }

    private void ask() {
        if (closed) {
            return;
        }
        if (!waiting) {
            waiting = true;
            waitingSince = System.nanoTime();
        }
        if (connection != null) {
            connection.ping();
        } else if (connecting == null) {
            answeredBefore = false;
            connecting = new Connecting();
            backend.pool(thread).connect(connecting);
        }
    }

    private void drop() {
        connecting = null;
        AjpConnection dropped = connection;
        connection = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    @Override
    public void pong() {
        waiting = false;
        answeredBefore = true;
        verdict.countDown();
        backend.pinged();
    }

    @Override
    public void closed(IOException why) {
        connection = null;
        if (answeredBefore) {
            now();
        } else {
            waiting = false;
            verdict.countDown();
            backend.refused(new IOException("closes every connection", why));
        }
    }

    @Override
    public void headers(ByteBuffer packet) throws IOException {
        throw new IOException("a response to a ping");
    }

    @Override
    public boolean body(ByteBuffer data, boolean last) {
        return true;
    }

    @Override
    public void bodyWanted(int max) {}

    @Override
    public void ended(boolean reusable) {}

    /** An attempt to connect; void once another has begun, as the system may try for minutes. */
    private final class Connecting implements AjpPool.Connected {
        private final long begun = System.nanoTime();

        @Override
        public void connected(AjpConnection opened) {
            if (connecting != this) {
                opened.close();
                return;
            }
            backend.connected(begun);
            connecting = null;
            connection = opened;
            opened.use(HealthProbe.this);
            opened.ping();
        }

        @Override
        public void refused(IOException why) {
            if (connecting == this) {
                connecting = null;
                waiting = false;
                verdict.countDown();
                backend.refused(why);
            }
        }
    }
}
