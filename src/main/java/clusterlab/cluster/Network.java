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
 * The links between nodes, as faults leave them: the mechanism, of which {@code fault.Nemesis} is the policy. Each node's
 * agent gets its part as data whenever something changes. Only replication and membership pass here; clients reach every
 * node.
 */
public final class Network {
    private final Map<String, BiFunction<String, String, LinkFault>> rules = new LinkedHashMap<>();
    private final List<Node> nodes;

    /** Links between these nodes, of which more may come. */
    Network(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * Adds a rule or replaces the one of the same id.
     *
     * @param rule tells for a directed pair of node names what happens on that link
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

    /** Tells every running node anew: a rule or the nodes have changed. */
    synchronized void refresh() {
        for (Node node : nodes) {
            NodeAgent agent = node.agent();
            if (agent != null) {
                tell(node.name(), agent);
            }
        }
    }

    /** Tells one node. */
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
