package clusterlab.spec;

/**
 * One node of the plan.
 *
 * @param name also its jvmRoute and its mod_jk worker
 * @param index from 0, unique in the topology; its colour and its member id derive from it
 * @param http of the HTTP connector
 * @param ajp of the AJP connector; {@link Endpoint#NONE} if a node elsewhere has none for the lab
 * @param address literal IP address that its replication receiver binds; this machine, unless the node runs elsewhere
 * @param receiverPort of the replication receiver; 0 if a node elsewhere does not tell
 */
public record NodeSpec(String name, int index, Endpoint http, Endpoint ajp, String address, int receiverPort) {

    /** A node on this machine with these ports, whose receiver shares the address of all others. */
    public NodeSpec(String name, int index, int httpPort, int ajpPort, int receiverPort) {
        this(name, index, Topology.LOOPBACK, httpPort, ajpPort, receiverPort);
    }

    /** A node on this machine with these ports, and an address for its receiver. */
    public NodeSpec(String name, int index, String address, int httpPort, int ajpPort, int receiverPort) {
        this(name, index, Endpoint.local(httpPort), Endpoint.local(ajpPort), address, receiverPort);
    }

    /** The port of its HTTP connector. */
    public int httpPort() {
        return http.port();
    }

    /** The port of its AJP connector, or 0. */
    public int ajpPort() {
        return ajp.port();
    }

    /** The node's own address, with a slash at the end. */
    public String httpUrl() {
        return "http://" + http.text() + "/";
    }

    /** Whether its receiver has an address of its own, as a pod has; then all receivers have one port. */
    public boolean isPod() {
        return !address.equals(Topology.LOOPBACK);
    }

    /** The attribute {@code uniqueId} of the static member that is this node: 16 bytes, as {@code clusterlab.agent.Peer} has them. */
    public String memberId() {
        return "{7,0,0,0,0,0,0,0,0,0,0,0,0,0,0," + (index + 1) + "}";
    }

    /** This node, of this machine, with another port in place of one of its three. */
    public NodeSpec withPort(int before, int now) {
        return new NodeSpec(
                name,
                index,
                address,
                httpPort() == before ? now : httpPort(),
                ajpPort() == before ? now : ajpPort(),
                receiverPort == before ? now : receiverPort);
    }

    /** This node with its receiver on another address. */
    public NodeSpec withAddress(String other) {
        return new NodeSpec(name, index, http, ajp, other, receiverPort);
    }
}
