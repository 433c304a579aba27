import java.nio.file.Path;
import java.util.OptionalLong;

/** One way to start a cluster. */
interface Candidate {
    /** The longest wait for one start; a stalled state transfer of stock Tomcat takes 60 s and more. */
    long LIMIT_SECONDS = 120;

    String name();

    /** One line: what it starts and when this counts as ready. */
    String description();

    /** Starts it in this empty folder, waits until it is ready, measures its memory and ends it. */
    Sample measure(Path folder) throws Exception;

    /**
     * The measurements of one start.
     *
     * @param ready whether it was ready within {@link #LIMIT_SECONDS}
     * @param millis from launch to ready, or to giving up
     * @param pssKib of all its processes when ready
     * @param heapKib of live objects, if one JVM has all nodes
     */
    record Sample(boolean ready, long millis, OptionalLong pssKib, OptionalLong heapKib) {}
}
