package clusterlab.config;

import clusterlab.agent.LinkInterceptor;
import clusterlab.agent.LinkedFailureDetector;
import clusterlab.agent.LinkedMcastService;
import clusterlab.agent.LinkedStaticMembership;
import clusterlab.agent.ObservableBackupManager;
import clusterlab.agent.PodDnsProvider;
import clusterlab.agent.PodKubernetesProvider;
import clusterlab.agent.TrafficInterceptor;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.ClusterPlan;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.ReceiverSpec;
import clusterlab.spec.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code <Cluster>} element of a node, for the {@code <Host>} of its server.xml ({@code FarmWarDeployer} refuses an
 * {@code <Engine>}). Everything that differs from Tomcat's defaults is in it: nodes run from this text, and reports
 * print it. Element names and nesting are those of {@code org.apache.catalina.ha.ClusterRuleSet}.
 */
public final class ClusterXml {
    /**
     * The property whose value is the key of the EncryptInterceptor, hexadecimal; the text has only its name. A stock Tomcat
     * reads it from {@code conf/catalina.properties}.
     */
    public static final String KEY_PROPERTY = "cluster.key";

    /** The {@code appBase} of each node's host. */
    public static final String APP_BASE = "webapps";

    /** The folders of the {@code <Deployer>}, under CATALINA_BASE: Tomcat creates none of them. */
    public static final List<String> DEPLOYER_FOLDERS = List.of("war-temp", "war-listen", APP_BASE);

    private static final String HA = "org.apache.catalina.ha.";
    private static final String TRIBES = "org.apache.catalina.tribes.";

    private static final String ROUTE_VALVE = HA + "session.JvmRouteBinderValve";
    private static final String REPLICATION_VALVE = HA + "tcp.ReplicationValve";

    /** Tomcat's default, TcpFailureDetector.connectTimeout. */
    private static final int DETECTOR_MILLIS = 1000;

    private static final String DETECTOR = TRIBES + "group.interceptors.TcpFailureDetector";

    private static final String CLOUD = TRIBES + "membership.cloud.";
    private static final String KUBERNETES_PROVIDER = CLOUD + "KubernetesMembershipProvider";
    private static final String DNS_PROVIDER = CLOUD + "DNSMembershipProvider";

    /** What a node with an agent has in place of Tomcat's own classes; they are subclasses. */
    static final Map<String, String> AGENTS_OWN = Map.of(
            TRIBES + "group.interceptors.StaticMembershipInterceptor",
            LinkedStaticMembership.class.getName(),
            DETECTOR,
            LinkedFailureDetector.class.getName(),
            TRIBES + "membership.McastService",
            LinkedMcastService.class.getName(),
            HA + "session.BackupManager",
            ObservableBackupManager.class.getName(),
            KUBERNETES_PROVIDER,
            PodKubernetesProvider.class.getName(),
            DNS_PROVIDER,
            PodDnsProvider.class.getName());

    /** What a node with an agent has beside them. */
    private static final Set<String> ADDED =
            Set.of(TrafficInterceptor.class.getName(), LinkInterceptor.class.getName());

    private final StringBuilder xml = new StringBuilder();
    private final boolean agent;
    private final String indent;

    private ClusterXml(boolean agent, int depth) {
        this.agent = agent;
        this.indent = "  ".repeat(depth);
    }

    /** The element of this node of the plan, with a line break at the end. */
    public static String of(Topology topology, NodeSpec node) {
        return of(topology, node, false, 0);
    }

    /**
     * The same with the parts of the agent, for a node in a process of its own: without a lab they do nothing.
     *
     * @param depth of the element in its file
     */
    public static String withAgent(Topology topology, NodeSpec node, int depth) {
        return of(topology, node, true, depth);
    }

