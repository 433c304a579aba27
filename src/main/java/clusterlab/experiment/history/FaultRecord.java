package clusterlab.experiment.history;

import java.util.Set;

/**
 * A fault as it was applied.
 *
 * @param type its word: kill, stop, freeze, partition …
 * @param nodes which nodes it hit; for a partition the nodes of the smaller side
 * @param at when it took effect, in nanoseconds since the run began
 * @param healedAt when it was over (the node ready again, the network whole), or {@link History#NEVER}
 * @param hitOwner whether it hit a node that owned a session in use; without one that did, a run shows nothing
 * @param detail what a reader should know, such as how many sessions the node owned; may be empty
 */
public record FaultRecord(String type, Set<String> nodes, long at, long healedAt, boolean hitOwner, String detail) {

    /** Copies the set. */
    public FaultRecord {
        nodes = Set.copyOf(nodes);
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
