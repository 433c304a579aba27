package clusterlab.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What {@code --cluster FILE} brings in, as it stands in the file. {@link ClusterPlan} fits it to the nodes of a plan.
 *
 * @param file as the user named it
 * @param place of the element
 * @param cluster the {@code <Cluster>} element; empty if the file only has a manager
 * @param manager the {@code <Manager>} of a {@code <Context>}; it takes the place of the cluster's own
 * @param remarks sentences for the user on what Tomcat ignores in it, and what the lab can't do with it
 */
public record ImportedCluster(
        String file,
        Place place,
        Optional<ClusterElement> cluster,
        Optional<ClusterElement> manager,
        List<String> remarks) {

    static final String HA = "org.apache.catalina.ha.";
    static final String TRIBES = "org.apache.catalina.tribes.";
    static final String GROUP_CHANNEL = TRIBES + "group.GroupChannel";
    static final String MULTICAST = TRIBES + "membership.McastService";
    static final String STATIC = TRIBES + "membership.StaticMembershipService";
    static final String STATIC_INTERCEPTOR = TRIBES + "group.interceptors.StaticMembershipInterceptor";
    static final String DELTA = HA + "session.DeltaManager";
    /** ContextRuleSet. */
    private static final String STANDARD = "org.apache.catalina.session.StandardManager";

    static final String BACKUP = HA + "session.BackupManager";

    /** SimpleTcpCluster.channelSendOptions. */
    private static final int DEFAULT_OPTIONS = ChannelSpec.ASYNC;

    /** The names of Channel.getSendOptionValue. */
    private static final Map<String, Integer> OPTIONS = Map.ofEntries(
            Map.entry("byte_message", 1),
            Map.entry("byte", 1),
            Map.entry("use_ack", 2),
            Map.entry("synchronized_ack", 4),
            Map.entry("sync", 4),
            Map.entry("asynchronous", 8),
            Map.entry("async", 8),
            Map.entry("secure", 16),
            Map.entry("udp", 32),
            Map.entry("multicast", 64));

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)(?::-([^}]*))?\\}");

    /** Which container of Tomcat has the element. */
    public enum Place {
        /** Of all hosts. */
        ENGINE,
        /** Of one host; a fragment too. */
        HOST
    }

    /** Copies the list. */
    public ImportedCluster {
        remarks = List.copyOf(remarks);
    }

    /** The same with these sentences. */
    public ImportedCluster withRemarks(List<String> changed) {
        return new ImportedCluster(file, place, cluster, manager, changed);
    }

    /** The class of the manager that keeps the sessions; the default of {@code SimpleTcpCluster.managerTemplate} if none is named. */
    public String managerClass() {
        return manager.map(element -> element.attributes().getOrDefault(ClusterElement.CLASS, STANDARD))
                .or(() -> cluster.flatMap(element -> element.child("Manager")).map(ClusterElement::className))
                .orElse(DELTA);
    }

    /** Whether the manager's filters let an attribute to the other nodes (ManagerBase.willAttributeDistribute); a broken filter does. */
    public boolean replicates(String attribute, Class<?> type) {
        Optional<ClusterElement> element = manager.or(() -> cluster.flatMap(one -> one.child("Manager")));
        return element.isEmpty()
                || (matches(element.get(), "sessionAttributeNameFilter", attribute)
                        && matches(element.get(), "sessionAttributeValueClassNameFilter", type.getName()));
    }

    private static boolean matches(ClusterElement manager, String filter, String text) {
        String pattern =
                manager.attribute(filter).map(ImportedCluster::resolved).orElse("");
        try {
            return pattern.isEmpty() || Pattern.matches(pattern, text);
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    /** What is known of the manager. */
    public ManagerSpec managerSpec() {
        ManagerSpec.Kind kind =
                switch (managerClass()) {
                    case DELTA -> ManagerSpec.Kind.DELTA;
                    case BACKUP -> ManagerSpec.Kind.BACKUP;
                    default -> ManagerSpec.Kind.OTHER;
                };
        Optional<ClusterElement> element = manager.or(() -> cluster.flatMap(one -> one.child("Manager")));
        return new ManagerSpec(
                kind,
                element.flatMap(one -> one.attribute("expireSessionsOnShutdown"))
                        .map(Boolean::parseBoolean)
                        .orElse(false),
                element.flatMap(one -> one.attribute("notifyListenersOnReplication"))
                        .map(Boolean::parseBoolean)
                        .orElse(true));
    }

    /**
     * What is known of the channel, for what waits for members and for reports; its other parts are in the element only.
     *
     * @param otherwise where the file has no cluster
     */
    public ChannelSpec channelSpec(ChannelSpec otherwise) {
        if (cluster.isEmpty()) {
            return otherwise;
        }
        ClusterElement element = cluster.get();
        ClusterElement channel = element.child("Channel").orElse(new ClusterElement("Channel", Map.of(), List.of(), 0));
        List<ChannelSpec.Interceptor> interceptors = new ArrayList<>();
        boolean readTest = false;
        for (ClusterElement one : channel.children("Interceptor")) {
            for (ChannelSpec.Interceptor known : ChannelSpec.Interceptor.values()) {
                if (known.className().equals(one.className())) {
                    interceptors.add(known);
                }
            }
            readTest |= Boolean.parseBoolean(one.attributes().get("performReadTest"));
        }
        ClusterElement receiver = channel.child("Receiver").orElse(element);
        long timeout = channel.child("Sender")
                .flatMap(sender -> sender.child("Transport"))
                .map(transport -> number(transport, "timeout", 0))
                .orElse(0L);
        return new ChannelSpec(
                element.attribute("channelSendOptions")
                        .map(ImportedCluster::sendOptions)
                        .orElse(DEFAULT_OPTIONS),
                membership(element, channel),
                // ReceiverBase.
                new ReceiverSpec(
                        Topology.LOOPBACK,
                        (int) number(receiver, "autoBind", 100),
                        number(receiver, "selectorTimeout", 5000),
                        (int) number(receiver, "maxThreads", 15),
                        (int) number(receiver, "rxBufSize", 0)),
                new SenderSpec(0, 0, 0, timeout),
                interceptors,
                readTest,
                Optional.empty());
    }

    /** Times as the file has them, else the defaults of McastService and StaticMembershipService. */
    private static MembershipSpec membership(ClusterElement cluster, ClusterElement channel) {
        Optional<ClusterElement> membership = channel.child("Membership");
        if (!startsMembership(cluster)) {
            // Members of an interceptor; TcpFailureDetector looks for them with each heartbeat of the channel.
            return new MembershipSpec.Static(5000, 1000, 3000, 5000);
        }
        if (membership.isEmpty() || membership.get().className().equals(MULTICAST)) {
            ClusterElement one = membership.orElse(channel);
            return new MembershipSpec.Multicast(
                    one.attributes().getOrDefault("address", "228.0.0.4"),
                    (int) number(one, "port", 45564),
                    number(one, "frequency", 500),
                    number(one, "dropTime", number(one, "mcastDropTime", 3000)),
                    Topology.LOOPBACK,
                    // Without one it is the system's, and bind keeps the heartbeats on this machine.
                    (int) Math.max(0, number(one, "ttl", 0)));
        }
        return new MembershipSpec.Static(
                number(membership.get(), "pingInterval", 1000),
                (int) number(membership.get(), "connectTimeout", 500),
                number(membership.get(), "rpcTimeout", 3000),
                number(membership.get(), "expirationTime", 5000));
    }

    /** Whether {@code channelStartOptions} has the parts of the membership, 4 and 8. */
    public static boolean startsMembership(ClusterElement cluster) {
        return (number(cluster, "channelStartOptions", 15) & 12) != 0;
    }

    /** A value with its placeholders replaced, as far as they name a default or a property of this JVM (IntrospectionUtils). */
    public static String resolved(String value) {
        return PLACEHOLDER
                .matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(Objects.requireNonNullElse(
                        System.getProperty(found.group(1)),
                        Objects.requireNonNullElse(found.group(2), found.group()))));
    }

    private static long number(ClusterElement element, String attribute, long otherwise) {
        try {
            return element.attribute(attribute)
                    .map(ImportedCluster::resolved)
                    .map(text -> Long.parseLong(text.strip()))
                    .orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** {@code channelSendOptions} as a number or names with commas (Channel.parseSendOptions); unknown names count nothing. */
    public static int sendOptions(String text) {
        String known = resolved(text);
        if (known.contains("${")) {
            return DEFAULT_OPTIONS;
        }
        try {
            return Integer.parseInt(known.strip());
        } catch (NumberFormatException e) {
            int sum = 0;
            for (String name : known.split(",", -1)) {
                sum |= OPTIONS.getOrDefault(name.strip().toLowerCase(Locale.ROOT), 0);
            }
            return sum;
        }
    }
}
