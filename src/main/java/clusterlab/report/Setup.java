package clusterlab.report;

import clusterlab.experiment.evidence.RunPlan;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Topology;
import clusterlab.spec.Words;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration that was run, as a report shows it.
 *
 * @param startedAt when
 * @param seed of workload and faults
 * @param command that runs the same plan, as a user types it
 * @param clusterXml the {@code <Cluster>} element of the first node
 * @param manager the session manager
 * @param sendOptions {@code channelSendOptions}
 * @param modJk whether the front is httpd with mod_jk
 * @param sticky whether the front keeps sessions on their nodes
 * @param facts further lines of configuration, label to value, in order
 * @param each what each of several runs had, in their order; empty if all had this
 */
public record Setup(
        Instant startedAt,
        long seed,
        String command,
        String clusterXml,
        ManagerSpec.Kind manager,
        int sendOptions,
        boolean modJk,
        boolean sticky,
        Map<String, String> facts,
        List<Setup> each) {
    private static final String MOD_JK = "mod_jk";

    /** Keeps the order. */
    public Setup {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        each = List.copyOf(each);
    }

    /** What this one of several runs had. */
    Setup of(int run) {
        return each.isEmpty() ? this : each.get(run);
    }

    /**
     * The setup of this plan.
     *
     * @param load one line on clients, duration and rate
     */
    public static Setup of(
            Topology topology, Instant startedAt, long seed, String load, String command, String clusterXml) {
        Map<String, String> facts = new LinkedHashMap<>();
        boolean elsewhere = topology.host().target().isPresent();
        facts.put(
                "nodes",
                topology.nodes().size()
                        + (elsewhere ? "" : ", preset " + topology.preset().word()));
        facts.put("host", topology.hostText());
        facts.put("manager", topology.managerName());
        if (topology.manager().kind() == ManagerSpec.Kind.OTHER) {
            facts.put("copies", "can't be read; the verdict rests on what clients saw");
        }
        if (!elsewhere) {
            channel(facts, topology);
        }
        BalancerSpec balancer = topology.balancer();
        facts.put("front", balancer.kind().word() + ", " + Words.STICKINESS.word(balancer.sticky()));
        facts.put("lifecycle", Words.LIFECYCLE.word(topology.lifecycle()));
        facts.put("load", load);
        facts.put("seed", Long.toString(seed));
        return new Setup(
                startedAt,
                seed,
                command,
                clusterXml,
                topology.manager().kind(),
                topology.channel().sendOptions(),
                front(balancer).equals(MOD_JK),
                balancer.sticky(),
                facts,
                List.of());
    }

    private static void channel(Map<String, String> facts, Topology topology) {
        int options = topology.channel().sendOptions();
        facts.put(
                "send options",
                Words.SEND_OPTIONS.word(options).equals(Integer.toString(options))
                        ? Integer.toString(options)
                        : Words.SEND_OPTIONS.word(options) + " (channelSendOptions " + options + ")");
        facts.put(
                "membership",
                topology.channel().membership().word()
                        + topology.channel()
                                .membership()
                                .planted()
                                .map(mistake -> ", misconfigured: " + mistake.word())
                                .orElse(""));
        topology.imported().ifPresent(imported -> facts.put("cluster", imported.file()));
        if (topology.channel().readTest()) {
            facts.put("failure detector", "performReadTest");
        }
    }

    /** The setup that a run's file tells. */
    public static Setup of(RunPlan plan) {
        return new Setup(
                Instant.parse(plan.startedAt()),
                plan.seed(),
                plan.command(),
                plan.clusterXml(),
                ManagerSpec.Kind.valueOf(plan.manager()),
                plan.sendOptions(),
                plan.front().equals(MOD_JK),
                plan.sticky(),
                plan.settings(),
                List.of());
    }

    /** The front's kind, or its module where it is httpd. */
    public static String front(BalancerSpec balancer) {
        return balancer.kind() == BalancerSpec.Kind.HTTPD
                ? balancer.connector().orElse(Connector.MOD_JK) == Connector.MOD_JK ? MOD_JK : "mod_proxy"
                : balancer.kind().word();
    }

    /** The same with one more line of configuration. */
    public Setup with(String label, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(label, value);
        return new Setup(startedAt, seed, command, clusterXml, manager, sendOptions, modJk, sticky, more, each);
    }

    /**
     * Of several runs: the first one's, but a line that differs between them says so.
     *
     * @param all one or more
     */
    public static Setup common(List<Setup> all) {
        Setup first = all.get(0);
        Map<String, String> facts = new LinkedHashMap<>();
        first.facts()
                .forEach((label, value) -> facts.put(
                        label,
                        all.stream().allMatch(s -> value.equals(s.facts().get(label)))
                                ? value
                                : "differs, see the table"));
        return new Setup(
                first.startedAt(),
                first.seed(),
                first.command(),
                first.clusterXml(),
                first.manager(),
                first.sendOptions(),
                first.modJk(),
                first.sticky(),
                facts,
                all);
    }

    /**
     * Whether an answer waits for the replicas to have applied the change. BackupManager sends with its mapSendOptions,
     * which is 6 unless set, whatever channelSendOptions says ({@code BackupManager.mapSendOptions}).
     */
    boolean sync() {
        return manager == ManagerSpec.Kind.BACKUP
                || ((sendOptions & ChannelSpec.SYNC) == ChannelSpec.SYNC && (sendOptions & ChannelSpec.ASYNC) == 0);
    }
}
