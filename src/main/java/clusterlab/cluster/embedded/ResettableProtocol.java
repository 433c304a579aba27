package clusterlab.cluster.embedded;

/**
 * A connector that can end like the connector of a killed process, and that can close its connections one by one.
 */
interface ResettableProtocol {

    /** Closes the listening socket and resets every connection (RST, nothing flushed). */
    void reset();
}
