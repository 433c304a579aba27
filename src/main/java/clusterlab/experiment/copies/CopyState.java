package clusterlab.experiment.copies;

import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one live node holds of one session, read from the node itself. A runner gives one for each session and live node,
 * also where there is nothing.
 *
 * @param session the logical session
 * @param sessionId the id that was looked up, or null
 * @param node which node
 * @param role what this node is to this session
 * @param present whether the node has the session at all
 * @param value the counter, or {@link Operation#NONE} if the session is absent or lacks the attribute
 * @param elements that it holds
 * @param digest of the names and values of all attributes; empty if there are none
 * @param attributes all others, name to value
 */
public record CopyState(
        int session,
        @Nullable String sessionId,
        String node,
        Role role,
        boolean present,
        long value,
        Elements elements,
        String digest,
        Map<String, String> attributes) {

    /** What a node is to a session. */
    public enum Role {
        /** BackupManager: the copy that answers. */
        PRIMARY(true),
        /** BackupManager: the copy that takes over. */
        BACKUP(true),
        /** DeltaManager: one of the full copies. */
        REPLICA(true),
        /** BackupManager: a reference to the nodes that hold the session, no data. */
        PROXY(false),
        /** Has nothing of the session and needs nothing. */
        NONE(false);

        private final boolean holds;

        Role(boolean holds) {
            this.holds = holds;
        }

        /** Whether a node in this role has to hold the session's data. */
        public boolean holds() {
            return holds;
        }
    }

    /** Copies the map. */
    public CopyState {
        attributes = Map.copyOf(attributes);
    }

    /** A copy that holds this counter. */
    public static CopyState of(int session, String node, Role role, long value) {
        return new CopyState(session, null, node, role, true, value, Elements.EMPTY, "", Map.of());
    }

    /** A node that lacks the session. */
    public static CopyState absent(int session, String node, Role role) {
        return new CopyState(session, null, node, role, false, Operation.NONE, Elements.EMPTY, "", Map.of());
    }

    /** The same with these elements. */
    public CopyState holding(Elements held) {
        return new CopyState(session, sessionId, node, role, present, value, held, digest, attributes);
    }

    /** Whether this copy counts: it is there and its node has to hold the data. */
    public boolean holdsData() {
        return present && role.holds();
    }

    /** What it holds, in a few words. */
    public String describe() {
        if (!present) {
            return "no such session";
        }
        if (role == Role.PROXY) {
            return "a proxy";
        }
        String counter = value == Operation.NONE ? "the session without its counter" : Long.toString(value);
        return counter + (elements.size() > 0 ? " with " + elements.size() + " elements" : "");
    }
}
