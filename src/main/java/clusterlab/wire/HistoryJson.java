package clusterlab.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened lately.
 *
 * @param sequence number of the newest event before this was read
 * @param samples one a second, oldest first
 * @param events the newest, oldest first, in the form of the event stream
 */
public record HistoryJson(long sequence, List<Sample> samples, List<Map<String, Object>> events) {
    public HistoryJson {
        samples = List.copyOf(samples);
        events = List.copyOf(events);
    }

    /**
     * One second.
     *
     * @param millis since the epoch
     * @param requestsPerSecond of the load, or of all nodes while none runs
     * @param p99Millis of the load; null while none runs
     */
    public record Sample(long millis, double requestsPerSecond, @Nullable Double p99Millis) {}
}
