package clusterlab.cluster;

import java.util.logging.LogRecord;

/** Receives the progress of a boot. Called from several threads. */
public interface BootListener {

    /** The number of nodes that have started, and of those that see all others. */
    void progress(int started, int seesAll, int nodes);

    /**
     * Called about once a second while a step takes longer than a few seconds.
     *
     * @param what as in "node1: the application has been starting for 12 s"
     * @param seconds how long the step has taken
     */
    default void waiting(String what, long seconds) {}

    /** A warning for the user, a sentence. */
    void warning(String sentence);

    /** A log record of a node at INFO or above; one that stands for several ends with their number, such as ×14. */
    void log(String node, LogRecord line);

    /** Ignores everything. */
    BootListener NONE = new BootListener() {
        @Override
        public void progress(int started, int seesAll, int nodes) {
            // Ignored.
        }

        @Override
        public void warning(String sentence) {
            // Ignored.
        }

        @Override
        public void log(String node, LogRecord line) {
            // Ignored.
        }
    };
}
