package clusterlab.load;

import clusterlab.http.HttpAnswer;
import clusterlab.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One user with one session. It uses one address as long as this answers, and then the next one, as a balancer would
 * choose another node for a browser.
 */
final class LoadClient implements Runnable {
    /** Shorter than Tomcat's keepAliveTimeout (20 s), so that no server closes the connection during a request. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Prevents a client without a server from a busy loop. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Supplier<List<URI>> targets;
    private final Pacer schedule;
    private final Meter meter;
    private final Increments increments = new Increments();
    private int target;
    private String path = "/";
    private @Nullable String sessionId;
    private long usedNanos;
    private volatile @Nullable HttpConnection connection;
    private volatile boolean stopped;

    /**
     * A client that sends nothing yet.
     *
     * @param first index of its first address
     */
    LoadClient(Supplier<List<URI>> targets, int first, Pacer schedule, Meter meter) {
        this.targets = targets;
        this.target = first;
        this.schedule = schedule;
        this.meter = meter;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                long due = schedule.take(System.nanoTime());
                for (long early = due - System.nanoTime(); early > 0 && !stopped; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                if (!stopped) {
                    request(due);
                }
            }
        } finally {
            disconnect();
        }
    }

    private void request(long due) {
        try {
            HttpConnection open = connected();
            open.send(path, sessionId);
            HttpAnswer answer = open.receive();
            usedNanos = System.nanoTime();
            if (answer.status() >= 400) {
                failed();
                return;
            }
            String id = answer.sessionId() != null ? answer.sessionId() : sessionId;
            sessionId = id;
            long counter = answer.counter();
            meter.answered(usedNanos - due);
            if (counter != HttpAnswer.NONE && id != null) {
                meter.counted(increments.answered(id, counter));
            }
        } catch (IOException e) {
            failed();
        }
    }

    private void failed() {
        disconnect();
        if (!stopped) {
            meter.failed();
            target++;
            if (schedule.flatOut()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private HttpConnection connected() throws IOException {
        HttpConnection open = connection;
        if (open != null && System.nanoTime() - usedNanos <= IDLE_NANOS) {
            return open;
        }
        disconnect();
        List<URI> now = targets.get();
        if (now.isEmpty()) {
            throw new IOException("there is no address");
        }
        URI server = now.get(Math.floorMod(target, now.size()));
        path = server.getRawPath().isEmpty() ? "/" : server.getRawPath();
        open = new HttpConnection(server);
        connection = open;
        if (stopped) {
            // stop() did not see this connection, so nothing else closes it.
            throw new IOException("stopped");
        }
        return open;
    }

    private void disconnect() {
        HttpConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    /** Stops the client from another thread, even during a request. The caller then has to unpark the client's thread. */
    void stop() {
        stopped = true;
        HttpConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
