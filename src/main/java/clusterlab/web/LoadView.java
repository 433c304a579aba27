package clusterlab.web;

/**
 * The built-in load at one moment.
 *
 * @param clients each with a session of its own
 * @param ratePerSecond requests wanted in a second, all clients together; 0 for as many as they can
 * @param requestsPerSecond requests answered in the last second
 * @param p50Millis median of the last seconds, counted from the intended start of each request
 * @param p99Millis their 99th percentile
 * @param requests since the load began
 * @param failures of these, those that were not answered as they should
 * @param lostIncrements counts that a session forgot
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
        long lostIncrements) {}
