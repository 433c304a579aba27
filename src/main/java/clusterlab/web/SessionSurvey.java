package clusterlab.web;

import clusterlab.cluster.Sessions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Compares the copies of all sessions while somebody asks for sessions, so that their number, filter and order are about all
 * of them and not about one page. It uses at most a tenth of one processor; nobody asks, it rests.
 */
final class SessionSurvey implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SessionSurvey.class.getName());
    private static final long PAUSE_MILLIS = 225;
    private static final Duration STEP = Duration.ofMillis(25);
    private static final long ASKED_MILLIS = 30_000;
    private static final int SHARE = 9;

    private final Sessions sessions;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "session-survey");
        thread.setDaemon(true);
        return thread;
    });
    private boolean runs;
    private boolean closed;
    private long askedNanos;

    SessionSurvey(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Somebody asks: it goes on for half a minute more. */
    synchronized void asked() {
        askedNanos = System.nanoTime();
        if (!runs && !closed) {
            runs = true;
            sessions.beginSurvey();
            after(0);
        }
    }

    private void after(long millis) {
        var unused = thread.schedule(this::step, millis, TimeUnit.MILLISECONDS);
    }

    private void step() {
        long began = System.nanoTime();
        try {
            sessions.examine(STEP);
        } catch (RuntimeException e) {
            // A node may end while it is asked.
            LOG.log(Level.DEBUG, "sessions could not be compared", e);
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        synchronized (this) {
            runs = !closed && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedNanos) < ASKED_MILLIS;
            if (runs) {
                after(Math.max(PAUSE_MILLIS, SHARE * took));
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.shutdownNow();
    }
}
