package clusterlab;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes all registered resources once, in reverse order. A resource that is registered after that is closed at once,
 * so that a start and an end at the same time leave nothing behind.
 */
final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private boolean closed;

    /**
     * Registers a resource.
     *
     * @throws IllegalStateException if this is closed already; the resource is closed then
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
     * Closes all resources, even if some of them fail.
     *
     * @throws IllegalStateException after that, if one failed; it holds all failures as suppressed exceptions
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        IllegalStateException failed = new IllegalStateException("some resources could not be closed");
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
