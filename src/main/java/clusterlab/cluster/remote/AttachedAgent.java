package clusterlab.cluster.remote;

import clusterlab.agent.AgentException;
import clusterlab.agent.LinkFault;
import clusterlab.agent.Peer;
import clusterlab.cluster.process.RemoteAgent;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.TargetSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The agent of a node that somebody else started. The node has its members by itself, and where its receiver listens its agent
 * says; faults on links need the agent's classes in the channel, or the user's commands.
 */
final class AttachedAgent extends RemoteAgent {
    private final String node;
    private final TargetSpec target;
    private final Cuts cuts;
    private volatile boolean linksInside;

    AttachedAgent(String node, TargetSpec target, Cuts cuts, Runnable silent) {
        super(node, silent);
        this.node = node;
        this.target = target;
        this.cuts = cuts;
    }

    /** The node's channel has what faults on links need. */
    void linksInside(boolean are) {
        linksInside = are;
    }

    /** As the agents themselves say. */
    void known(Collection<Peer> all) {
        super.peers(all);
    }

    /** The plan does not know where receivers listen. */
    @Override
    public void peers(Collection<Peer> all) {
        // As described.
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if neither the node nor a command can do that
     */
    @Override
    public void links(Map<String, LinkFault> outgoing, Set<String> unheard) {
        if (target.can(NodeCommand.PARTITION) && target.can(NodeCommand.HEAL)) {
            if (!outgoing.values().stream().allMatch(LinkFault::cut)) {
                throw new IllegalStateException(node + ": " + NodeCommand.PARTITION.option()
                        + " can only cut links; leave it out to use the agents");
            }
            cuts.set(unheard);
            return;
        }
        if (!linksInside && !(outgoing.isEmpty() && unheard.isEmpty())) {
            throw new IllegalStateException(
                    node + " lacks the agent's classes in its <Channel> (docs/machines.md); add them, or give "
                            + NodeCommand.PARTITION.option() + " and " + NodeCommand.HEAL.option());
        }
        if (linksInside) {
            super.links(outgoing, unheard);
        }
    }

    @Override
    public void membership(Level level) throws AgentException {
        // The node started its membership itself.
    }

    @Override
    public void membersKnown() {
        // The node's failure detector is its own.
    }
}
