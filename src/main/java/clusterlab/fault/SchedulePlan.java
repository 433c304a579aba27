package clusterlab.fault;

import clusterlab.fault.Schedule.Maker;
import clusterlab.fault.Schedule.Step;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The kinds of schedules. The duration of the load is cut into equal slots; each slot has one step, whose begin and
 * duration are random shares of the slot.
 */
public final class SchedulePlan {
    private static final Maker KILL =
            nodes -> nodes.stream().<Fault>map(NodeFault.Kill::new).toList();
    private static final Maker STOP =
            nodes -> nodes.stream().<Fault>map(NodeFault.Stop::new).toList();
    private static final Maker SUSPEND =
            nodes -> nodes.stream().<Fault>map(NodeFault.Freeze::new).toList();
    private static final Maker PARTITION = nodes -> List.of(new LinksFault.Partition(List.of(nodes)));

    /** One node crashes after the other, in random order: one that has just returned owns few sessions. */
    public static final SchedulePlan KILLS =
            new SchedulePlan(KILL, Targets.NODES_IN_TURN, new Share(0.2, 0.4), new Share(0.1, 0.2));
    /** Two nodes crash almost at the same time. */
    public static final SchedulePlan DOUBLE_KILL =
            new SchedulePlan(KILL, Targets.TWO_NODES, new Share(0.3, 0.5), new Share(0.1, 0.15));
    /** Each node stops gracefully in turn. */
    public static final SchedulePlan ROLLING_RESTART =
            new SchedulePlan(STOP, Targets.EACH_NODE, new Share(0.2, 0.4), new Share(0.05, 0.1));
    /**
     * Each node in turn, as {@link #ROLLING_RESTART}; on a host with a next Tomcat each node comes back with that one ({@link
     * #on}). The times are the same, so that it is a control without its upgrade.
     */
    public static final SchedulePlan ROLLING_UPGRADE =
            new SchedulePlan(STOP, Targets.EACH_NODE, new Share(0.2, 0.4), new Share(0.05, 0.1));
    /** One node stops gracefully, for a third of the load. */
    public static final SchedulePlan LONG_STOP =
            new SchedulePlan(STOP, Targets.ONE_NODE, new Share(0.15, 0.25), new Share(0.3, 0.35));
    /**
     * One node is cut off from the others, for half of the load: long enough that both sides remove each other from the
     * membership, which takes more than 3 s by default.
     */
    public static final SchedulePlan SPLIT =
            new SchedulePlan(PARTITION, Targets.ONE_NODE, new Share(0.1, 0.15), new Share(0.5, 0.55));
    /**
     * One node is frozen, for 35 to 45 % of the load: with 45 s of load that is long enough for what members notice at all
     * (performReadTest: 8 to 10 s; static membership under load: 14 s).
     */
    public static final SchedulePlan FREEZE =
            new SchedulePlan(SUSPEND, Targets.ONE_NODE, new Share(0.15, 0.2), new Share(0.35, 0.45));

    /**
     * All nodes but one stop at the same time and come back one after the other; then all but two. With five nodes: to 1, to 5, to
     * 2 and back, as a Deployment is scaled.
     */
    public static final SchedulePlan SCALE =
            new SchedulePlan(STOP, Targets.ALL_BUT_FEW, new Share(0.1, 0.15), new Share(0.3, 0.35));

    /** About one kill in this time: a node is down for at most 0.6 s and needs about one second to return. */
    private static final Duration PER_KILL = Duration.ofSeconds(3);

    /** The time between two nodes of one step: too short to copy any session elsewhere. */
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final Maker faults;
    private final Targets targets;
    private final Share begin;
    private final Share hold;

    private SchedulePlan(Maker faults, Targets targets, Share begin, Share hold) {
        this.faults = faults;
        this.targets = targets;
        this.begin = begin;
        this.hold = hold;
    }

    /**
     * The schedule of this seed: the same for the same arguments.
     *
     * @param nodes number of nodes, 1 or more
     * @param length of the load
     */
    public Schedule over(long seed, int nodes, Duration length) {
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>(IntStream.range(0, nodes).boxed().toList());
        Collections.shuffle(order, random);
        List<Step> steps = new ArrayList<>();
        int slots = targets.slots(nodes, length);
        for (int i = 0; i < slots; i++) {
            long slot = targets.busy(length) / slots;
            steps.add(new Step(
                    faults,
                    targets.of(i, order),
                    Duration.ofMillis(i * slot + begin.of(slot, random)),
                    MOMENT,
                    Duration.ofMillis(hold.of(slot, random))));
        }
        return new Schedule(steps);
    }

    /** Why nodes on this host can't have these faults and come back, a sentence; empty if they can. */
    public Optional<String> refusal(HostSpec host) {
        return faults.on(List.of("node1")).stream()
                .flatMap(fault -> fault
                        .refusal(host)
                        .or(() -> fault instanceof NodeFault hit && hit.ends()
                                ? host.target().flatMap(target -> target.whyNot("start", NodeCommand.START))
                                : Optional.empty())
                        .stream())
                .findFirst();
    }

    /** The same with what this host brings to it: the Tomcat to which it upgrades its nodes. */
    public SchedulePlan on(HostSpec host) {
        return upgrades() && host.next().isPresent()
                ? new SchedulePlan(upgrade(host.next().get()), targets, begin, hold)
                : this;
    }

    private static Maker upgrade(TomcatHome tomcat) {
        return nodes -> nodes.stream()
                .<Fault>map(node -> new NodeFault.Upgrade(node, tomcat))
                .toList();
    }

    /** Whether it is about a host with a next Tomcat; the control has the same faults without the upgrade then. */
    public boolean upgrades() {
        return this == ROLLING_UPGRADE;
    }

    /** Whether this suspends a node. */
    public boolean freezes() {
        return this == FREEZE;
    }

    /** Whether this splits the cluster into two sides that both continue to serve requests. */
    public boolean splits() {
        return this == SPLIT;
    }

    /** A random interval within 0 to 1. */
    private record Share(double from, double to) {
        long of(long whole, Random random) {
            return Math.round(whole * (from + random.nextDouble() * (to - from)));
        }
    }

    /** The nodes of each step; their number is the number of steps. */
    private enum Targets {
        NODES_IN_TURN,
        EACH_NODE,
        ONE_NODE,
        TWO_NODES,
        ALL_BUT_FEW;

        int slots(int nodes, Duration length) {
            return switch (this) {
                case NODES_IN_TURN -> (int) Math.max(1, length.toMillis() / PER_KILL.toMillis());
                case EACH_NODE -> nodes;
                case ONE_NODE, TWO_NODES -> 1;
                case ALL_BUT_FEW -> 2;
            };
        }

        /** The duration that is cut into slots, in milliseconds. */
        long busy(Duration length) {
            return this == EACH_NODE ? length.toMillis() * 9 / 10 : length.toMillis();
        }

        List<Integer> of(int slot, List<Integer> order) {
            return switch (this) {
                case NODES_IN_TURN -> List.of(order.get(slot % order.size()));
                case EACH_NODE -> List.of(order.get(slot));
                case ONE_NODE -> order.subList(0, 1);
                // The one that stays in the first step is none of the two that stay in the second.
                case ALL_BUT_FEW ->
                    slot == 0 ? order.subList(1, order.size()) : order.subList(0, Math.max(1, order.size() - 2));
                case TWO_NODES -> order.subList(0, Math.min(2, order.size()));
            };
        }
    }
}
