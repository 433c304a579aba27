package clusterlab.experiment.workload;

/**
 * Which page counts, and how its clients reach it.
 *
 * @param path see {@link Site#counting}
 * @param direct past the front, on the first node: AJP tells the front that an answer is over only after the valves,
 *     unless the answer has reached its Content-Length before
 * @param linkMillis by how much each message between nodes is delayed: on the loopback interface replication takes less
 *     time than the client's next request, and a report could not tell which of the two is ahead
 */
public record CountingPage(String path, boolean direct, long linkMillis) {
    /** In a chunked answer, through the front. */
    public static final CountingPage COUNTER = new CountingPage(Site.CHUNKED, false, 0);

    private static final long NETWORK_MILLIS = 5;

    /** A page on nodes that are as far from each other as in a network: 5 ms. */
    public static CountingPage onANetwork(String path, boolean direct) {
        return new CountingPage(path, direct, NETWORK_MILLIS);
    }
}
