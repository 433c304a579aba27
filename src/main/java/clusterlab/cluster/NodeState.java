package clusterlab.cluster;

/**
 * Where a node is in its life.
 *
 * <pre>
 *            start            (ready)
 * LATENT ───────────► STARTING ─────► UP ── stop ──► STOPPING ──► STOPPED ── start ──► STARTING
 *                        │             └─── kill ──────────────► KILLED ─── start ──► STARTING
 *                        └── fails ──► FAILED ── start ──► STARTING
 * </pre>
 */
public enum NodeState {
    /** Planned, never started. */
    LATENT,
    /** Being started; its connectors may already answer. */
    STARTING,
    /** Serves requests, sees the members that it can see, and has the sessions that it must have. */
    UP,
    /** Being stopped gracefully. */
    STOPPING,
    /** Ended gracefully; start makes a new Tomcat with the same name and ports. */
    STOPPED,
    /** Crashed, as far as a JVM can do that to a part of itself: cut off first, nothing announced. */
    KILLED,
    /** A start did not succeed. */
    FAILED;

    /** Whether a start is allowed. */
    public boolean canStart() {
        return this == LATENT || this == STOPPED || this == KILLED || this == FAILED;
    }
}
