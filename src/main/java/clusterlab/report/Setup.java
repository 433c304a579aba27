package clusterlab.report;

import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Topology;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What was run, as far as a report has to tell it.
 *
 * @param startedAt when
 * @param seed of workload and faults
 * @param command that repeats the run, as a user types it
 * @param clusterXml the {@code <Cluster>} element of the first node
 * @param manager the session manager
 * @param sendOptions {@code channelSendOptions}
 * @param sticky whether the front keeps sessions on their nodes
 * @param facts further lines of configuration, label to value, in order
 */
public record Setup(
        Instant startedAt,
        long seed,
        String command,
        String clusterXml,
        ManagerSpec.Kind manager,
        int sendOptions,
        boolean sticky,
        Map<String, String> facts) {

    /** Keeps the order. */
    public Setup {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /**
     * Of this plan.
     *
     * @param load one line on clients, duration and rate
     */
    public static Setup of(
            Topology topology, Instant startedAt, long seed, String load, String command, String clusterXml) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "nodes",
                topology.nodes().size() + ", preset " + topology.preset().word());
        facts.put("manager", word(topology.manager().kind()));
        int options = topology.channel().sendOptions();
        facts.put(
                "send options",
                ChannelSpec.word(options).equals(Integer.toString(options))
                        ? Integer.toString(options)
                        : ChannelSpec.word(options) + " (channelSendOptions " + options + ")");
        facts.put("membership", topology.channel().membership().word());
        BalancerSpec balancer = topology.balancer();
        facts.put(
                "front",
                balancer.kind().name().toLowerCase(Locale.ROOT) + (balancer.sticky() ? ", sticky" : ", not sticky"));
        facts.put("load", load);
        facts.put("seed", Long.toString(seed));
        return new Setup(
                startedAt, seed, command, clusterXml, topology.manager().kind(), options, balancer.sticky(), facts);
    }

    static String word(ManagerSpec.Kind kind) {
        return kind == ManagerSpec.Kind.DELTA ? "DeltaManager" : "BackupManager";
    }

    /** Whether an answer waits for the replicas to have applied the change. */
    boolean sync() {
        return (sendOptions & ChannelSpec.SYNC) == ChannelSpec.SYNC && (sendOptions & ChannelSpec.ASYNC) == 0;
    }
}
