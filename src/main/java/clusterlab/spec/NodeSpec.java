package clusterlab.spec;

/**
 * One node of the plan.
 *
 * @param name also its jvmRoute and its mod_jk worker
 * @param index from 0, unique in the topology; its colour and its member id derive from it
 * @param httpPort of the HTTP connector
 * @param ajpPort of the AJP connector
 * @param receiverPort of the replication receiver
 */
public record NodeSpec(String name, int index, int httpPort, int ajpPort, int receiverPort) {

    /** The node's own address, with a slash at the end. */
    public String httpUrl() {
        return "http://127.0.0.1:" + httpPort + "/";
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
                httpPort == before ? now : httpPort,
                ajpPort == before ? now : ajpPort,
                receiverPort == before ? now : receiverPort);
    }
}
