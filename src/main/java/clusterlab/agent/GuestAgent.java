package clusterlab.agent;

import java.util.Collection;
import org.apache.catalina.Context;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;

/** The agent for a lab that did not start the node: it reads, and sets faults on links. Members and sessions are the node's own. */
final class GuestAgent extends TomcatAgent {
    private final Links links;

    GuestAgent(Instruments instruments, SimpleTcpCluster cluster, Context context) {
        super(instruments, cluster, context, deployed -> {}, false);
        links = instruments.links();
    }

    /** The names of members, by address and port; a static membership keeps the members of its server.xml. */
    @Override
    public void peers(Collection<Peer> all) {
        links.peers(all);
    }

    @Override
    public void membership(Level level) throws AgentException {
        throw new AgentException("the node started its membership itself");
    }

    @Override
    public void transferAgain() throws AgentException {
        throw new AgentException("the node asks for its sessions itself");
    }
}