    /** The {@code <Manager>} of an imported {@code <Context>}, or nothing; {@link #withAgent} for the rest. */
    public static String managerWithAgent(Topology topology, int depth) {
        return topology.imported()
                .flatMap(ImportedCluster::manager)
                .map(manager -> withAgentsOwn(manager).xml(depth))
                .orElse("");
    }

    private static String of(Topology topology, NodeSpec node, boolean agent, int depth) {
        if (topology.imported().flatMap(ImportedCluster::cluster).isPresent()) {
            ClusterElement element = ClusterPlan.of(topology, node);
            return (agent ? instrumented(element, topology) : element).xml(depth);
        }
        ClusterXml writer = new ClusterXml(agent, depth);
        writer.cluster(topology, node);
        return writer.xml.toString();
    }

    private void cluster(Topology topology, NodeSpec node) {
        open(
                0,
                "Cluster",
                "className",
                HA + "tcp.SimpleTcpCluster",
                "clusterName",
                topology.clusterName(),
                "channelSendOptions",
                topology.channel().sendOptions());
        manager(topology.manager());
        channel(topology, node);
        valves(topology.preset());
        deployer(topology);
        empty(1, "ClusterListener", "className", HA + "session.ClusterSessionListener");
        close(0, "Cluster");
    }

    /** An imported element with the parts of the agent. */
    private static ClusterElement instrumented(ClusterElement cluster, Topology topology) {
        return withAgentsOwn(cluster).changing("Channel", channel -> {
            List<ClusterElement> parts = new ArrayList<>(channel.children());
            // Farthest from the network, and nearest to it.
            parts.add(0, ClusterElement.of("Interceptor", TrafficInterceptor.class.getName()));
            parts.add(ClusterElement.of("Interceptor", LinkInterceptor.class.getName()));
            ClusterElement more = channel.withChildren(parts);
            return topology.lifecycle() == NodeLifecycle.STOCK
                    ? more
                    : more.changing(
                            "Interceptor",
                            one -> one.className().equals(LinkedFailureDetector.class.getName())
                                    ? one.with("stock", "false")
                                    : one);
        });
    }

    /** An element with the agent's subclasses in place of Tomcat's classes, in all of its parts. */
    static ClusterElement withAgentsOwn(ClusterElement element) {
        String own = AGENTS_OWN.get(element.className());
        ClusterElement changed = own == null ? element : element.with(ClusterElement.CLASS, own);
        return changed.withChildren(
                changed.children().stream().map(ClusterXml::withAgentsOwn).toList());
    }

    /** The inverse, for a server.xml that the lab wrote: Tomcat's own classes, without what the lab adds. */
    static ClusterElement withoutAgent(ClusterElement element) {
        ClusterElement changed = element;
        for (Map.Entry<String, String> own : AGENTS_OWN.entrySet()) {
            if (own.getValue().equals(element.className())) {
                // "stock" is LinkedFailureDetector's.
                changed = changed.with(ClusterElement.CLASS, own.getKey()).without("stock");
            }
        }
        return changed.withChildren(changed.children().stream()
                .filter(child -> !ADDED.contains(child.className()))
                .map(ClusterXml::withoutAgent)
                .toList());
    }

