package clusterlab.cluster.embedded;

/**
 * A connector that can drop dead, as the operating system makes it when a process is killed, and that can let go of its
 * clients one by one.
 */
interface ResettableProtocol {

    /** Closes the listening socket and resets every connection (RST, nothing flushed). */
    void reset();

    /** Closes the listening socket; connections and their requests go on. */
    void closePort();

    /**
     * Closes connections that no request is on.
     *
     * @param quietMillis only if nothing was read or written for so long
     * @return how many are left
     */
    int closeIdle(long quietMillis);
}
