package clusterlab.runtime;

/** A connector that can drop dead, as the operating system makes it when a process is killed. */
interface ResettableProtocol {

    /** Closes the listening socket and resets every connection (RST, nothing flushed). */
    void reset();
}
