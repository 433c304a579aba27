package clusterlab.spec;

/** How a node joins a running cluster and leaves it gracefully. The boot of all nodes is the same for both. */
public enum NodeLifecycle {
    /**
     * The node waits for members and sessions before it serves. Before it stops, the front sends it nothing more, and its
     * requests end.
     */
    LAB,
    /** As an unmodified Tomcat starts and stops: nothing waits, and nobody is told. */
    STOCK
}
