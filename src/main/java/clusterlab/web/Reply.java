package clusterlab.web;

import clusterlab.wire.Wire;
import java.util.Map;

/**
 * A response that is complete before it is sent.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param headers further headers
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    Reply(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    /** A record of {@code wire} as JSON. */
    static Reply json(int status, Object record) {
        return new Reply(status, "application/json", Wire.bytes(record));
    }
}
