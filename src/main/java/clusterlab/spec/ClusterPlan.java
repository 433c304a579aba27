package clusterlab.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The {@code <Cluster>} element of a user's file on a node of the plan. Every class and attribute stays; only what decides where
 * messages go is the plan's: addresses, ports, the multicast group, the list of members. Each difference is a {@link Change}.
 */
public final class ClusterPlan {
    private static final String INTERCEPTORS = ImportedCluster.TRIBES + "group.interceptors.";
    private static final String ONE_MACHINE = "all nodes are on this machine";
    private static final String PORTS = "each node has its own port";
    private static final String OWN_GROUP = "the lab's own group, so that no other cluster joins";
    private static final String OWN_FOLDER = "each node has its own folder";

    /**
     * A difference between the file and what runs.
     *
     * @param element its name, such as {@code Receiver}
     * @param line of the element in the file; 0 if it is not there
     * @param attribute its name; empty for an element that was added or replaced
     * @param from the value in the file; empty if it has none
     * @param to the value here; several for nodes that differ, with commas
     * @param why a clause
     */
    public record Change(String element, int line, String attribute, String from, String to, String why) {
        /** For people, without a full stop. */
        @Override
        public String toString() {
            String where = (line > 0 ? "line " + line + ", " : "") + "<" + element + ">";
            if (attribute.isEmpty()) {
                return where + ": " + to + " (" + why + ")";
            }
            return where + " " + attribute + ": " + (from.isEmpty() ? "" : from + " becomes ") + to + " (" + why + ")";
        }
    }

    private final Topology topology;
    private final NodeSpec node;
    private final List<Change> changes = new ArrayList<>();

    private ClusterPlan(Topology topology, NodeSpec node) {
        this.topology = topology;
        this.node = node;
    }

    /**
     * The element for a node.
     *
     * @throws java.util.NoSuchElementException if the plan has no imported cluster
     */
    public static ClusterElement of(Topology topology, NodeSpec node) {
        return new ClusterPlan(topology, node).cluster();
    }

    /** What differs from the file on the nodes, in the order of the file; empty without an imported cluster. */
    public static List<Change> changes(Topology topology) {
        if (topology.imported().flatMap(ImportedCluster::cluster).isEmpty()) {
            return List.of();
        }
        Map<Change, Set<String>> values = new LinkedHashMap<>();
        for (NodeSpec node : topology.nodes()) {
            ClusterPlan plan = new ClusterPlan(topology, node);
            plan.cluster();
            for (Change one : plan.changes) {
                Change key = new Change(one.element, one.line, one.attribute, one.from, "", one.why);
                values.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(one.to);
            }
        }
        return values.entrySet().stream()
                .map(entry -> {
                    Change one = entry.getKey();
                    return new Change(
                            one.element,
                            one.line,
                            one.attribute,
                            one.from,
                            String.join(", ", entry.getValue()),
                            one.why);
                })
                .filter(one -> !one.from.equals(one.to))
                .toList();
    }

    private ClusterElement cluster() {
        ImportedCluster imported = topology.imported().orElseThrow();
        ClusterElement cluster = imported.cluster().orElseThrow();
        if (cluster.child("Channel").isEmpty()) {
            cluster = cluster.plus(
                    added(ClusterElement.of("Channel", ImportedCluster.GROUP_CHANNEL), "Tomcat's default"));
        }
        boolean membership = ImportedCluster.startsMembership(cluster);
        cluster = cluster.changing("Channel", channel -> channel(channel, membership))
                .changing("Deployer", this::deployer);
        boolean delta = cluster.child("Manager")
                .map(manager -> manager.className().equals(ImportedCluster.DELTA))
                .orElse(true);
        if (delta && cluster.children("ClusterListener").isEmpty()) {
            cluster = cluster.plus(added(
                    ClusterElement.of("ClusterListener", ImportedCluster.HA + "session.ClusterSessionListener"),
                    "Tomcat's default, which the lab's own listener would turn off"));
        }
        return cluster;
    }

    private ClusterElement channel(ClusterElement channel, boolean membership) {
        ClusterElement changed = channel;
        if (membership && changed.child("Membership").isEmpty()) {
            changed =
                    changed.plus(added(ClusterElement.of("Membership", ImportedCluster.MULTICAST), "Tomcat's default"));
        }
        if (changed.child("Receiver").isEmpty()) {
            changed = changed.plus(added(
                    ClusterElement.of("Receiver", ImportedCluster.TRIBES + "transport.nio.NioReceiver"),
                    "Tomcat's default"));
        }
        if (changed.children("Interceptor").isEmpty()) {
            // SimpleTcpCluster.checkDefaults, in its order.
            String why = "Tomcat's default, which the lab's own interceptors would turn off";
            changed = changed.plus(
                            added(ClusterElement.of("Interceptor", INTERCEPTORS + "MessageDispatchInterceptor"), why))
                    .plus(added(ClusterElement.of("Interceptor", INTERCEPTORS + "TcpFailureDetector"), why));
        }
        return changed.changing("Membership", this::membership)
                .changing("Receiver", this::receiver)
                .changing(
                        "Interceptor",
                        one -> one.className().equals(ImportedCluster.STATIC_INTERCEPTOR) ? members(one) : one);
    }

