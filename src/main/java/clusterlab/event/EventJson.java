package clusterlab.event;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The wire form of events: one JSON object, in events.jsonl, in SSE and with {@code --json}. */
public final class EventJson {
    private EventJson() {}

    /** {@code {"event":"NodeChanged","sequence":7,"millis":1767225600000,"node":"node1",…}}. */
    public static Map<String, Object> map(Stamped stamped) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", stamped.event().type());
        json.put("sequence", stamped.sequence());
        json.put("millis", stamped.millis());
        for (RecordComponent component : stamped.event().getClass().getRecordComponents()) {
            try {
                json.put(component.getName(), component.getAccessor().invoke(stamped.event()));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return json;
    }

    /** The same as {@link #map}, in one line. */
    public static String line(Stamped stamped) {
        try {
            return JSON.std.asString(map(stamped));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
