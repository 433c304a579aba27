package clusterlab.load;

import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Load on the lab, at most one run at a time. A run has one thread for each client and one that moves the window of the
 * live numbers. No thread is left after {@link #stop}.
 *
 * <p>With a rate, requests are due at constant intervals, and their latency counts from the due time. So a server that stalls
 * does not reduce the load (no coordinated omission). A client sends one request at a time: if the clients cannot reach the
 * rate, the latency grows.
 */
public final class LoadGenerator implements AutoCloseable {
    /** Most clients of a run. */
    public static final int MAX_CLIENTS = 1000;
    /** Highest rate of a run, requests per second. */
    public static final double MAX_RATE = 1_000_000;

    private static final long STOP_MILLIS = 1_000;
    /** Enough for one request, and small enough for a thousand threads. */
    private static final long STACK_BYTES = 256 << 10;

    private final Supplier<List<URI>> targets;
    private final EventLog events;
    private volatile @Nullable Run run;

    /**
     * Sends nothing yet.
     *
     * @param targets supplies the addresses for each new connection: the front, or without a front the nodes. The clients are
     *     distributed over the nodes
     */
    public LoadGenerator(Supplier<List<URI>> targets, EventLog events) {
        this.targets = targets;
        this.events = events;
    }

    /**
     * Starts a run. If another run is active, this stops it first.
     *
     * @param clients 1 to {@value #MAX_CLIENTS}, each with a session of its own
     * @param ratePerSecond of all clients together, more than 0 and at most {@value #MAX_RATE}; empty for "as fast as possible"
     * @throws IllegalArgumentException if a number is out of its range; the message is for the user
     */
    public synchronized void start(int clients, OptionalDouble ratePerSecond) {
        if (clients < 1 || clients > MAX_CLIENTS) {
            throw new IllegalArgumentException("Load takes 1 to " + MAX_CLIENTS + " clients, not " + clients + ".");
        }
        double rate = ratePerSecond.orElse(MAX_RATE);
        if (!(rate > 0 && rate <= MAX_RATE)) {
            throw new IllegalArgumentException("Load takes a rate above 0 and up to 1000000 requests per second.");
        }
        stop();
        Run started = new Run(clients, ratePerSecond);
        run = started;
        started.begin();
        events.append(new Event.LoadChanged(true, clients));
    }

    /** Ends the run, if there is one, within a second. It cancels running requests and does not count them. */
    public synchronized void stop() {
        Run running = run;
        if (running != null && running.end()) {
            events.append(new Event.LoadChanged(false, running.clients.size()));
        }
    }

    /** The numbers at this moment. */
    public LoadView snapshot() {
        Run shown = run;
        return shown == null ? LoadView.IDLE : shown.view();
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private final class Run {
        private final double ratePerSecond;
        private final Meter meter;
        private final List<LoadClient> clients = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean ended;

        private Run(int count, OptionalDouble wanted) {
            long now = System.nanoTime();
            ratePerSecond = wanted.orElse(0);
            meter = new Meter(now);
            Pacer schedule = new Pacer(now, wanted);
            for (int i = 0; i < count; i++) {
                LoadClient client = new LoadClient(targets, i, schedule, meter);
                clients.add(client);
                threads.add(new Thread(null, client, "load-" + (i + 1), STACK_BYTES));
            }
            threads.add(new Thread(this::turnMeter, "load-meter"));
        }

        private void begin() {
            for (Thread thread : threads) {
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void turnMeter() {
            while (!ended) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Meter.TURN_MILLIS));
                meter.turn(System.nanoTime());
            }
        }

        /** Returns whether it was still running. */
        private boolean end() {
            if (ended) {
                return false;
            }
            ended = true;
            clients.forEach(LoadClient::stop);
            threads.forEach(LockSupport::unpark);
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
            boolean interrupted = Thread.interrupted();
            for (Thread thread : threads) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                try {
                    thread.join(Math.max(1, left));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return true;
        }

        private LoadView view() {
            Meter.Live live = ended ? new Meter.Live(0, 0, 0) : meter.live();
            return new LoadView(
                    !ended,
                    clients.size(),
                    ratePerSecond,
                    live.perSecond(),
                    live.p50Millis(),
                    live.p99Millis(),
                    meter.requests(),
                    meter.failures(),
                    meter.lost());
        }
    }
}