    private void channel(Topology topology, NodeSpec node) {
        ChannelSpec channel = topology.channel();
        open(
                1,
                "Channel",
                "className",
                TRIBES + "group.GroupChannel",
                "heartbeatSleeptime",
                channel.membership() instanceof MembershipSpec.Cloud cloud ? cloud.heartbeat() : null);
        membership(topology, node);
        ReceiverSpec receiver = channel.receiver();
        empty(
                2,
                "Receiver",
                "className",
                TRIBES + "transport.nio.NioReceiver",
                "address",
                node.address(),
                "port",
                node.receiverPort(),
                "autoBind",
                receiver.autoBind(),
                "selectorTimeout",
                receiver.selectorTimeout(),
                "maxThreads",
                receiver.maxThreads(),
                "rxBufSize",
                orDefault(receiver.rxBufSize()));
        open(2, "Sender", "className", TRIBES + "transport.ReplicationTransmitter");
        empty(
                3,
                "Transport",
                "className",
                TRIBES + "transport.nio.PooledParallelSender",
                "rxBufSize",
                orDefault(channel.sender().rxBufSize()),
                "txBufSize",
                orDefault(channel.sender().txBufSize()),
                "poolSize",
                orDefault(channel.sender().poolSize()),
                "timeout",
                orDefault(channel.sender().timeout()));
        close(2, "Sender");
        if (agent) {
            // Farthest from the network: counts messages before they are encrypted.
            empty(2, "Interceptor", "className", TrafficInterceptor.class.getName());
        }
        for (ChannelSpec.Interceptor interceptor : channel.interceptors()) {
            empty(
                    2,
                    "Interceptor",
                    "className",
                    interceptor.className(),
                    "domain",
                    interceptor == ChannelSpec.Interceptor.DOMAIN_FILTER ? topology.clusterName() : null,
                    "connectTimeout",
                    interceptor == ChannelSpec.Interceptor.TCP_FAILURE_DETECTOR
                            ? detectorTimeout(channel.membership())
                            : null,
                    "performReadTest",
                    (interceptor == ChannelSpec.Interceptor.TCP_FAILURE_DETECTOR && channel.readTest())
                            ? Boolean.TRUE
                            : null,
                    "stock",
                    interceptor == ChannelSpec.Interceptor.TCP_FAILURE_DETECTOR ? stock(topology) : null,
                    "encryptionAlgorithm",
                    interceptor == ChannelSpec.Interceptor.ENCRYPT ? "AES/GCM/NoPadding" : null,
                    "encryptionKey",
                    interceptor == ChannelSpec.Interceptor.ENCRYPT ? "${" + KEY_PROPERTY + "}" : null);
        }
        if (agent) {
            // Nearest to the network.
            empty(2, "Interceptor", "className", LinkInterceptor.class.getName());
        }
        close(1, "Channel");
    }

    /** The agent's own attribute; null leaves it as it is, stock. */
    private @Nullable Boolean stock(Topology topology) {
        return (agent && topology.lifecycle() == NodeLifecycle.LAB) ? Boolean.FALSE : null;
    }

    /** As long as the membership waits; null for TcpFailureDetector's own 1000 ms if that is more. */
    private static @Nullable Integer detectorTimeout(MembershipSpec membership) {
        return membership instanceof MembershipSpec.Static pinged && pinged.connectTimeout() > DETECTOR_MILLIS
                ? pinged.connectTimeout()
                : null;
    }

    /** 0 means Tomcat's default, which needs no attribute. */
    private static @Nullable Long orDefault(long value) {
        return value == 0 ? null : value;
    }

    private void valves(Preset preset) {
        if (preset == Preset.TUTORIAL) {
            empty(1, "Valve", "className", REPLICATION_VALVE, "filter", "");
            empty(1, "Valve", "className", ROUTE_VALVE);
        } else {
            // SimpleTcpCluster.checkDefaults has both in this order.
            empty(1, "Valve", "className", ROUTE_VALVE);
            empty(1, "Valve", "className", REPLICATION_VALVE);
        }
    }

    /** FarmWarDeployer.getAbsolutePath: the folders are under CATALINA_BASE. */
    private void deployer(Topology topology) {
        boolean deploys = topology.deployer();
        if (deploys || topology.preset() == Preset.TUTORIAL) {
            empty(
                    1,
                    "Deployer",
                    "className",
                    HA + "deploy.FarmWarDeployer",
                    "tempDir",
                    "war-temp",
                    // HostConfig.check deploys from the host's appBase only.
                    "deployDir",
                    deploys ? APP_BASE : "war-deploy",
                    "watchDir",
                    "war-listen",
                    "watchEnabled",
                    deploys,
                    // With the engine's delay of 1 s: it looks once a second.
                    "processDeployFrequency",
                    deploys ? 1 : null);
        }
    }

