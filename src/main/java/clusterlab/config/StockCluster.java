package clusterlab.config;

import clusterlab.agent.Peer;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The {@code <Cluster>} element of a node that an unmodified Tomcat runs without a lab: on this machine or on its own.
 *
 * <pre>
 * the plan's own   ──ClusterXml──► as it stands in the lab, without the agent
 * --cluster FILE   ──────────────► as it stands in the file, word for word
 *                                   └─ with machines: receiver, members and interface get their addresses,
 *                                      in elements of their own where the file has none
 * </pre>
 */
public final class StockCluster {
    /** The environment variable with the key of the EncryptInterceptor of a plan, hexadecimal. */
    public static final String KEY_VARIABLE = "CLUSTER_KEY";

    private static final String MULTICAST = "org.apache.catalina.tribes.membership.McastService";
    private static final String STATIC = "org.apache.catalina.tribes.membership.StaticMembershipService";
    private static final String INTERCEPTORS = "org.apache.catalina.tribes.group.interceptors.";
    private static final String STATIC_INTERCEPTOR = INTERCEPTORS + "StaticMembershipInterceptor";

    private final Topology topology;
    private final NodeSpec node;
    private final Map<String, String> addresses;
    private final boolean machines;

    private StockCluster(Topology topology, NodeSpec node, Map<String, String> addresses) {
        this.topology = topology;
        this.node = node;
        this.addresses = addresses;
        this.machines = !addresses.values().stream().allMatch(Topology.LOOPBACK::equals);
    }

    /**
     * The element.
     *
     * @param addresses of the machines by the names of the nodes; {@link Topology#LOOPBACK} for all if they share this machine
     */
    public static ClusterElement of(Topology topology, NodeSpec node, Map<String, String> addresses) {
        return new StockCluster(topology, node, addresses).element();
    }

    /** How the members of an exported cluster find each other where the plan's way does not work. */
    public enum Discovery {
        /** {@code KubernetesMembershipProvider}: asks the API server. */
        KUBERNETES("kubernetes"),
        /** {@code DNSMembershipProvider}: asks the name service. */
        DNS("dns");

        private final String word;

        Discovery(String word) {
            this.word = word;
        }

        /** The word of {@code --discovery}, which is the one of {@code membershipProviderClassName} too. */
        public String word() {
            return word;
        }
    }

    /**
     * The element for nodes of which each has an address of its own that is not known beforehand, and the same port: containers.
     * Membership and receiver are replaced, what needs known addresses or domains is left out, the rest stays.
     */
    public static ClusterElement discovering(Topology topology, Discovery discovery, int receiverPort) {
        ClusterElement membership = ClusterElement.of(
                        "Membership", "org.apache.catalina.tribes.membership.cloud.CloudMembershipService")
                .with("membershipProviderClassName", discovery.word());
        // The container's own address: InetAddress.getLocalHost, as CloudMembershipProvider.init has it.
        return withMembership(topology, membership, "auto", receiverPort);
    }

    /** The element with an EncryptInterceptor whose key is in the environment, unless it has one. */
    public static ClusterElement encrypted(ClusterElement cluster) {
        return cluster.changing("Channel", StockCluster::encryptedChannel);
    }

    /** The element for nodes of which each has an address of its own that is known beforehand, and the same port. */
    public static ClusterElement listing(
            Topology topology, NodeSpec node, Map<String, String> addresses, int receiverPort) {
        ClusterElement membership = ClusterElement.of("Membership", STATIC);
        for (NodeSpec other : topology.nodes()) {
            membership = membership.plus(ClusterElement.of(
                            other.name().equals(node.name()) ? "LocalMember" : "Member",
                            "org.apache.catalina.tribes.membership.StaticMember")
                    .with("host", Objects.requireNonNull(addresses.get(other.name())))
                    .with("port", Integer.toString(receiverPort))
                    .with("uniqueId", Peer.uniqueId(other.index())));
        }
        return withMembership(topology, membership, Objects.requireNonNull(addresses.get(node.name())), receiverPort);
    }

