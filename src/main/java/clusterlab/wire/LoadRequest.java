package clusterlab.wire;

import clusterlab.load.LoadGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to start the load.
 *
 * @param clients 1 to 1000
 * @param ratePerSecond requests per second of all clients together, 0.001 to 1,000,000; null for no limit
 */
public record LoadRequest(int clients, @Nullable Double ratePerSecond) {
    private static final double HIGHEST_RATE = 1_000_000;

    /** Reads a body. */
    public static LoadRequest read(Fields json) throws MalformedException {
        json.only(List.of("clients", "ratePerSecond"));
        return new LoadRequest(
                json.whole("clients", 1, LoadGenerator.MAX_CLIENTS),
                json.has("ratePerSecond") ? json.number("ratePerSecond", 0.001, HIGHEST_RATE) : null);
    }

    /** {@code ratePerSecond} is left out if it is null. */
    Map<String, Object> write() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clients", clients);
        if (ratePerSecond != null) {
            json.put("ratePerSecond", ratePerSecond);
        }
        return json;
    }
}
