package clusterlab.fault;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The times and nodes of faults. Pure data; {@link SchedulePlan} creates it. A step may be applied late, never early.
 *
 * @param steps in order of time, not overlapping
 */
public record Schedule(List<Step> steps) {
    /** No fault. */
    public static final Schedule NONE = new Schedule(List.of());

    /** Copies the list. */
    public Schedule {
        steps = List.copyOf(steps);
    }

    /** Creates the faults of a step. */
    @FunctionalInterface
    public interface Maker {
        /** The faults in the order in which they begin, for nodes with these names. */
        List<Fault> on(List<String> nodes);
    }

    /**
     * Faults that begin one after the other and are healed together.
     *
     * @param faults creates the faults for the nodes
     * @param nodes the nodes by index from 0, in this order
     * @param at time since the load began
     * @param gap time from one fault to the next
     * @param hold time from the last fault until all are healed
     */
    public record Step(Maker faults, List<Integer> nodes, Duration at, Duration gap, Duration hold) {
        /** Copies the list. */
        public Step {
            nodes = List.copyOf(nodes);
        }

        /** One line, with the nodes counted from 1. */
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "%.3f s %s, held %d ms",
                    at.toNanos() / 1e9,
                    faults.on(nodes.stream().map(n -> "#" + (n + 1)).toList()).stream()
                            .map(Fault::description)
                            .collect(Collectors.joining(" and ")),
                    hold.toMillis());
        }
    }
}
