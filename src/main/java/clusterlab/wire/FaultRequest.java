package clusterlab.wire;

import clusterlab.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to begin a fault: {@code {"type":"partition","groups":[["node1"],["node2","node3"]],"forMillis":10000}}.
 *
 * @param forTime after this time it heals by itself, 1 ms to a day; empty for a fault that stays until it is healed
 */
public record FaultRequest(Fault fault, Optional<Duration> forTime) {
    private static final String FOR = "forMillis";
    private static final int LONGEST_MILLIS = 24 * 60 * 60 * 1000;

    /** Reads a body. */
    public static FaultRequest read(Fields json) throws MalformedException {
        Fault fault = FaultJson.readOnly(json, List.of(FOR));
        return new FaultRequest(
                fault,
                json.has(FOR) ? Optional.of(Duration.ofMillis(json.whole(FOR, 1, LONGEST_MILLIS))) : Optional.empty());
    }

    Map<String, Object> write() {
        Map<String, Object> json = FaultJson.write(fault);
        forTime.ifPresent(time -> json.put(FOR, time.toMillis()));
        return json;
    }
}
