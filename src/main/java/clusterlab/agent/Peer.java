package clusterlab.agent;

/**
 * The data of a node that another node's agent needs.
 *
 * @param name of the node
 * @param index from 0, unique in the cluster; the id of a static member derives from it
 * @param host literal IP address that its replication receiver binds
 * @param port of its replication receiver, 1 to 65535
 */
public record Peer(String name, int index, String host, int port) {

    /** The attribute {@code uniqueId} of the static member with this index: 16 bytes. */
    public static String uniqueId(int index) {
        // Without blanks: tribes.util.Arrays.fromString does not take them.
        return "{7,0,0,0,0,0,0,0,0,0,0,0,0,0,0," + (index + 1) + "}";
    }
}
