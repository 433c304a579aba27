package clusterlab.agent;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One node's copy of a session. */
public final class CopyView {
    private final String node;
    private final CopyRole role;
    private final List<Attribute> attributes;
    private final String digest;
    private final long lastAccessMillis;

    /**
     * A copy.
     *
     * @param attributes empty for proxy and absent
     * @param digest of all attributes, eight hexadecimal digits; empty for proxy and absent
     * @param lastAccessMillis since the epoch; 0 if unknown
     */
    public CopyView(String node, CopyRole role, List<Attribute> attributes, String digest, long lastAccessMillis) {
        this.node = node;
        this.role = role;
        this.attributes = List.copyOf(attributes);
        this.digest = digest;
        this.lastAccessMillis = lastAccessMillis;
    }

    /** A node that holds no attribute of the session: it is a proxy, or the session is absent. */
    public static CopyView without(String node, CopyRole role) {
        return new CopyView(node, role, List.of(), "", 0);
    }

    public String node() {
        return node;
    }

    public CopyRole role() {
        return role;
    }

    public List<Attribute> attributes() {
        return attributes;
    }

    public String digest() {
        return digest;
    }

    public long lastAccessMillis() {
        return lastAccessMillis;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CopyView
                && node.equals(((CopyView) other).node)
                && role == ((CopyView) other).role
                && attributes.equals(((CopyView) other).attributes)
                && digest.equals(((CopyView) other).digest)
                && lastAccessMillis == ((CopyView) other).lastAccessMillis;
    }

    @Override
    public int hashCode() {
        return Objects.hash(node, role, attributes, digest, lastAccessMillis);
    }

    @Override
    public String toString() {
        return node + " " + role + " " + attributes + " " + digest;
    }

    /** An attribute of a copy. */
    public static final class Attribute {
        private final String name;
        private final String type;
        private final @Nullable String value;
        private final int bytes;

        /**
         * An attribute.
         *
         * @param value a short printable form of at most 80 characters, or null if there is no such form
         * @param bytes its serialized size, or -1 if it can't be serialized
         */
        public Attribute(String name, String type, @Nullable String value, int bytes) {
            this.name = name;
            this.type = type;
            this.value = value;
            this.bytes = bytes;
        }

        public String name() {
            return name;
        }

        public String type() {
            return type;
        }

        public @Nullable String value() {
            return value;
        }

        public int bytes() {
            return bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Attribute
                    && name.equals(((Attribute) other).name)
                    && type.equals(((Attribute) other).type)
                    && Objects.equals(value, ((Attribute) other).value)
                    && bytes == ((Attribute) other).bytes;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, type, value, bytes);
        }

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }
}
