package clusterlab.fault;

import clusterlab.agent.LinkFault;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A deliberate fault on links between nodes. Names are names of nodes. */
public sealed interface LinksFault extends Fault {
    /** The effect on messages from one node to another. */
    LinkFault on(String from, String to);

    /** Whether no message from the one arrives at the other. */
    default boolean cuts(String from, String to) {
        return on(from, to).cut();
    }

    /** Whether it does nothing but cut links. */
    default boolean onlyCuts() {
        return true;
    }

    /** Where no agent is in the nodes, a command of the user's can cut links. */
    @Override
    default Optional<String> refusal(HostSpec host) {
        if (!host.isBlind()) {
            return Optional.empty();
        }
        return onlyCuts()
                ? host.target().flatMap(target -> target.whyNot(type(), NodeCommand.PARTITION, NodeCommand.HEAL))
                : Optional.of(type() + " needs an agent in each node, and the file of --target names none.");
    }

    /** {@inheritDoc} A fault that could only begin in part is healed again. */
    @Override
    default void begin(String id, Cluster cluster) throws BootException {
        try {
            cluster.network().put(id, this::on);
        } catch (IllegalStateException e) {
            try {
                cluster.network().remove(id);
            } catch (IllegalStateException second) {
                e.addSuppressed(second);
            }
            throw new BootException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    default void heal(String id, Cluster cluster) throws BootException {
        try {
            cluster.network().remove(id);
        } catch (IllegalStateException e) {
            throw new BootException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Evidence for a cut link: its receiving node no longer has the sending node as a member. A fault that cuts no link
     * is in force as soon as the nodes' senders apply it; {@link #begin} waits for that.
     */
    @Override
    default Optional<String> evidence(Cluster cluster) {
        List<NodeView> up = cluster.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .toList();
        List<String> parted = new ArrayList<>();
        if (cluster.topology().host().isBlind()) {
            return Optional.of("the commands ended with exit code 0; no agent tells what the members see");
        }
        for (NodeView node : up) {
            List<String> lost = up.stream()
                    .map(other -> other.spec().name())
                    .filter(other -> cuts(other, node.spec().name()))
                    .toList();
            if (lost.stream().anyMatch(node.members()::contains)) {
                return Optional.empty();
            }
            if (!lost.isEmpty()) {
                parted.add(node.spec().name() + " no longer sees " + String.join(" and ", lost));
            }
        }
        return Optional.of(parted.isEmpty() ? "the senders of the nodes apply it" : String.join("; ", parted));
    }

    /**
     * Nodes of different groups don't reach each other; nodes that are in no group form one more group.
     *
     * @param groups one or more, disjoint, none empty
     */
    record Partition(List<List<String>> groups) implements LinksFault {
        /** Checks that the groups are disjoint. */
        public Partition {
            groups = groups.stream().map(List::copyOf).toList();
            Set<String> seen = new HashSet<>();
            if (groups.isEmpty() || groups.stream().anyMatch(List::isEmpty)) {
                throw new IllegalArgumentException(
                        "a partition needs one or more groups, and none of them may be empty");
            }
            for (List<String> group : groups) {
                for (String node : group) {
                    if (!seen.add(node)) {
                        throw new IllegalArgumentException("a partition may name " + node + " only once");
                    }
                }
            }
        }

        @Override
        public LinkFault on(String from, String to) {
            return group(from) == group(to) ? LinkFault.NONE : LinkFault.CUT;
        }

        private int group(String node) {
            for (int i = 0; i < groups.size(); i++) {
                if (groups.get(i).contains(node)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public List<String> nodes() {
            return groups.stream().flatMap(List::stream).toList();
        }

        @Override
        public String description() {
            return "partition "
                    + groups.stream().map(group -> String.join(" ", group)).collect(Collectors.joining(" | "));
        }
    }

    /** One node reaches no other node, and no other node reaches it. */
    record Isolate(String node) implements LinksFault {
        @Override
        public LinkFault on(String from, String to) {
            return from.equals(node) != to.equals(node) ? LinkFault.CUT : LinkFault.NONE;
        }

        @Override
        public List<String> nodes() {
            return List.of(node);
        }

        @Override
        public String description() {
            return "isolate " + node;
        }
    }

    /** Messages from one node to another are lost; the other direction works. */
    record Drop(String from, String to) implements LinksFault {
        public Drop {
            refuseSame(from, to);
        }

        @Override
        public LinkFault on(String from, String to) {
            return from.equals(this.from) && to.equals(this.to) ? LinkFault.CUT : LinkFault.NONE;
        }

        @Override
        public List<String> nodes() {
            return List.of(from, to);
        }

        @Override
        public String description() {
            return "drop " + from + " " + to;
        }
    }

    /**
     * Messages between two nodes are delayed, in both directions.
     *
     * @param millis 0 to 60,000
     * @param jitterMillis by how much the delay varies, 0 to {@code millis}
     */
    record Delay(String from, String to, long millis, long jitterMillis) implements LinksFault {
        public Delay {
            refuseSame(from, to);
            if (millis < 0 || millis > 60_000 || jitterMillis < 0 || jitterMillis > millis) {
                throw new IllegalArgumentException(
                        "a delay is 0 to 60000 ms, and its jitter is not longer than the delay");
            }
        }

        @Override
        public LinkFault on(String from, String to) {
            return between(this.from, this.to, from, to)
                    ? new LinkFault(false, 0, millis, jitterMillis)
                    : LinkFault.NONE;
        }

        @Override
        public List<String> nodes() {
            return List.of(from, to);
        }

        @Override
        public boolean onlyCuts() {
            return false;
        }

        @Override
        public String description() {
            return "delay " + from + " " + to + " " + millis + "ms"
                    + (jitterMillis > 0 ? " " + jitterMillis + "ms" : "");
        }
    }

    /**
     * Messages between two nodes are lost at random, in both directions.
     *
     * @param probability 0 to 1
     */
    record Loss(String from, String to, double probability) implements LinksFault {
        public Loss {
            refuseSame(from, to);
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a loss is a probability from 0 to 1");
            }
        }

        @Override
        public LinkFault on(String from, String to) {
            return between(this.from, this.to, from, to) ? new LinkFault(false, probability, 0, 0) : LinkFault.NONE;
        }

        @Override
        public List<String> nodes() {
            return List.of(from, to);
        }

        @Override
        public boolean onlyCuts() {
            return false;
        }

        @Override
        public String description() {
            return String.format(Locale.ROOT, "loss %s %s %s%%", from, to, trim(probability * 100));
        }

        private static String trim(double percent) {
            return percent == Math.rint(percent)
                    ? Long.toString(Math.round(percent))
                    : Double.toString(Math.round(percent * 100) / 100.0);
        }
    }

    private static boolean between(String a, String b, String from, String to) {
        return (from.equals(a) && to.equals(b)) || (from.equals(b) && to.equals(a));
    }

    private static void refuseSame(String from, String to) {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a link needs two different nodes, not " + from + " twice");
        }
    }
}
