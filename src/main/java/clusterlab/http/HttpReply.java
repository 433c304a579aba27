package clusterlab.http;

import java.util.List;
import java.util.Optional;

/**
 * A complete response.
 *
 * @param status of HTTP
 * @param headers in the order of their arrival
 * @param body as it came, not unpacked; each character is a byte, as in ISO 8859-1
 */
public record HttpReply(int status, List<Header> headers, String body) {
    /**
     * One header.
     *
     * @param name in any case
     * @param value without blanks around it
     */
    public record Header(String name, String value) {}

    /** Copies the headers. */
    public HttpReply {
        headers = List.copyOf(headers);
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** All headers of this name. */
    public List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }
}
