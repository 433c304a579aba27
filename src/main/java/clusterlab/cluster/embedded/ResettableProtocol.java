package clusterlab.cluster.embedded;

/**
 * A connector that can end like the connector of a killed process, and that can close its connections one by one.
 */
interface ResettableProtocol {

    /** Closes the listening socket and resets every connection (RST, nothing flushed). */
    void reset();

    /** Closes the listening socket; connections and their requests continue. */
    void closePort();

    /**
     * Closes connections without a request.
     *
     * @param quietMillis for how long nothing was read or written on them, 0 or more
     * @return number of remaining connections
     */
    int closeIdle(long quietMillis);
}
