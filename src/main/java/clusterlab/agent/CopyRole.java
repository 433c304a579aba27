package clusterlab.agent;

/** The role of a node for a session. */
public enum CopyRole {
    /** DeltaManager: the copy on the node that processed the last request. BackupManager: the only active copy. */
    PRIMARY,
    /** DeltaManager: a full copy. */
    REPLICA,
    /** BackupManager: the full copy that becomes primary if the primary fails. */
    BACKUP,
    /** BackupManager: no attributes, only the names of the nodes that hold the session. */
    PROXY,
    /** The node holds nothing of the session. */
    ABSENT,
    /** What the node holds can't be read: it is frozen, or its manager is neither of Tomcat's two. */
    UNKNOWN;

    /** Whether the node holds all attributes of the session. */
    public boolean isFull() {
        return this == PRIMARY || this == REPLICA || this == BACKUP;
    }
}
