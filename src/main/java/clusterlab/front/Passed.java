package clusterlab.front;

import java.time.Instant;
import java.util.List;

/**
 * A request that passed the front, and its answer. Bodies are what was copied of them; each character is a byte, as in ISO 8859-1.
 *
 * @param method of HTTP
 * @param url as the client asked for it, absolute
 * @param request headers, as the client sent them
 * @param body of the request
 * @param status of HTTP
 * @param answer its headers, as the client got them
 * @param text the answer's body
 * @param whole whether both bodies are complete: none was longer than what is copied
 * @param startedAt when the request's head had arrived
 * @param nanos until the answer was written
 */
public record Passed(
        String method,
        String url,
        List<Header> request,
        String body,
        int status,
        List<Header> answer,
        String text,
        boolean whole,
        Instant startedAt,
        long nanos) {
    /** Copies the lists. */
    public Passed {
        request = List.copyOf(request);
        answer = List.copyOf(answer);
    }

    /**
     * One header.
     *
     * @param name as sent
     * @param value as sent
     */
    public record Header(String name, String value) {}
}
