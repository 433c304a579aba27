package clusterlab.front.embedded;

import clusterlab.front.Balancer;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which headers pass the front, in each direction. Pure. */
final class ForwardedHeaders {

    static final HttpString NODE = HttpString.tryFromString(Balancer.NODE_HEADER);

    /** RFC 9110, section 7.6.1; Transfer-Encoding of a request stays, as it is how a node learns of a body without length. */
    private static final Set<HttpString> HOP_BY_HOP = Set.of(
            Headers.CONNECTION,
            HttpString.tryFromString("Keep-Alive"),
            HttpString.tryFromString("Proxy-Connection"),
            HttpString.tryFromString("Proxy-Authorization"),
            HttpString.tryFromString("Proxy-Authenticate"),
            Headers.TE,
            HttpString.tryFromString("Trailer"),
            Headers.UPGRADE,
            HttpString.tryFromString("HTTP2-Settings"));

    /** These identify the client, so only the front may set them. The front itself answers Expect. */
    private static final Set<HttpString> NOT_FROM_CLIENTS = Set.of(
            NODE,
            Headers.X_FORWARDED_FOR,
            Headers.X_FORWARDED_PROTO,
            Headers.X_FORWARDED_HOST,
            Headers.X_FORWARDED_PORT,
            HttpString.tryFromString("X-Forwarded-Server"),
            HttpString.tryFromString("X-Forwarded-Prefix"),
            HttpString.tryFromString("X-Forwarded-Ssl"),
            HttpString.tryFromString("X-Real-IP"),
            HttpString.tryFromString("Forwarded"),
            Headers.EXPECT);

    private ForwardedHeaders() {}

    /**
     * What a node gets to see.
     *
     * @param host what the client asked for, with a port if it named one
     * @param address of the client
     * @param frontPort that the client connected to
     */
    static HeaderMap toNode(HeaderMap from, String host, String address, int frontPort) {
        HeaderMap to = new HeaderMap();
        Set<String> named = named(from);
        boolean chunked = from.contains(Headers.TRANSFER_ENCODING);
        for (long i = from.fastIterateNonEmpty(); i != -1L; i = from.fiNextNonEmpty(i)) {
            HeaderValues values = from.fiCurrent(i);
            HttpString name = values.getHeaderName();
            boolean lying = chunked && name.equals(Headers.CONTENT_LENGTH);
            if (!lying && !HOP_BY_HOP.contains(name) && !NOT_FROM_CLIENTS.contains(name) && !dropped(named, name)) {
                to.putAll(name, values);
            }
        }
        to.put(Headers.HOST, host);
        to.put(Headers.X_FORWARDED_FOR, address);
        to.put(Headers.X_FORWARDED_PROTO, "http");
        to.put(Headers.X_FORWARDED_HOST, host);
        to.put(Headers.X_FORWARDED_PORT, Integer.toString(frontPort));
        return to;
    }

    /** Removes from a node's response what is between the node and the front only, and names the node. */
    static void toClient(HeaderMap headers, String node) {
        for (String name : named(headers)) {
            headers.remove(name);
        }
        for (HttpString name : HOP_BY_HOP) {
            headers.remove(name);
        }
        headers.remove(Headers.TRANSFER_ENCODING);
        headers.put(NODE, node);
    }

    /** A client must not be able to take away what describes the body or the host by naming it in Connection. */
    private static boolean dropped(Set<String> named, HttpString name) {
        return !named.isEmpty()
                && named.contains(name.toString().toLowerCase(Locale.ROOT))
                && !name.equals(Headers.CONTENT_LENGTH)
                && !name.equals(Headers.TRANSFER_ENCODING);
    }

    private static Set<String> named(HeaderMap headers) {
        HeaderValues connection = headers.get(Headers.CONNECTION);
        if (connection == null) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : connection) {
            for (String name : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                if (!name.isBlank()) {
                    names.add(name.strip());
                }
            }
        }
        names.remove("close");
        names.remove("keep-alive");
        return names;
    }
}
