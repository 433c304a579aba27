import java.nio.file.Path;
import java.util.OptionalLong;

/** One way to start a cluster, measured as often as is asked. */
interface Candidate {
    /** The longest that one start is waited for; a stalled state transfer of stock Tomcat takes 60 s and more. */
    long LIMIT_SECONDS = 120;

    String name();

    /** One line: what is started and when it counts as ready. */
    String description();

    /** Starts it in this empty folder, waits until it is ready, looks at its memory and ends it. */
    Sample measure(Path folder) throws Exception;

    /**
     * What one start showed.
     *
     * @param ready whether it was ready within {@link #LIMIT_SECONDS}
     * @param millis from launch to ready, or to giving up
     * @param pssKib of all its processes when ready
     * @param heapKib of live objects, where one JVM holds all nodes
     */
    record Sample(boolean ready, long millis, OptionalLong pssKib, OptionalLong heapKib) {}
}
