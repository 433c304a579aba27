package clusterlab.cluster;

import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The links between nodes and the faults on them: the mechanism, for which {@code fault.Nemesis} is the policy. Each
 * node's agent receives its part as data after every change. Faults concern replication and membership only; clients
 * reach every node.
 */
public final class Network {
    private final Map<String, BiFunction<String, String, LinkFault>> rules = new LinkedHashMap<>();
    private final List<Node> nodes;

    /** Links between these nodes; nodes can be added later. */
    Network(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * Adds a rule, or replaces the rule with the same id.
     *
     * @param rule gives the fault on the link of a directed pair of node names
     */
    public synchronized void put(String id, BiFunction<String, String, LinkFault> rule) {
        rules.put(id, rule);
        refresh();
    }

    /** Removes a rule. */
    public synchronized void remove(String id) {
        rules.remove(id);
        refresh();
    }

    /** Sends every running node its links again, after a change of the rules or the nodes. */
    synchronized void refresh() {
        for (Node node : nodes) {
            NodeAgent agent = node.agent();
            if (agent != null) {
                tell(node.name(), agent);
            }
        }
    }

    /** Sends one node its links. */
    synchronized void tell(String node, NodeAgent agent) {
        Map<String, LinkFault> outgoing = new HashMap<>();
        Set<String> unheard = new HashSet<>();
        if (!rules.isEmpty()) {
            for (Node other : nodes) {
                LinkFault fault = link(node, other.name());
                if (!fault.isNone()) {
                    outgoing.put(other.name(), fault);
                }
                if (link(other.name(), node).cut()) {
                    unheard.add(other.name());
                }
            }
        }
        agent.links(outgoing, unheard);
    }

    /** Whether a fault is on any link. */
    synchronized boolean isBroken() {
        return !rules.isEmpty();
    }

    private synchronized LinkFault link(String from, String to) {
        LinkFault sum = LinkFault.NONE;
        if (!from.equals(to)) {
            for (BiFunction<String, String, LinkFault> rule : rules.values()) {
                sum = sum.and(rule.apply(from, to));
            }
        }
        return sum;
    }

    /** Whether the two can't exchange a packet: a fault cuts one direction. */
    boolean isCut(String from, String to) {
        return link(from, to).cut() || link(to, from).cut();
    }
}
