package clusterlab.spec;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to which a connection can be opened.
 *
 * @param host a name or an IPv4 address
 * @param port 1 to 65535; 0 if there is nothing to connect to
 */
public record Endpoint(String host, int port) {
    /** No address. */
    public static final Endpoint NONE = new Endpoint("", 0);

    private static final int MAX_PORT = 65_535;

    /** Does not begin with a dash, so that no program takes it for an option. */
    private static final String HOST = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)";

    private static final Pattern TEXT = Pattern.compile("(" + HOST + "):([0-9]{1,5})");

    /** A port of this machine. */
    public static Endpoint local(int port) {
        return new Endpoint(Topology.LOOPBACK, port);
    }

    /** The address in a text such as {@code 10.30.30.2:8009}; empty if it is none. */
    public static Optional<Endpoint> of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        return port < 1 || port > MAX_PORT ? Optional.empty() : Optional.of(new Endpoint(parts.group(1), port));
    }

    /** Whether this can be the name or the address of a host, and no option of a program. */
    public static boolean isHost(String text) {
        return text.matches(HOST);
    }

    /** The same for a socket. A name is looked up. */
    @SuppressWarnings("AddressSelection") // Which of several addresses of a name is right is the user's business.
    public InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** {@code host:port}. */
    public String text() {
        return host + ":" + port;
    }
}
