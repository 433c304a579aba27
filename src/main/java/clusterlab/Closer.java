package clusterlab;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Ends what was registered, in reverse order, once. What is registered after the end is ended at once, so that a start
 * and an end at the same time leave nothing behind.
 */
final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes over a resource.
     *
     * @throws IllegalStateException if the end has already come; the resource is closed then
     */
    <T extends AutoCloseable> T register(T resource) {
        synchronized (this) {
            if (!closed) {
                resources.push(resource);
                return resource;
            }
        }
        IllegalStateException late = new IllegalStateException("the lab was closed while it started");
        closeInto(resource, late);
        throw late;
    }

    /**
     * Ends all, whatever fails.
     *
     * @throws IllegalStateException afterwards, with all failures suppressed in it
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        IllegalStateException failed = new IllegalStateException("not everything could be ended");
        for (AutoCloseable next = pop(); next != null; next = pop()) {
            closeInto(next, failed);
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    private static void closeInto(AutoCloseable resource, IllegalStateException failed) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.addSuppressed(e);
        } catch (Exception e) {
            failed.addSuppressed(e);
        }
    }

    private synchronized @Nullable AutoCloseable pop() {
        return resources.poll();
    }
}
