package clusterlab.cluster.embedded;

import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.HostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.catalina.core.StandardContext;

/**
 * An action in a thread of a node. A Tomcat can't be stopped in the middle of its start, and the application may hang in it
 * for ever: so whoever waits can leave, and leave the thread behind.
 */
final class NodeThread {
    /** How often a wait looks at its deadline, which may move. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CompletableFuture<Boolean> result = new CompletableFuture<>();
    private final Thread thread;

    private NodeThread(ThreadGroup group, String name, Callable<?> action) {
        thread = new Thread(group, () -> run(action), name);
        thread.setDaemon(true);
    }

    /** Starts the action; it fails if the process can't have another thread. */
    static NodeThread start(ThreadGroup group, String name, Callable<?> action) {
        NodeThread started = new NodeThread(group, name, action);
        try {
            started.thread.start();
        } catch (OutOfMemoryError noThread) {
            started.result.completeExceptionally(noThread);
        }
        return started;
    }

    private void run(Callable<?> action) {
        try {
            action.call();
            result.complete(true);
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** Makes everybody who waits for the result get this failure; the action itself goes on. */
    void fail(HostException why) {
        result.completeExceptionally(why);
    }

    /**
     * Waits for the result, as long as it takes.
     *
     * @throws HostException if the action failed
     */
    void await() throws HostException, InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            throw HostException.of(e);
        }
    }

    /**
     * Waits for the result.
     *
     * @return whether it is there before the deadline
     * @throws HostException if the action failed
     */
    boolean await(Deadline deadline) throws HostException, InterruptedException {
        while (true) {
            try {
                result.get(deadline.orIn(LOOK).left().toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException e) {
                if (deadline.passed()) {
                    return false;
                }
            } catch (ExecutionException e) {
                throw HostException.of(e);
            }
        }
    }

    /**
     * Waits until its thread has ended.
     *
     * @return whether it has
     */
    boolean awaitThread(Duration most) throws InterruptedException {
        thread.join(Math.max(1, most.toMillis()));
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** The method of the application in which it is, as "com.example.Listener.contextInitialized"; empty if in none. */
    Optional<String> inApplication() {
        StackTraceElement[] stack = thread.getStackTrace();
        boolean below = false;
        for (int i = stack.length - 1; i >= 0; i--) {
            String type = stack[i].getClassName();
            if (type.equals(StandardContext.class.getName())) {
                below = true;
            } else if (below && !type.startsWith("org.apache.") && !type.startsWith("java.")) {
                return Optional.of(type + "." + stack[i].getMethodName());
            }
        }
        return Optional.empty();
    }
}
