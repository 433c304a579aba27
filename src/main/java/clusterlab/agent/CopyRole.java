package clusterlab.agent;

/** What a node is to a session. */
public enum CopyRole {
    /** DeltaManager: the copy that took the last request. BackupManager: the only live one. */
    PRIMARY,
    /** DeltaManager: a full copy. */
    REPLICA,
    /** BackupManager: the full copy that takes over. */
    BACKUP,
    /** BackupManager: knows which nodes have it. */
    PROXY,
    /** Has nothing of it. */
    ABSENT;

    /** Whether the node holds all attributes of the session. */
    public boolean isFull() {
        return this == PRIMARY || this == REPLICA || this == BACKUP;
    }
}
