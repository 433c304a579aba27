package clusterlab.spec;

/**
 * One node of the plan.
 *
 * @param name also its jvmRoute and its mod_jk worker
 * @param index from 0, unique in the topology; its colour and its member id derive from it
 * @param address literal IP address that its replication receiver binds; always this machine
 * @param httpPort of the HTTP connector
 * @param ajpPort of the AJP connector
 * @param receiverPort of the replication receiver
 */
public record NodeSpec(String name, int index, String address, int httpPort, int ajpPort, int receiverPort) {

    /** A node whose receiver shares the address of all others. */
    public NodeSpec(String name, int index, int httpPort, int ajpPort, int receiverPort) {
        this(name, index, Topology.LOOPBACK, httpPort, ajpPort, receiverPort);
    }

    /** The node's own address, with a slash at the end. */
    public String httpUrl() {
        return "http://" + Topology.LOOPBACK + ":" + httpPort + "/";
    }

    /** Whether its receiver has an address of its own, as a pod has; then all receivers have one port. */
    public boolean isPod() {
        return !address.equals(Topology.LOOPBACK);
    }

    /** The attribute {@code uniqueId} of the static member that is this node: 16 bytes, as {@code clusterlab.agent.Peer} has them. */
    public String memberId() {
        return "{7,0,0,0,0,0,0,0,0,0,0,0,0,0,0," + (index + 1) + "}";
    }

    /** This node with another port in place of one of its three. */
    public NodeSpec withPort(int before, int now) {
        return new NodeSpec(
                name,
                index,
                address,
                httpPort == before ? now : httpPort,
                ajpPort == before ? now : ajpPort,
                receiverPort == before ? now : receiverPort);
    }

    /** This node with its receiver on another address. */
    public NodeSpec withAddress(String other) {
        return new NodeSpec(name, index, other, httpPort, ajpPort, receiverPort);
    }
}
