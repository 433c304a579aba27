package clusterlab.front.program;

import clusterlab.front.program.FrontControl.Seen;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a program's workers in a thread of its own, so that nobody waits for one that hangs: a caller waits at most a
 * second, and not at all while an earlier read hangs or after one hung.
 */
final class WorkerReader implements AutoCloseable {
    private static final long PROMPT_MILLIS = 1000;

    private final FrontControl control;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                Thread made = new Thread(task, "front-workers");
                made.setDaemon(true);
                return made;
            });

    /** The newest result; empty of workers if the program did not answer. */
    private volatile Map<String, Seen> last = Map.of();

    /** Whether a read took too long, and none has been prompt since. */
    private volatile boolean hangs;

    WorkerReader(FrontControl control) {
        this.control = control;
    }

    /** The workers by name: from now if the program answers within a second, otherwise the newest result. */
    Map<String, Seen> read() {
        if (hangs && thread.getActiveCount() > 0) {
            return last;
        }
        FutureTask<Map<String, Seen>> read = new FutureTask<>(this::ask);
        try {
            thread.execute(read);
            return hangs ? last : read.get(PROMPT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            hangs = true;
            thread.remove(read);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException closed) {
            return Map.of();
        }
        return last;
    }

    private Map<String, Seen> ask() {
        long begun = System.nanoTime();
        Map<String, Seen> seen;
        try {
            seen = control.view().workers();
        } catch (IOException gone) {
            // No request reaches a node then.
            seen = Map.of();
        }
        last = seen;
        hangs = System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(PROMPT_MILLIS);
        return seen;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
