package clusterlab.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session on all nodes at one moment. Nodes are read one after the other, without stopping them: under load, copies
 * can differ for the moment that a change is under way.
 *
 * @param id as some node knows it, with its jvmRoute
 * @param copies one for each node of the plan, in its order
 * @param differs whether full copies (primary, replica, backup) hold different attributes, or a copy that has to exist
 *     does not
 * @param differsSinceMillis when that was first seen, in milliseconds since the epoch; 0 if they don't differ
 */
public record SessionView(String id, List<CopyView> copies, boolean differs, long differsSinceMillis) {
    public SessionView {
        copies = List.copyOf(copies);
    }

    /**
     * What one node holds of it.
     *
     * @param attributes empty for proxy and absent
     * @param digest of all attributes, eight hexadecimal digits; empty for proxy and absent
     * @param lastAccessMillis since the epoch; 0 if not known
     */
    public record CopyView(
            String node, Role role, List<AttributeView> attributes, String digest, long lastAccessMillis) {
        public CopyView {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * An attribute of a copy.
     *
     * @param value a short printable form of at most 80 characters, or null if it has none
     * @param bytes its serialized size, or -1 if it can't be serialized
     */
    public record AttributeView(String name, String type, @Nullable String value, int bytes) {}

    /** What a node is to a session. */
    public enum Role {
        /** DeltaManager: the copy that took the last request. BackupManager: the only live one. */
        PRIMARY,
        /** DeltaManager: a full copy. */
        REPLICA,
        /** BackupManager: the full copy that takes over. */
        BACKUP,
        /** BackupManager: knows who has it. */
        PROXY,
        /** Knows nothing of it. */
        ABSENT
    }
}
