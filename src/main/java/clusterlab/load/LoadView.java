package clusterlab.load;

import org.jspecify.annotations.Nullable;

/**
 * The load at one moment.
 *
 * @param running whether it runs; if not, the counts are those of the last run
 * @param clients number of clients now or in the last run; 0 before the first run
 * @param ratePerSecond the requested rate, or 0 for "as fast as possible"
 * @param requestsPerSecond successful requests per second in the last two seconds
 * @param p50Millis median latency of those, from the moment at which each request was due; 0 if there were none
 * @param p99Millis the same, 99th percentile
 * @param requests successful requests since the start
 * @param failures since the start: no answer, or a status of 400 or above
 * @param lostIncrements how many increments of session counters were acknowledged and then lost; null if the application
 *     shows no counter
 */
public record LoadView(
        boolean running,
        int clients,
        double ratePerSecond,
        double requestsPerSecond,
        double p50Millis,
        double p99Millis,
        long requests,
        long failures,
        @Nullable Long lostIncrements) {

    /** Before the first run. */
    public static final LoadView IDLE = new LoadView(false, 0, 0, 0, 0, 0, 0, 0, null);
}