    private static ClusterElement withMembership(
            Topology topology, ClusterElement membership, String address, int receiverPort) {
        ClusterElement element = new StockCluster(topology, topology.nodes().get(0), Map.of()).element();
        if (element.child("Channel").isEmpty()) {
            element = element.plus(ClusterElement.of("Channel", "org.apache.catalina.tribes.group.GroupChannel"));
        }
        return element.changing("Channel", channel -> {
            List<ClusterElement> children = new ArrayList<>();
            children.add(membership);
            children.add(channel.child("Receiver")
                    .orElse(ClusterElement.of("Receiver", "org.apache.catalina.tribes.transport.nio.NioReceiver"))
                    .without("host")
                    .without("udpPort")
                    .without("securePort")
                    .with("address", address)
                    .with("port", Integer.toString(receiverPort))
                    // Every member is assumed to have this port: no other one may be tried.
                    .with("autoBind", "0"));
            channel.children().stream()
                    .filter(child ->
                            !child.name().equals("Membership") && !child.name().equals("Receiver"))
                    // Members of the cloud have no domain, and a list of the user's has other addresses.
                    .filter(child -> !child.className().equals(STATIC_INTERCEPTOR)
                            && !child.simpleClassName().equals("DomainFilterInterceptor"))
                    .forEach(children::add);
            return channel.withChildren(children);
        });
    }

    /**
     * With an EncryptInterceptor before all others (EncryptInterceptor.validateChannelChain), unless it has one. Where there was no
     * interceptor, Tomcat's own two have to be named (SimpleTcpCluster.checkDefaults).
     */
    private static ClusterElement encryptedChannel(ClusterElement channel) {
        List<ClusterElement> interceptors = channel.children("Interceptor");
        if (interceptors.stream().anyMatch(StockCluster::encrypts)) {
            return channel.changing("Interceptor", one -> encrypts(one) ? withKeyOutside(one) : one);
        }
        List<ClusterElement> children = new ArrayList<>(channel.children());
        int first = interceptors.isEmpty() ? children.size() : children.indexOf(interceptors.get(0));
        children.add(
                first,
                ClusterElement.of("Interceptor", INTERCEPTORS + "EncryptInterceptor")
                        .with("encryptionAlgorithm", "AES/GCM/NoPadding")
                        .with("encryptionKey", "${" + KEY_VARIABLE + "}"));
        if (interceptors.isEmpty()) {
            children.add(ClusterElement.of("Interceptor", INTERCEPTORS + "MessageDispatchInterceptor"));
            children.add(ClusterElement.of("Interceptor", INTERCEPTORS + "TcpFailureDetector"));
        }
        return channel.withChildren(children);
    }

    private static boolean encrypts(ClusterElement interceptor) {
        return interceptor.simpleClassName().equals("EncryptInterceptor");
    }

    /** A key that stands in the file would be one that everybody can read who sees the configuration of the containers. */
    private static ClusterElement withKeyOutside(ClusterElement interceptor) {
        String key = interceptor.attribute("encryptionKey").orElse("");
        return key.contains("${") ? interceptor : interceptor.with("encryptionKey", "${" + KEY_VARIABLE + "}");
    }

    /**
     * What the elements of the nodes have that the user's file has not, each a sentence without the name of the file; empty if
     * the file has no element.
     *
     * @param addresses as for {@link #of}
     */
    public static List<String> differences(Topology topology, Map<String, String> addresses) {
        List<String> found = new ArrayList<>();
        users(topology).flatMap(ImportedCluster::cluster).ifPresent(theirs -> {
            for (NodeSpec node : topology.nodes()) {
                compare(theirs, of(topology, node, addresses), node.name(), found);
            }
        });
        return found;
    }

    /** Ours has their children in their order, and added ones after them; members may change their places. */
    private static void compare(ClusterElement theirs, ClusterElement ours, String node, List<String> found) {
        String where = "line " + theirs.line() + ", <" + theirs.name() + ">";
        if (!theirs.name().equals(ours.name())) {
            found.add(where + " is <" + ours.name() + "> " + ours.attributes() + " in " + node + ".");
            return;
        }
        ours.attributes().forEach((name, value) -> {
            String before = theirs.attributes().get(name);
            if (!value.equals(before)) {
                found.add(where + " " + name + ": " + (before == null ? "" : before + " becomes ") + value + " in "
                        + node + ".");
            }
        });
        for (int i = 0; i < theirs.children().size(); i++) {
            compare(theirs.children().get(i), ours.children().get(i), node, found);
        }
        ours.children().stream()
                .skip(theirs.children().size())
                .forEach(added -> found.add(
                        where + " has <" + added.name() + "> " + added.attributes() + " more in " + node + "."));
    }

    /** Whether the element stands in the Engine, as in the file that it comes from; else in the Host. */
    public static boolean isOfEngine(Topology topology) {
        return users(topology)
                .filter(one -> one.place() == ImportedCluster.Place.ENGINE)
                .isPresent();
    }

