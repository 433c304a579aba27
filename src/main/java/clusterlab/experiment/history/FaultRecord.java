package clusterlab.experiment.history;

import java.util.List;
import java.util.Set;

/**
 * A fault as it was applied, and what was seen of it.
 *
 * @param type its word: kill, stop, freeze, partition …
 * @param nodes which nodes it hit; for a partition the nodes of the side that is named
 * @param at when it began, in nanoseconds since the run began
 * @param healedAt when it was over (the node ready again, the network whole), or {@link History#NEVER}
 * @param hitOwner whether it hit a node that owned a session in use; without one that did, a run shows nothing
 * @param detail what a reader should know, such as how many sessions the node owned; may be empty
 * @param observed what others than the fault itself saw of it, a clause each
 * @param unobserved what should have been seen and was not, a clause each; the fault may have done nothing
 * @param notBack what was missing when it was healed, a clause each, such as a node that did not come back
 */
public record FaultRecord(
        String type,
        Set<String> nodes,
        long at,
        long healedAt,
        boolean hitOwner,
        String detail,
        List<String> observed,
        List<String> unobserved,
        List<String> notBack) {

    /** Copies the collections. */
    public FaultRecord {
        nodes = Set.copyOf(nodes);
        observed = List.copyOf(observed);
        unobserved = List.copyOf(unobserved);
        notBack = List.copyOf(notBack);
    }

    /** A fault of which nothing was seen yet. */
    public static FaultRecord of(
            String type, Set<String> nodes, long at, long healedAt, boolean hitOwner, String detail) {
        return new FaultRecord(type, nodes, at, healedAt, hitOwner, detail, List.of(), List.of(), List.of());
    }

    /** The same with what was seen of it and what was not. */
    public FaultRecord seen(List<String> nowObserved, List<String> nowUnobserved) {
        return new FaultRecord(type, nodes, at, healedAt, hitOwner, detail, nowObserved, nowUnobserved, notBack);
    }

    /** The same with one more thing that a reader should know. */
    public FaultRecord knowing(String more) {
        return new FaultRecord(
                type,
                nodes,
                at,
                healedAt,
                hitOwner,
                detail.isEmpty() ? more : detail + "; " + more,
                observed,
                unobserved,
                notBack);
    }

    /** The same, over at this moment, with what was missing then. */
    public FaultRecord healed(long when, List<String> missing) {
        return new FaultRecord(type, nodes, at, when, hitOwner, detail, observed, unobserved, missing);
    }

    /** Whether it was in effect, or over for less than {@code after} nanoseconds, at some moment from one to the other. */
    public boolean touches(long from, long to, long after) {
        long until = healedAt == History.NEVER ? History.NEVER : healedAt + after;
        return at <= to && until >= from;
    }

    /** For a story: the fault and its nodes. */
    public String describe() {
        return type + " " + String.join(", ", nodes.stream().sorted().toList());
    }
}
