package clusterlab.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do when this process has met a limit after all: a load, or an application, needs more than the nodes do. */
public enum Exhaustion {
    /** A thread could not be started. */
    THREADS("the limit of threads is reached; raise it (ulimit -u, or pids.max of the control group)"),
    /** A file or socket could not be opened. */
    FILES("the limit of open files is reached; raise it (ulimit -n)"),
    /** An object could not be created. */
    HEAP("the heap is full; start java with a larger -Xmx");

    private static final int MOST_CAUSES = 50;

    private final String advice;

    Exhaustion(String advice) {
        this.advice = advice + ", or use fewer nodes.";
    }

    /** What is exhausted and what to do, as the end of a sentence. */
    public String advice() {
        return advice;
    }

    /** What was exhausted according to this failure or its causes, if anything. */
    public static Optional<Exhaustion> of(@Nullable Throwable failure) {
        Throwable one = failure;
        for (int i = 0; one != null && i < MOST_CAUSES; i++) {
            String message = String.valueOf(one.getMessage());
            if (one instanceof OutOfMemoryError) {
                // os::create_thread of the JVM: "unable to create native thread: possibly out of memory or …".
                return Optional.of(message.contains("native thread") ? THREADS : HEAP);
            }
            // strerror(EMFILE), which the JDK puts into an IOException or one of its subclasses.
            if (message.contains("Too many open files")) {
                return Optional.of(FILES);
            }
            one = one.getCause();
        }
        return Optional.empty();
    }
}
