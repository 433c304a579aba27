package clusterlab.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every copy of every session held at one moment, after the load stopped or while the runner watched.
 *
 * @param at when the reading began, in nanoseconds since the run began
 * @param copies of all sessions on all live nodes
 */
public record FinalState(long at, List<CopyState> copies) {

    /** Nothing was read. */
    public static final FinalState NOT_READ = new FinalState(0, List.of());

    /** Copies the list. */
    public FinalState {
        copies = List.copyOf(copies);
    }

    /** The copies by session; made anew at each call. */
    public Map<Integer, List<CopyState>> bySession() {
        Map<Integer, List<CopyState>> sessions = new HashMap<>();
        for (CopyState copy : copies) {
            sessions.computeIfAbsent(copy.session(), s -> new ArrayList<>(4)).add(copy);
        }
        return sessions;
    }

    /** The highest counter that any of these copies holds, or {@link Operation#NONE}. */
    static long best(List<CopyState> copies) {
        long best = Operation.NONE;
        for (CopyState copy : copies) {
            if (copy.holdsData()) {
                best = Math.max(best, copy.value());
            }
        }
        return best;
    }

    /** Whether any of these copies is there. */
    static boolean anywhere(List<CopyState> copies) {
        for (CopyState copy : copies) {
            if (copy.holdsData()) {
                return true;
            }
        }
        return false;
    }
}
