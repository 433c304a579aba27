package clusterlab.cli;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The line of a boot on a terminal, rewritten as it goes on and each second, so that nobody takes a long boot for a hang. Without a
 * terminal it shows nothing.
 */
final class BootProgress implements AutoCloseable {
    private static final long SHOW_SECONDS_FROM = 2;

    private final Output output;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "boot-progress");
        thread.setDaemon(true);
        return thread;
    });
    private String phase = "";
    private boolean closed;

    BootProgress(Output output) {
        this.output = output;
        var unused = clock.scheduleAtFixedRate(this::show, 1, 1, TimeUnit.SECONDS);
    }

    /** Before nodes start: files are read, archives unpacked, applications converted. */
    void preparing() {
        phase(tr("Preparing"));
    }

    /** A step of the boot. */
    void nodes(int started, int seesAll, int nodes) {
        if (started < nodes) {
            phase(plural(nodes, "Starting: %d of %d node", "Starting: %d of %d nodes", started, nodes));
        } else if (seesAll < nodes) {
            phase(tr("Joining: %d of %d see all others", seesAll, nodes));
        } else {
            phase(tr("Probing: a session is written, and read on each node that has to hold it"));
        }
    }

    /** Shows this for a while instead; returns whether there is a terminal. */
    boolean waiting(String what) {
        return output.progress(what);
    }

    private synchronized void phase(String text) {
        phase = text;
        show();
    }

    private synchronized void show() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        if (!closed && !phase.isEmpty()) {
            output.progress(seconds < SHOW_SECONDS_FROM ? phase : phase + ", " + seconds + " s");
        }
    }

    /** Shows nothing any more; what is printed next replaces the line. */
    @Override
    public synchronized void close() {
        closed = true;
        clock.shutdownNow();
    }
}
