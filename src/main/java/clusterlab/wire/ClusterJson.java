package clusterlab.wire;

import clusterlab.cluster.Cluster;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.load.LoadView;
import clusterlab.spec.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a lab, without the sessions.
 *
 * @param name of the cluster
 * @param application the file or folder that the nodes serve; null for the session counter
 * @param detectionMillis time after which a silent member is removed from the membership
 * @param replicates whether sessions are copied
 * @param abilities what the nodes' host can do to a node besides starting it: kill, freeze, stop
 * @param sequence number of the newest event before the rest was read
 * @param front null if the lab has none
 * @param faults in force, oldest first
 * @param load null if the lab has none
 */
public record ClusterJson(
        String name,
        String preset,
        String manager,
        int sendOptions,
        String membership,
        @Nullable String application,
        long detectionMillis,
        boolean replicates,
        List<String> abilities,
        long sequence,
        @Nullable FrontJson front,
        List<NodeJson> nodes,
        List<LinkJson> links,
        List<Nemesis.Active> faults,
        @Nullable LoadView load) {
    public ClusterJson {
        abilities = List.copyOf(abilities);
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        faults = List.copyOf(faults);
    }

    /**
     * The JSON of a lab now.
     *
     * @param sequence number of the newest event, read before: a reader that continues from there may get an event twice, but
     *     misses none
     * @param detection time after which a silent member is removed from the membership
     */
    public static ClusterJson of(
            Cluster cluster,
            long sequence,
            Duration detection,
            Optional<Balancer> front,
            List<LinkJson> links,
            List<Nemesis.Active> faults,
            LoadView load) {
        Topology topology = cluster.topology();
        return new ClusterJson(
                topology.clusterName(),
                topology.preset().word(),
                topology.manager().kind().word(),
                topology.channel().sendOptions(),
                topology.channel().membership().word(),
                topology.webapp()
                        .map(file -> String.valueOf(file.getFileName()))
                        .orElse(null),
                detection.toMillis(),
                cluster.replicates(),
                cluster.abilities().stream()
                        .sorted()
                        .map(ability -> ability.name().toLowerCase(Locale.ROOT))
                        .toList(),
                sequence,
                front.map(one -> FrontJson.of(topology, one)).orElse(null),
                cluster.nodes().stream()
                        .map(node -> NodeJson.of(topology, node))
                        .toList(),
                links,
                faults,
                load);
    }
}
