package clusterlab.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells what the start of a node waits for, while it takes long. */
final class StartWatch implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Duration EACH = Duration.ofSeconds(1);

    private final CountDownLatch over = new CountDownLatch(1);
    private final String node;
    private final Supplier<Optional<String>> awaited;
    private final BootListener listener;

    private StartWatch(String node, Supplier<Optional<String>> awaited, BootListener listener) {
        this.node = node;
        this.awaited = awaited;
        this.listener = listener;
    }

    /** Watches until it is closed. */
    static StartWatch of(Node node, BootListener listener) {
        return of(node.name(), () -> node.awaited(false), listener, LONG, EACH);
    }

    /**
     * The same.
     *
     * @param first how long a start may take untold
     * @param each the time between two reports
     */
    static StartWatch of(
            String node, Supplier<Optional<String>> awaited, BootListener listener, Duration first, Duration each) {
        StartWatch watch = new StartWatch(node, awaited, listener);
        Thread thread = new Thread(() -> watch.run(first, each), node + "-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void run(Duration first, Duration each) {
        long begun = System.nanoTime();
        try {
            boolean ended = over.await(first.toNanos(), TimeUnit.NANOSECONDS);
            while (!ended) {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                awaited.get().ifPresent(what -> listener.waiting(node + ": " + what, seconds));
                ended = over.await(each.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
