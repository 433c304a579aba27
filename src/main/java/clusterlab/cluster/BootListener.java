package clusterlab.cluster;

import java.util.logging.LogRecord;

/** Hears how far a boot is. Called from several threads. */
public interface BootListener {

    /** How many of the nodes have started, and how many see all others. */
    void progress(int started, int seesAll, int nodes);

    /** A sentence that concerns the user. */
    void warning(String sentence);

    /** Every log record of a node at INFO or above. */
    void log(String node, LogRecord line);

    /** Hears nothing. */
    BootListener NONE = new BootListener() {
        @Override
        public void progress(int started, int seesAll, int nodes) {
            // Not of interest.
        }

        @Override
        public void warning(String sentence) {
            // Not of interest.
        }

        @Override
        public void log(String node, LogRecord line) {
            // Not of interest.
        }
    };
}
