package clusterlab.cluster;

/** Is told before a node stops gracefully, so that a front can send its requests to the other nodes. */
@FunctionalInterface
public interface StopListener {
    /** The node of this name serves still; its connectors close after this returns. */
    void stopping(String node) throws InterruptedException;
}
