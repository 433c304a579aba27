package clusterlab.wire;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.SessionView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One session on all nodes.
 *
 * @param differs whether its copies differ
 * @param differsSinceMillis since the epoch; 0 if they don't differ
 * @param stale whether that is more than a change in transit
 */
public record SessionJson(String id, boolean differs, long differsSinceMillis, boolean stale, List<CopyJson> copies) {
    public SessionJson {
        copies = List.copyOf(copies);
    }

    /**
     * One node's copy of it.
     *
     * @param role primary, replica, backup, proxy, absent, or unknown while the node is frozen
     * @param digest of all attributes; empty for proxy and absent
     * @param lastAccessMillis since the epoch; 0 if unknown
     */
    public record CopyJson(
            String node, String role, String digest, long lastAccessMillis, List<AttributeJson> attributes) {
        public CopyJson {
            attributes = List.copyOf(attributes);
        }

        private static CopyJson of(CopyView copy) {
            return new CopyJson(
                    copy.node(),
                    Wire.word(copy.role()),
                    copy.digest(),
                    copy.lastAccessMillis(),
                    copy.attributes().stream().map(AttributeJson::of).toList());
        }

        private CopyView view() {
            return new CopyView(
                    node,
                    CopyRole.valueOf(role.toUpperCase(Locale.ROOT)),
                    attributes.stream().map(AttributeJson::view).toList(),
                    digest,
                    lastAccessMillis);
        }
    }

    /**
     * An attribute of a copy.
     *
     * @param value a short printable form, or null if there is none
     * @param bytes its serialized size, or -1 if it can't be serialized
     */
    public record AttributeJson(String name, String type, @Nullable String value, int bytes) {
        private static AttributeJson of(CopyView.Attribute attribute) {
            return new AttributeJson(attribute.name(), attribute.type(), attribute.value(), attribute.bytes());
        }

        private CopyView.Attribute view() {
            return new CopyView.Attribute(name, type, value, bytes);
        }
    }

    /** The JSON of this session. */
    public static SessionJson of(SessionView session) {
        return new SessionJson(
                session.id(),
                session.differs(),
                session.differsSinceMillis(),
                session.stale(),
                session.copies().stream().map(CopyJson::of).toList());
    }

    /** The session of this JSON. */
    public SessionView view() {
        return new SessionView(id, copies.stream().map(CopyJson::view).toList(), differs, differsSinceMillis, stale);
    }
}
