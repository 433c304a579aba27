package clusterlab.web;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Text to maps and back. */
final class Json {
    private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);
    private static final JSON READER = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return WRITER.asBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One JSON object. */
    static Map<String, Object> object(byte[] body) throws Problem {
        try {
            Map<String, Object> read = READER.mapFrom(body);
            if (read != null) {
                return read;
            }
        } catch (IOException | IllegalStateException notJson) {
            // Told below; the parser's own words would quote the body.
        }
        throw new Problem(Problem.Kind.MALFORMED, "The body is not one JSON object.");
    }
}
