package clusterlab.load;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One user: keeps a session and stays with one address as long as that answers; then it goes on to the next, as a browser
 * behind a balancer would be sent there.
 */
final class LoadClient implements Runnable {
    private static final String BEFORE_COUNTER = "Session Counter = ";
    private static final int MOST_DIGITS = 18;
    /** Shorter than Tomcat's keepAliveTimeout (20 s), so that no server hangs up on a request under way. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Keeps a client whose server is gone from spinning. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Supplier<List<URI>> targets;
    private final Schedule schedule;
    private final Meter meter;
    private final Increments increments = new Increments();
    private int target;
    private String sessionId = "";
    private long usedNanos;
    private volatile @Nullable HttpConnection connection;
    private volatile boolean stopped;

    /**
     * A client that has not begun.
     *
     * @param first index of the address that it begins with
     */
    LoadClient(Supplier<List<URI>> targets, int first, Schedule schedule, Meter meter) {
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
            HttpConnection.Answer answer = open.get(sessionId);
            usedNanos = System.nanoTime();
            if (!answer.reusable()) {
                disconnect();
            }
            if (answer.status() >= 400) {
                failed();
                return;
            }
            if (!answer.newSessionId().isEmpty()) {
                sessionId = answer.newSessionId();
            }
            long counter = counter(answer.body());
            long gone = counter < 0 || sessionId.isEmpty() ? 0 : increments.answered(sessionId, counter);
            meter.answered(usedNanos - due, gone);
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
        open = new HttpConnection(now.get(Math.floorMod(target, now.size())));
        connection = open;
        if (stopped) {
            throw new IOException("stopped");
        }
        open.connect();
        return open;
    }

    private void disconnect() {
        HttpConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    /** Ends it from outside, even in the middle of a request; the thread is to be unparked then. */
    void stop() {
        stopped = true;
        HttpConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    /** The counter in the session counter's page, or -1 for another page. */
    static long counter(String page) {
        int from = page.indexOf(BEFORE_COUNTER);
        if (from < 0) {
            return -1;
        }
        from += BEFORE_COUNTER.length();
        int to = from;
        while (to < page.length() && to - from < MOST_DIGITS && page.charAt(to) >= '0' && page.charAt(to) <= '9') {
            to++;
        }
        return to == from ? -1 : Long.parseLong(page, from, to, 10);
    }
}
