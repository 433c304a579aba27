package clusterlab.experiment.evidence;

import java.util.List;

/**
 * A fault of the schedule.
 *
 * @param type its word: kill, stop, partition …
 * @param nodes that it hits; for a partition those of the side that is named
 * @param at when it is to begin, in nanoseconds since the run began
 * @param hold how long it is to last, in nanoseconds
 */
public record PlannedFault(String type, List<String> nodes, long at, long hold) {
    /** Copies the list. */
    public PlannedFault {
        nodes = List.copyOf(nodes);
    }

    /** For a sentence: the fault and its nodes. */
    public String describe() {
        return type + " " + String.join(", ", nodes);
    }
}
