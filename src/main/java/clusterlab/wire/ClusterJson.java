package clusterlab.wire;

import clusterlab.fault.Nemesis;
import clusterlab.load.LoadView;
import java.util.List;
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
}
