package clusterlab.app.journey;

import clusterlab.http.HttpReply.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A recording of requests and their answers, as a file of HAR 1.2 has them (http://www.softwareishard.com/blog/har-12-spec).
 *
 * @param entries in the order in which they were sent
 */
public record Har(List<Entry> entries) {
    /** Copies the list. */
    public Har {
        entries = List.copyOf(entries);
    }

    /**
     * A request and its answer.
     *
     * @param method of HTTP, in upper case
     * @param url absolute
     * @param headers of the request
     * @param body of the request
     * @param answer with its text, unless that is none or was too long
     * @param startedAt when it was sent
     * @param nanos until the answer was complete, 0 or more
     */
    public record Entry(
            String method,
            String url,
            List<Header> headers,
            Optional<Body> body,
            Answer answer,
            Instant startedAt,
            long nanos) {
        /** Copies the list. */
        public Entry {
            headers = List.copyOf(headers);
        }
    }

    /**
     * A request's body as it was sent.
     *
     * @param type its Content-Type; empty for none
     * @param bytes each character is a byte, as in ISO 8859-1; they are taken for UTF-8
     */
    public static Optional<Body> body(String type, String bytes) {
        String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(new Body(type, text));
    }

    /** Whether its first request had a session's cookie already, and no answer began another session. */
    boolean startsInSession() {
        return !entries.isEmpty()
                && has(entries.get(0).headers(), "Cookie")
                && entries.stream().noneMatch(entry -> has(entry.answer().headers(), "Set-Cookie"));
    }

    private static boolean has(List<Header> headers, String name) {
        return headers.stream()
                .anyMatch(header -> header.name().equalsIgnoreCase(name)
                        && header.value().toUpperCase(Locale.ROOT).contains("JSESSIONID="));
    }
}
