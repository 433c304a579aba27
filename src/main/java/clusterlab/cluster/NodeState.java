package clusterlab.cluster;

/**
 * The state of a node.
 *
 * <pre>
 *            start            (ready)
 * LATENT ───────────► STARTING ─────► UP ── stop ──► STOPPING ──► STOPPED ── start ──► STARTING
 *                        │             └─── kill ──────────────► KILLED ─── start ──► STARTING
 *                        │             └── freeze ──► FROZEN ── thaw ──► UP    (kill and stop as from UP)
 *                        └── fails ──► FAILED ── start ──► STARTING
 * </pre>
 */
public enum NodeState {
    /** Planned, never started. */
    LATENT,
    /** It starts; its connectors may already answer. */
    STARTING,
    /** It serves requests, sees all reachable members, and has all required sessions. */
    UP,
    /** Suspended by its host: nothing in it runs, its ports accept connections and nobody answers. */
    FROZEN,
    /** It stops gracefully. */
    STOPPING,
    /** Ended gracefully; start makes a new Tomcat with the same name and ports. */
    STOPPED,
    /** Crashed, as far as its host can: cut off first, without an announcement. */
    KILLED,
    /** A start or a stop did not succeed; it serves nobody. */
    FAILED;

    /** Whether a start is allowed. */
    public boolean canStart() {
        return this == LATENT || this == STOPPED || this == KILLED || this == FAILED;
    }
}
