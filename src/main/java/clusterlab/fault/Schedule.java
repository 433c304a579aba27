package clusterlab.fault;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When which node is hit. Pure data; a {@link SchedulePlan} makes it. A step may be applied late, never early.
 *
 * @param steps one after the other, none overlapping
 */
public record Schedule(List<Step> steps) {
    /** No fault. */
    public static final Schedule NONE = new Schedule(List.of());

    /** Copies the list. */
    public Schedule {
        steps = List.copyOf(steps);
    }

    /** What is done to nodes. */
    public enum Action {
        /** Crash, later start. */
        KILL,
        /** Graceful stop, later start. */
        STOP,
        /** Cut off from the others, later healed. */
        PARTITION;

        /** What reports print. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One fault.
     *
     * @param action what
     * @param nodes which ones, by index from 0, in this order
     * @param at when, since the load began
     * @param gap from one node to the next
     * @param hold from the last node hit until all are started or healed
     */
    public record Step(Action action, List<Integer> nodes, Duration at, Duration gap, Duration hold) {
        /** Copies the list. */
        public Step {
            nodes = List.copyOf(nodes);
        }

        /** One line, with the nodes counted from 1. */
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "%.3f s %s %s, held %d ms",
                    at.toNanos() / 1e9,
                    action.word(),
                    nodes.stream().map(n -> "#" + (n + 1)).collect(Collectors.joining(" ")),
                    hold.toMillis());
        }
    }
}