    private ClusterElement membership(ClusterElement membership) {
        return switch (membership.className()) {
            case ImportedCluster.MULTICAST -> multicast(membership);
            case ImportedCluster.STATIC -> members(membership);
            default -> membership;
        };
    }

    private ClusterElement multicast(ClusterElement membership) {
        ClusterElement changed = membership;
        if (topology.channel().membership() instanceof MembershipSpec.Multicast group) {
            changed = set(changed, "address", group.address(), OWN_GROUP);
            changed = set(changed, "port", Integer.toString(group.port()), OWN_GROUP);
        }
        String bind = changed.attribute("mcastBindAddress").isPresent() ? "mcastBindAddress" : "bind";
        changed = set(changed, bind, Topology.LOOPBACK, "heartbeats stay on this machine");
        return Boolean.parseBoolean(changed.attributes().get("localLoopbackDisabled"))
                ? set(changed, "localLoopbackDisabled", "false", ONE_MACHINE)
                : changed;
    }

    private ClusterElement receiver(ClusterElement receiver) {
        // ReceiverBase.setHost and setAddress are the same.
        ClusterElement changed = set(
                receiver, receiver.attribute("host").isPresent() ? "host" : "address", Topology.LOOPBACK, ONE_MACHINE);
        if (changed.attribute("host").isPresent()
                && changed.attribute("address").isPresent()) {
            changed = set(changed, "address", Topology.LOOPBACK, ONE_MACHINE);
        }
        changed = set(changed, "port", Integer.toString(node.receiverPort()), PORTS);
        return changed.attribute("udpPort")
                        .filter(port -> !port.strip().startsWith("-"))
                        .isPresent()
                ? set(changed, "udpPort", Integer.toString(node.receiverPort()), PORTS)
                : changed;
    }

    /** The members of the plan in place of those of the file; the nth node keeps the further attributes of the nth member. */
    private ClusterElement members(ClusterElement parent) {
        List<ClusterElement> models = new ArrayList<>(parent.children("LocalMember"));
        models.addAll(parent.children("Member"));
        boolean local = parent.className().equals(ImportedCluster.STATIC)
                || !parent.children("LocalMember").isEmpty();
        List<ClusterElement> changed = new ArrayList<>(parent.children());
        changed.removeAll(models);
        for (int i = 0; i < topology.nodes().size(); i++) {
            NodeSpec one = topology.nodes().get(i);
            boolean self = one.name().equals(node.name());
            if (self && !local) {
                continue;
            }
            ClusterElement model = models.isEmpty()
                    ? ClusterElement.of("Member", ImportedCluster.TRIBES + "membership.StaticMember")
                    : models.get(Math.min(i, models.size() - 1));
            changed.add(new ClusterElement(self ? "LocalMember" : "Member", model.attributes(), List.of(), model.line())
                    .with("host", Topology.LOOPBACK)
                    .with("port", Integer.toString(one.receiverPort()))
                    .with("uniqueId", one.memberId()));
        }
        changes.add(new Change(
                parent.name(),
                parent.line(),
                "members",
                models.isEmpty()
                        ? ""
                        : models.stream().map(ClusterPlan::address).collect(Collectors.joining(", ")),
                topology.nodes().stream()
                        .map(one -> Topology.LOOPBACK + ":" + one.receiverPort())
                        .collect(Collectors.joining(", ")),
                "the nodes of the lab, with an id each"));
        return parent.withChildren(changed);
    }

    private static String address(ClusterElement member) {
        return member.attributes().getOrDefault("host", "?")
                + member.attribute("port").map(port -> ":" + port).orElse("");
    }

    /** FarmWarDeployer.getAbsolutePath: a relative folder is below the node's CATALINA_BASE already. */
    private ClusterElement deployer(ClusterElement deployer) {
        ClusterElement changed = deployer;
        for (String folder : List.of("tempDir", "deployDir", "watchDir")) {
            String named = changed.attributes().getOrDefault(folder, "");
            if (named.startsWith("/") || named.matches("[A-Za-z]:.*") || named.startsWith("\\")) {
                changed = set(changed, folder, "farm/" + folder, OWN_FOLDER);
            }
        }
        return changed;
    }

    private ClusterElement set(ClusterElement element, String attribute, String value, String why) {
        String before = element.attributes().getOrDefault(attribute, "");
        changes.add(new Change(element.name(), element.line(), attribute, before, value, why));
        return element.with(attribute, value);
    }

    private ClusterElement added(ClusterElement element, String why) {
        changes.add(new Change(element.name(), 0, "", "", element.simpleClassName() + " is added", why));
        return element;
    }
}