    /**
     * Why the user's element can't be exported for this number of nodes; a sentence without the option that named the file.
     */
    public static Optional<String> refusal(Topology topology) {
        return users(topology)
                .flatMap(ImportedCluster::cluster)
                .flatMap(cluster -> memberLists(cluster).stream()
                        .filter(list -> members(list).size() != expected(list, topology))
                        .findFirst())
                .map(list -> "line " + list.line() + " lists " + members(list).size() + " static members; use --nodes "
                        + (members(list).size() + (hasLocal(list) ? 0 : 1)) + ".");
    }

    private static int expected(ClusterElement list, Topology topology) {
        return topology.nodes().size() - (hasLocal(list) ? 0 : 1);
    }

    private static Optional<ImportedCluster> users(Topology topology) {
        return topology.imported().filter(one -> one.cluster().isPresent());
    }

    private static List<ClusterElement> memberLists(ClusterElement cluster) {
        return cluster.child("Channel").stream()
                .flatMap(channel -> channel.children().stream())
                .filter(StockCluster::isMemberList)
                .filter(list -> !members(list).isEmpty())
                .toList();
    }

    private static boolean isMemberList(ClusterElement element) {
        return element.className().equals(STATIC) || element.className().equals(STATIC_INTERCEPTOR);
    }

    private static boolean isMember(ClusterElement element) {
        return element.name().equals("Member") || element.name().equals("LocalMember");
    }

    private static List<ClusterElement> members(ClusterElement list) {
        return list.children().stream().filter(StockCluster::isMember).toList();
    }

    private static boolean hasLocal(ClusterElement list) {
        return !list.children("LocalMember").isEmpty();
    }

    private ClusterElement element() {
        ClusterElement own = users(topology)
                .flatMap(ImportedCluster::cluster)
                .map(ClusterElement::unplaced)
                .orElseGet(this::planned);
        return (machines ? withAddresses(own) : own).changing("Channel", this::channel);
    }

    /**
     * With the elements that say which address of its machine a node uses: without them a receiver has the one of the host's name,
     * which can be loopback (ReceiverBase.getBind), and the heartbeats any.
     */
    private static ClusterElement withAddresses(ClusterElement cluster) {
        ClusterElement with = cluster.child("Channel").isPresent()
                ? cluster
                : cluster.plus(ClusterElement.of("Channel", "org.apache.catalina.tribes.group.GroupChannel"));
        return with.changing("Channel", channel -> {
            if (!channel.className().equals("org.apache.catalina.tribes.group.GroupChannel")) {
                return channel;
            }
            ClusterElement both = channel.child("Membership").isPresent()
                    ? channel
                    : channel.plus(ClusterElement.of("Membership", MULTICAST));
            return both.child("Receiver").isPresent()
                    ? both
                    : both.plus(ClusterElement.of("Receiver", "org.apache.catalina.tribes.transport.nio.NioReceiver"));
        });
    }

    /** What a node of the lab has, without the agent; its key is in the environment. */
    private ClusterElement planned() {
        try {
            ClusterElement text = XmlTree.parse(ClusterXml.of(topology, node).getBytes(StandardCharsets.UTF_8))
                    .root()
                    .unplaced();
            return text.changing(
                    "Channel",
                    channel -> channel.changing(
                            "Interceptor",
                            one -> one.attribute("encryptionKey").isPresent()
                                    ? one.with("encryptionKey", "${" + KEY_VARIABLE + "}")
                                    : one));
        } catch (UnreadableConfigException e) {
            throw new IllegalStateException("the lab's own element", e);
        }
    }

    private ClusterElement channel(ClusterElement channel) {
        boolean users = users(topology).isPresent();
        Optional<ClusterElement> list = channel.children().stream()
                .filter(child -> isMemberList(child) && !members(child).isEmpty())
                .findFirst();
        ClusterElement changed = channel.withChildren(channel.children().stream()
                .map(child -> isMemberList(child) && !members(child).isEmpty() ? memberList(child, channel) : child)
                .toList());
        if (users) {
            changed = changed.changing("Receiver", receiver -> receiverPort(receiver, list));
        }
        return machines
                ? changed.changing("Membership", this::onMachine).changing("Receiver", this::receiver)
                : changed;
    }

    /** A group's packets leave by the machine's own interface and cross no router. */
    private ClusterElement onMachine(ClusterElement membership) {
        if (!membership.className().equals(MULTICAST)) {
            return membership;
        }
        String bind = membership.attribute("mcastBindAddress").isPresent() ? "mcastBindAddress" : "bind";
        ClusterElement changed = membership.with(bind, address(node));
        String ttl = changed.attribute("mcastTTL").isPresent() ? "mcastTTL" : "ttl";
        return "0".equals(changed.attributes().get(ttl)) ? changed.with(ttl, "1") : changed;
    }