    private void manager(ManagerSpec manager) {
        switch (manager.kind()) {
            case DELTA ->
                empty(
                        1,
                        "Manager",
                        "className",
                        HA + "session.DeltaManager",
                        "expireSessionsOnShutdown",
                        manager.expireSessionsOnShutdown(),
                        "notifyListenersOnReplication",
                        manager.notifyListenersOnReplication());
            case BACKUP ->
                empty(
                        1,
                        "Manager",
                        "className",
                        HA + "session.BackupManager",
                        "notifyListenersOnReplication",
                        manager.notifyListenersOnReplication());
            case OTHER -> {
                // It stands in the <Context>.
            }
        }
    }

    private void membership(Topology topology, NodeSpec node) {
        MembershipSpec membership = topology.channel().membership();
        if (membership instanceof MembershipSpec.Multicast multicast) {
            empty(
                    2,
                    "Membership",
                    "className",
                    TRIBES + "membership.McastService",
                    "address",
                    multicast.address(),
                    "port",
                    multicast.port(),
                    "frequency",
                    multicast.frequency(),
                    "dropTime",
                    multicast.dropTime(),
                    "bind",
                    multicast.bind(),
                    "ttl",
                    multicast.ttl(),
                    "domain",
                    topology.clusterName());
        } else if (membership instanceof MembershipSpec.Static pinged) {
            open(
                    2,
                    "Membership",
                    "className",
                    TRIBES + "membership.StaticMembershipService",
                    "useThread",
                    true,
                    "pingInterval",
                    pinged.pingInterval(),
                    "connectTimeout",
                    pinged.connectTimeout(),
                    "rpcTimeout",
                    pinged.rpcTimeout(),
                    "expirationTime",
                    pinged.expirationTime());
            for (NodeSpec other : topology.nodes()) {
                empty(
                        3,
                        other.equals(node) ? "LocalMember" : "Member",
                        "className",
                        TRIBES + "membership.StaticMember",
                        "host",
                        other.address(),
                        "port",
                        other.receiverPort(),
                        "uniqueId",
                        other.memberId());
            }
            close(2, "Membership");
        } else if (membership instanceof MembershipSpec.Cloud cloud) {
            empty(
                    2,
                    "Membership",
                    "className",
                    CLOUD + "CloudMembershipService",
                    "membershipProviderClassName",
                    cloud.kind() == MembershipSpec.Kind.DNS ? DNS_PROVIDER : KUBERNETES_PROVIDER,
                    "expirationTime",
                    cloud.expirationTime(),
                    "connectTimeout",
                    cloud.connectTimeout(),
                    "readTimeout",
                    cloud.readTimeout());
        }
    }

    private void open(int depth, String element, @Nullable Object... attributes) {
        element(depth, element, attributes);
        xml.append(">\n");
    }

    private void empty(int depth, String element, @Nullable Object... attributes) {
        element(depth, element, attributes);
        xml.append("/>\n");
    }

    private void close(int depth, String element) {
        xml.append(indent)
                .append("  ".repeat(depth))
                .append("</")
                .append(element)
                .append(">\n");
    }

    /** Leaves out an attribute whose value is null. */
    private void element(int depth, String element, @Nullable Object... attributes) {
        String before = indent + "  ".repeat(depth);
        xml.append(before).append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] == null) {
                continue;
            }
            xml.append(i == 0 ? " " : "\n" + before + " ".repeat(element.length() + 2))
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(value(attributes[i + 1])))
                    .append('"');
        }
    }

    private String value(@Nullable Object attribute) {
        String text = String.valueOf(attribute);
        return agent ? AGENTS_OWN.getOrDefault(text, text) : text;
    }

    /** The value of an attribute or an element, with the special characters of XML escaped. */
    public static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
