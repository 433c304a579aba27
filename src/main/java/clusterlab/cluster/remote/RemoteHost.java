package clusterlab.cluster.remote;

import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeHost;
import clusterlab.cluster.RunningNode;
import clusterlab.cluster.process.AgentDial;
import clusterlab.spec.Endpoint;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.TargetSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Nodes that somebody else started, elsewhere. Its abilities are the commands of the user's; its end leaves the nodes alone. */
public final class RemoteHost implements NodeHost {
    private final Surroundings lab;
    private final TargetSpec target;
    private final UserCommand commands;
    /** By the name of the node: cuts outlive a start of it. */
    private final Map<String, Cuts> cuts = new ConcurrentHashMap<>();

    private final Map<String, Peer> receivers = new TreeMap<>();
    private final Map<String, AttachedAgent> agents = new TreeMap<>();

    private RemoteHost(Surroundings lab, TargetSpec target) {
        this.lab = lab;
        this.target = target;
        commands = new UserCommand(target, lab.folder().path());
    }

    /** The host of the plan's nodes; addresses nothing yet. */
    public static RemoteHost open(Surroundings lab) {
        return new RemoteHost(lab, lab.topology().get().host().target().orElseThrow());
    }

    @Override
    public Set<Ability> abilities() {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        if (target.can(NodeCommand.KILL)) {
            abilities.add(Ability.KILL);
        }
        if (target.can(NodeCommand.FREEZE) && target.can(NodeCommand.THAW)) {
            abilities.add(Ability.FREEZE);
        }
        if (target.can(NodeCommand.STOP)) {
            abilities.add(Ability.STOP);
        }
        return abilities;
    }

    @Override
    public Set<Ability> simulated() {
        return EnumSet.noneOf(Ability.class);
    }

    @Override
    public RunningNode create(NodeSpec node, List<Peer> peers, List<Peer> announceTo, @Nullable NodeEvents events) {
        Cuts own = cuts.computeIfAbsent(node.name(), name -> new Cuts(name, commands));
        if (!target.hasAgents()) {
            return new RemoteNode(node, this, new BlindAgent(node.name(), own), Optional.empty());
        }
        AttachedAgent agent = new AttachedAgent(node.name(), target, own, () -> silent(node.name()));
        return new RemoteNode(node, this, agent, Optional.of(agent));
    }

    private void silent(String node) {
        lab.log()
                .accept(
                        node,
                        new LogRecord(
                                Level.WARNING,
                                "The agent does not answer the lab; what is shown of the node is from before."));
    }

    /**
     * Connects an agent, and tells all agents where its node's receiver listens.
     *
     * @throws HostException if that is impossible
     */
    AgentDial attach(NodeSpec node, AttachedAgent agent) throws HostException {
        Endpoint at = target.node(node.name()).agent().orElseThrow();
        try {
            AgentDial dial = AgentDial.open(
                    agent,
                    at,
                    target.agentToken().orElseThrow(),
                    Map.of("mode", "attach", "application", target.application()),
                    null);
            agent.linksInside(Boolean.TRUE.equals(dial.hello().get("links")));
            String receiver = String.valueOf(dial.hello().get("receiver"));
            int port = dial.hello().get("receiverPort") instanceof Number number ? number.intValue() : 0;
            synchronized (this) {
                receivers.put(node.name(), new Peer(node.name(), node.index(), receiver, port));
                agents.put(node.name(), agent);
                agents.values().forEach(one -> one.known(receivers.values()));
            }
            return dial;
        } catch (IOException | IllegalStateException e) {
            throw new HostException(
                    "its agent can't be reached at " + at.text() + " (" + e.getMessage()
                            + "); is the tunnel open, and CLUSTER_LAB_LISTEN set there?",
                    e);
        }
    }

    TargetSpec target() {
        return target;
    }

    UserCommand commands() {
        return commands;
    }

    /** How long the boot may wait for a node: a moment less than for all, so that the node's own sentence is told. */
    Duration patience() {
        return lab.topology().get().readyTimeout().multipliedBy(9).dividedBy(10);
    }

    /** The nodes are somebody else's, and go on. What was cut between them is healed, also of a node that does not run. */
    @Override
    public void close() {
        for (Cuts one : cuts.values()) {
            try {
                one.set(Set.of());
            } catch (IllegalStateException e) {
                System.getLogger(RemoteHost.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
    }
}
