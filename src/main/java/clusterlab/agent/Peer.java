package clusterlab.agent;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The data of a node that another node's agent needs. */
public final class Peer {
    private final String name;
    private final int index;
    private final String host;
    private final int port;

    /**
     * A node of the plan.
     *
     * @param name of the node
     * @param index from 0, unique in the cluster; the id of a static member derives from it
     * @param host literal IP address that its replication receiver binds
     * @param port of its replication receiver, 1 to 65535
     */
    public Peer(String name, int index, String host, int port) {
        this.name = name;
        this.index = index;
        this.host = host;
        this.port = port;
    }

    /** The attribute {@code uniqueId} of the static member with this index: 16 bytes. */
    public static String uniqueId(int index) {
        // Without blanks: tribes.util.Arrays.fromString does not take them.
        return "{7,0,0,0,0,0,0,0,0,0,0,0,0,0,0," + (index + 1) + "}";
    }

    public String name() {
        return name;
    }

    public int index() {
        return index;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Peer
                && name.equals(((Peer) other).name)
                && index == ((Peer) other).index
                && host.equals(((Peer) other).host)
                && port == ((Peer) other).port;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, index, host, port);
    }

    @Override
    public String toString() {
        return name + " " + host + ":" + port;
    }
}