    private ClusterElement receiver(ClusterElement receiver) {
        // ReceiverBase.setHost and setAddress are the same.
        return receiver.with(receiver.attribute("host").isPresent() ? "host" : "address", address(node));
    }

    /**
     * The port of the first node is the file's. Another one has the port of its static member; else, on the same machine, one of its
     * own where Tomcat would not look for one itself (autoBind; 100 if it is not set, ReceiverBase).
     */
    private ClusterElement receiverPort(ClusterElement receiver, Optional<ClusterElement> list) {
        int index = topology.nodes().indexOf(node);
        if (index == 0) {
            return receiver;
        }
        Optional<String> listed = list.flatMap(one -> Optional.of(members(one).get(hasLocal(one) ? index : index - 1)))
                .flatMap(member -> member.attribute("port"));
        if (listed.isPresent()) {
            return receiver.with("port", listed.get());
        }
        boolean finds = number(receiver, "autoBind", 100) >= topology.nodes().size();
        return machines || finds
                ? receiver
                : receiver.with("port", Integer.toString(number(receiver, "port", 4000) + index));
    }

    private static int number(ClusterElement element, String attribute, int otherwise) {
        try {
            return element.attribute(attribute)
                    .map(String::strip)
                    .map(Integer::parseInt)
                    .orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /**
     * The nth member of the list is the nth node, and its own entry is the local one. A list without a local member is the first
     * node's: there the others come after it.
     */
    private ClusterElement memberList(ClusterElement list, ClusterElement channel) {
        boolean local = hasLocal(list);
        List<ClusterElement> members = new ArrayList<>(members(list));
        if (!local) {
            members.add(0, firstMember(list, channel));
        }
        List<ClusterElement> all = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            NodeSpec other = topology.nodes().get(i);
            boolean self = other.name().equals(node.name());
            if (self && !local) {
                continue;
            }
            ClusterElement listed = members.get(i);
            ClusterElement member =
                    new ClusterElement(self ? "LocalMember" : "Member", listed.attributes(), listed.children(), 0);
            if (!self && listed.name().equals("LocalMember")) {
                member = reachable(member, channel);
            }
            all.add(machines ? member.with("host", address(other)) : member);
        }
        List<ClusterElement> changed = new ArrayList<>();
        int next = 0;
        for (ClusterElement child : list.children()) {
            changed.add(isMember(child) ? all.get(next++) : child);
        }
        return list.withChildren(changed);
    }

    private static ClusterElement firstMember(ClusterElement list, ClusterElement channel) {
        return reachable(ClusterElement.of("Member", members(list).get(0).className()), channel);
    }

    /** With what the others have to know of the first node and its own list need not say: what its receiver says. */
    private static ClusterElement reachable(ClusterElement member, ClusterElement channel) {
        Optional<ClusterElement> receiver = channel.child("Receiver");
        ClusterElement with = member;
        if (member.attribute("host").isEmpty()) {
            with = with.with(
                    "host",
                    receiver.flatMap(one -> one.attribute("address").or(() -> one.attribute("host")))
                            .filter(address -> !address.equals("auto"))
                            .orElse(Topology.LOOPBACK));
        }
        return member.attribute("port").isPresent()
                ? with
                : with.with(
                        "port", receiver.flatMap(one -> one.attribute("port")).orElse("4000"));
    }

    /**
     * Where the user's file names addresses that a node on loopback does not have; each a sentence without the name of the file.
     */
    public static List<String> elsewhere(Topology topology) {
        List<String> found = new ArrayList<>();
        users(topology)
                .flatMap(ImportedCluster::cluster)
                .flatMap(cluster -> cluster.child("Channel"))
                .ifPresent(channel -> channel.children().forEach(child -> {
                    elsewhere(child, found);
                    child.children().forEach(member -> elsewhere(member, found));
                }));
        return found;
    }

    private static void elsewhere(ClusterElement element, List<String> found) {
        List<String> attributes =
                switch (element.name()) {
                    case "Receiver" -> List.of("address", "host");
                    case "Member", "LocalMember" -> List.of("host");
                    case "Membership" -> List.of("bind", "mcastBindAddress");
                    default -> List.of();
                };
        for (String attribute : attributes) {
            String address = element.attributes().getOrDefault(attribute, "auto");
            if (!address.matches("auto|localhost|127\\..*|\\$\\{.*")) {
                found.add(
                        "line " + element.line() + ", <" + element.name() + "> " + attribute + " " + address
                                + ": this works on a machine with that address only; export hosts sets the one of each machine.");
            }
        }
    }

    private String address(NodeSpec of) {
        return addresses.getOrDefault(of.name(), Topology.LOOPBACK);
    }
}
