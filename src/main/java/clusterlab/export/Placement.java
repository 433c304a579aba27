package clusterlab.export;

import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machines of an exported cluster.
 *
 * @param nodes name of each node to the IPv4 address of its machine
 * @param front address of the front's machine
 */
public record Placement(Map<String, String> nodes, String front) {

    /** Copies the map and keeps its order. */
    public Placement {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /** All on this machine, and reachable from nowhere else. */
    public static Placement oneMachine(Topology topology) {
        Map<String, String> nodes = new LinkedHashMap<>();
        topology.nodeNames().forEach(name -> nodes.put(name, Topology.LOOPBACK));
        return new Placement(nodes, Topology.LOOPBACK);
    }

    /** Whether all is on one machine, on loopback. */
    public boolean isOneMachine() {
        return front.equals(Topology.LOOPBACK) && nodes.values().stream().allMatch(Topology.LOOPBACK::equals);
    }

    /**
     * The address of a node's machine.
     *
     * @throws NullPointerException if the node is not placed
     */
    public String address(NodeSpec node) {
        return Objects.requireNonNull(nodes.get(node.name()), () -> node.name() + " has no machine");
    }

    /** Each machine once, in the order of the nodes, the front's last unless it has a node. */
    public List<String> machines() {
        return Stream.concat(nodes.values().stream(), Stream.of(front))
                .distinct()
                .toList();
    }

    /** The nodes on a machine. */
    public List<NodeSpec> nodesOn(String machine, Topology topology) {
        return topology.nodes().stream()
                .filter(node -> address(node).equals(machine))
                .toList();
    }

    /** The name of a machine's folder: of its nodes, or {@code front}. */
    public String folder(String machine) {
        String names = nodes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(machine))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining("-"));
        return names.isEmpty() ? "front" : names;
    }
}
