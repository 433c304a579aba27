package clusterlab.cluster.remote;

import clusterlab.agent.NodeEvents;
import clusterlab.agent.Peer;
import clusterlab.cluster.NodeHost;
import clusterlab.cluster.RunningNode;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.TargetSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Nodes that somebody else started, elsewhere. Its abilities are the commands of the user's; its end leaves the nodes alone. */
public final class RemoteHost implements NodeHost {
    private final Surroundings lab;
    private final TargetSpec target;
    private final UserCommand commands;
    /** By the name of the node: cuts outlive a start of it. */
    private final Map<String, Cuts> cuts = new ConcurrentHashMap<>();

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
        return new RemoteNode(node, this, new BlindAgent(node.name(), own));
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
