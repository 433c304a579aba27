package clusterlab.replay;

import java.util.List;
import java.util.Map;

/**
 * What a recorder has seen so far.
 *
 * @param beginMillis of the first frame, since the epoch
 * @param endMillis when the recorder looked last, since the epoch
 * @param facts what stays the same: name, preset, manager, sendOptions, membership
 * @param frames the lab at some moments, in order; what did not change between two of them is the same object
 * @param events in order, as {@code EventJson} writes them
 * @param leftOut number of events that were left out to keep the recording small
 */
public record ReplayData(
        long beginMillis,
        long endMillis,
        Map<String, Object> facts,
        List<Frame> frames,
        List<Map<String, Object>> events,
        long leftOut) {
    /** Copies the lists. */
    public ReplayData {
        frames = List.copyOf(frames);
        events = List.copyOf(events);
    }

    /**
     * The lab at one moment.
     *
     * @param millis since the epoch
     * @param requests that each node has answered since its last start, in the order of the plan
     * @param state tree of maps, lists, texts, numbers and booleans
     */
    public record Frame(long millis, List<Long> requests, Map<String, Object> state) {}
}
