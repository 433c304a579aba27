package clusterlab.web;

/**
 * An answer that is complete before it is sent.
 *
 * @param status of HTTP
 * @param contentType of the body
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Reply(int status, String contentType, byte[] body) {

    static Reply json(int status, Object value) {
        return new Reply(status, "application/json", Json.bytes(value));
    }
}
