package clusterlab.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node's copy of a session.
 *
 * @param attributes empty for proxy and absent
 * @param digest of all attributes, eight hexadecimal digits; empty for proxy and absent
 * @param lastAccessMillis since the epoch; 0 if unknown
 */
public record CopyView(String node, CopyRole role, List<Attribute> attributes, String digest, long lastAccessMillis) {
    /** Copies the list. */
    public CopyView {
        attributes = List.copyOf(attributes);
    }

    /** A node that holds no attribute of the session: it is a proxy, or the session is absent. */
    public static CopyView without(String node, CopyRole role) {
        return new CopyView(node, role, List.of(), "", 0);
    }

    /**
     * An attribute of a copy.
     *
     * @param value a short printable form of at most 80 characters, or null if there is no such form
     * @param bytes its serialized size, or -1 if it can't be serialized
     */
    public record Attribute(String name, String type, @Nullable String value, int bytes) {}
}
