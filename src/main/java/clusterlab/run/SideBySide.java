package clusterlab.run;

import clusterlab.cluster.BootException;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Labs of experiments side by side. Each has a place from its boot to the end of its load; only then, while its copies come to
 * rest, does the next one begin. With one place a lab begins when the one before has ended.
 */
public final class SideBySide implements AutoCloseable {
    private static final long END_SECONDS = 60;

    private final int places;
    private final Semaphore free;
    private final ExecutorService door = Executors.newSingleThreadExecutor(task -> daemon(task, "experiments"));
    private final ExecutorService labs = Executors.newCachedThreadPool(task -> daemon(task, "experiment"));

    /**
     * Nothing runs yet.
     *
     * @param places how many labs may be under load at the same time, 1 or more
     */
    public SideBySide(int places) {
        this.places = places;
        this.free = new Semaphore(places, true);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** How many labs may be under load at the same time. */
    int places() {
        return places;
    }

    /** A lab's work. */
    interface Task<T> {
        /** Does it, and runs {@code loadIsOver} at the end of its load. */
        T call(Runnable loadIsOver) throws SpecException, BootException, IOException, InterruptedException;
    }

    /** What comes of a lab's work. */
    interface Result<T> {
        /** Waits for it, and throws what the work threw. */
        T await() throws SpecException, BootException, IOException, InterruptedException;
    }

    /**
     * Takes work. It begins at once if a place is free, in the order of these calls; with one place only when its result is awaited.
     *
     * @param alone whether it needs all places, since its clients take all processors that they get
     */
    <T> Result<T> submit(boolean alone, Task<T> task) {
        if (places == 1) {
            FutureTask<T> work = new FutureTask<>(() -> task.call(() -> {}));
            return () -> {
                work.run();
                return result(work);
            };
        }
        Place place = new Place(alone ? places : 1);
        FutureTask<T> work = new FutureTask<>(() -> {
            try {
                return task.call(place::leave);
            } finally {
                place.leave();
            }
        });
        door.execute(() -> {
            try {
                place.take();
                labs.execute(work);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        return () -> result(work);
    }

    private static <T> T result(Future<T> work) throws SpecException, BootException, IOException, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            Throwable why = e.getCause();
            if (why instanceof SpecException spec) {
                throw spec;
            }
            if (why instanceof BootException boot) {
                throw boot;
            }
            if (why instanceof IOException io) {
                throw io;
            }
            if (why instanceof InterruptedException) {
                throw new InterruptedException("the run was interrupted");
            }
            throw new IllegalStateException(why);
        }
    }

    /** Interrupts what is under way, and waits up to a minute until it has ended. */
    @Override
    public void close() {
        door.shutdownNow();
        labs.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            labs.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Place {
        private final int size;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(int size) {
            this.size = size;
        }

        void take() throws InterruptedException {
            free.acquire(size);
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                free.release(size);
            }
        }
    }
}
