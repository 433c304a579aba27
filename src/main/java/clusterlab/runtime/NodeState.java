package clusterlab.runtime;

/** Where a node is in its life. */
public enum NodeState {
    /** Planned, never started. */
    LATENT,
    /** Being started; its connectors may already answer. */
    STARTING,
    /** Serves requests. */
    UP,
    /** Being stopped gracefully. */
    STOPPING,
    /** Ended; start makes a new Tomcat with the same name and ports. */
    STOPPED,
    /** A start did not succeed. */
    FAILED
}
