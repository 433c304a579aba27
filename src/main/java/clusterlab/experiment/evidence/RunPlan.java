package clusterlab.experiment.evidence;

import clusterlab.spec.ManagerSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was planned: the first line of a run's file. Only types that JSON has.
 *
 * @param format of the file, {@link #FORMAT}
 * @param versions of cluster-lab, the nodes' Tomcat, the lab's Java and the operating system
 * @param experiment its name
 * @param dimensions in which the run differs from others of its report, with {@code choices}
 * @param choices of this run, one for each dimension
 * @param role what the run is to its control
 * @param number of the run in its experiment, from 0, in the order in which they ran
 * @param runs how many runs the experiment has
 * @param pair number of the pair of run and control in its comparison, from 0
 * @param startedAt when the experiment began, ISO 8601
 * @param command that runs the same plan
 * @param clusterXml the {@code <Cluster>} element of the first node
 * @param manager the session manager
 * @param sendOptions {@code channelSendOptions}
 * @param front {@code embedded}, {@code mod_jk} or {@code mod_proxy}
 * @param sticky whether the front keeps a session on its node
 * @param settings what a report prints of the configuration, label to value
 * @param nodes their names
 * @param senderTimeout the longest time that a sender waits for a member, in nanoseconds
 * @param seed of workload and faults
 * @param clients of the workload
 * @param perSecond requests a second of all clients, 0 for as fast as they can
 * @param sessionLength about how many requests a session has
 * @param mode the workload's pattern
 * @param width parallel requests of one session
 * @param duration of the load in nanoseconds
 * @param faults in order
 */
public record RunPlan(
        int format,
        Map<String, String> versions,
        String experiment,
        List<String> dimensions,
        List<String> choices,
        String role,
        int number,
        int runs,
        int pair,
        String startedAt,
        String command,
        String clusterXml,
        String manager,
        int sendOptions,
        String front,
        boolean sticky,
        Map<String, String> settings,
        List<String> nodes,
        long senderTimeout,
        long seed,
        int clients,
        double perSecond,
        int sessionLength,
        String mode,
        int width,
        long duration,
        List<PlannedFault> faults) {

    /** Goes up when a line changes its meaning. */
    public static final int FORMAT = 3;

    /** Whether the lab can read the copies of the run's manager; else only what clients saw can be judged. */
    public boolean readsCopies() {
        return !manager.equals(ManagerSpec.Kind.OTHER.name());
    }

    /** Copies the collections. */
    public RunPlan {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        dimensions = List.copyOf(dimensions);
        choices = List.copyOf(choices);
        nodes = List.copyOf(nodes);
        faults = List.copyOf(faults);
    }
}
