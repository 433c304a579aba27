package clusterlab.front.program;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.WorkerChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Polls the workers of a front that does not report changes itself, twice a second, in a separate thread. */
final class WorkerWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final Supplier<List<Worker>> workers;
    private final Consumer<WorkerChange> listener;
    private final String why;
    private final Map<String, Worker.State> last = new HashMap<>();
    private volatile boolean closed;
    private final Thread thread = new Thread(this::run, "front-watch");

    /** Starts polling. */
    WorkerWatch(Supplier<List<Worker>> workers, Consumer<WorkerChange> listener, String why) {
        this.workers = workers;
        this.listener = listener;
        this.why = why;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                for (Worker worker : workers.get()) {
                    Worker.State before = last.put(worker.name(), worker.state());
                    // A front that is closing shows no workers.
                    if (before != null && before != worker.state() && !closed) {
                        listener.accept(new WorkerChange(worker.name(), before, worker.state(), why));
                    }
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException end) {
            // close() interrupted this thread.
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
