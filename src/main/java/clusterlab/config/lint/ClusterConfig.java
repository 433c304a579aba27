package clusterlab.config.lint;

import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.TomcatVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@code <Cluster>} with what Tomcat puts in where the file says nothing (SimpleTcpCluster.checkDefaults and the fields of its parts).
 * What stands in no file has the line of the element that it belongs to.
 */
final class ClusterConfig {
    private static final String TRIBES = "org.apache.catalina.tribes.";
    private static final String HA = "org.apache.catalina.ha.";

    private final String file;
    private final ClusterElement cluster;
    private final Optional<ClusterElement> engine;
    private final Optional<ClusterElement> host;
    private final Optional<TomcatVersion> tomcat;
    private final ImportedCluster imported;

    /**
     * One of a file.
     *
     * @param engine that it is in, directly or in a host of it; empty for an element alone
     * @param host that it is in; empty if it is in an engine, or alone
     * @param manager of a context, in place of the cluster's own
     * @param tomcat that will run it, if it is known
     */
    ClusterConfig(
            String file,
            ClusterElement cluster,
            Optional<ClusterElement> engine,
            Optional<ClusterElement> host,
            Optional<ClusterElement> manager,
            Optional<TomcatVersion> tomcat) {
        this.file = file;
        this.cluster = cluster;
        this.engine = engine;
        this.host = host;
        this.tomcat = tomcat;
        this.imported = new ImportedCluster(
                file,
                host.isEmpty() && engine.isPresent() ? ImportedCluster.Place.ENGINE : ImportedCluster.Place.HOST,
                Optional.of(cluster),
                manager,
                List.of());
    }

    String file() {
        return file;
    }

    ClusterElement cluster() {
        return cluster;
    }

    Optional<ClusterElement> engine() {
        return engine;
    }

    Optional<ClusterElement> host() {
        return host;
    }

    Optional<TomcatVersion> tomcat() {
        return tomcat;
    }

    ImportedCluster imported() {
        return imported;
    }

    boolean isOfEngine() {
        return imported.place() == ImportedCluster.Place.ENGINE;
    }

    /** {@code channelSendOptions}. */
    int sendOptions() {
        return cluster.attribute("channelSendOptions")
                .map(ImportedCluster::sendOptions)
                .orElse(8);
    }

    /** The cluster's own manager: DeltaManager unless another is named. */
    ClusterElement manager() {
        return cluster.child("Manager").orElseGet(() -> made("Manager", HA + "session.DeltaManager", cluster));
    }

    boolean isDelta() {
        return manager().className().equals(HA + "session.DeltaManager");
    }

    boolean isBackup() {
        return manager().className().equals(HA + "session.BackupManager");
    }

    ClusterElement channel() {
        return cluster.child("Channel").orElseGet(() -> made("Channel", TRIBES + "group.GroupChannel", cluster));
    }

    ClusterElement receiver() {
        return channel()
                .child("Receiver")
                .orElseGet(() -> made("Receiver", TRIBES + "transport.nio.NioReceiver", channel()));
    }

    Optional<ClusterElement> transport() {
        return channel().child("Sender").flatMap(sender -> sender.child("Transport"));
    }

    ClusterElement membership() {
        return channel()
                .child("Membership")
                .orElseGet(() -> made("Membership", TRIBES + "membership.McastService", channel()));
    }

    /** Whether the membership is started at all, see {@code channelStartOptions}. */
    boolean startsMembership() {
        return ImportedCluster.startsMembership(cluster);
    }

    boolean isMulticast() {
        return startsMembership() && membership().simpleClassName().equals("McastService");
    }

    /** The StaticMembershipService, or a StaticMembershipInterceptor. */
    Optional<ClusterElement> staticMembership() {
        return startsMembership() && membership().simpleClassName().equals("StaticMembershipService")
                ? Optional.of(membership())
                : interceptor("StaticMembershipInterceptor");
    }

    /** In the order of the file: the first one is farthest from the network. */
    List<ClusterElement> interceptors() {
        List<ClusterElement> named = channel().children("Interceptor");
        return named.isEmpty()
                ? Stream.of("MessageDispatchInterceptor", "TcpFailureDetector")
                        .map(name -> made("Interceptor", TRIBES + "group.interceptors." + name, channel()))
                        .toList()
                : named;
    }

    /** The first one of this class, named without its package. */
    Optional<ClusterElement> interceptor(String simpleName) {
        return interceptors().stream()
                .filter(one -> one.simpleClassName().equals(simpleName))
                .findFirst();
    }

    /** Where it is among the others, from 0; -1 if it is not there. */
    int position(String simpleName) {
        List<ClusterElement> all = interceptors();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).simpleClassName().equals(simpleName)) {
                return i;
            }
        }
        return -1;
    }

    /** Valves of the file; without any, Tomcat adds both that sessions need. */
    List<ClusterElement> valves() {
        return cluster.children("Valve");
    }

    boolean hasValve(String simpleName) {
        return valves().isEmpty()
                || valves().stream().anyMatch(valve -> valve.simpleClassName().equals(simpleName));
    }

    private static ClusterElement made(String name, String className, ClusterElement parent) {
        return new ClusterElement(name, Map.of(ClusterElement.CLASS, className), List.of(), parent.line());
    }

    /** An attribute with its placeholders replaced as far as they are known. */
    static String value(ClusterElement element, String attribute, String otherwise) {
        return element.attribute(attribute)
                .map(ImportedCluster::resolved)
                .map(String::strip)
                .orElse(otherwise);
    }

    static boolean isTrue(ClusterElement element, String attribute) {
        return Boolean.parseBoolean(value(element, attribute, "false"));
    }

    /** A number, or the default where there is none, or where it is not known: a placeholder, or no number. */
    static long number(ClusterElement element, String attribute, long otherwise) {
        try {
            return Long.parseLong(value(element, attribute, Long.toString(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
