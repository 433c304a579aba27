package clusterlab.front.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Host and port in the Host header of a request.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port 0 to 65535
 */
record HostAndPort(String host, int port) {

    private static final int HTTP_PORT = 80;
    private static final int MAX_HOST = 253;
    private static final int MAX_DIGITS = 5;
    private static final int MAX_PORT = 65535;

    /** Parses the header, or returns null if it is invalid: it may be an attempt to confuse the next reader. */
    static @Nullable HostAndPort parse(String text) {
        boolean bracketed = text.startsWith("[");
        int end = 0;
        if (bracketed) {
            end = text.indexOf(']') + 1;
            for (int i = 1; i < end - 1; i++) {
                if (Character.digit(text.charAt(i), 16) < 0 && ":.".indexOf(text.charAt(i)) < 0) {
                    return null;
                }
            }
        } else {
            while (end < text.length() && isNameCharacter(text.charAt(end))) {
                end++;
            }
        }
        if (end < (bracketed ? 4 : 1) || end > MAX_HOST) {
            return null;
        }
        int port = end == text.length() ? HTTP_PORT : port(text, end);
        return port < 0 ? null : new HostAndPort(text.substring(0, end), port);
    }

    private static int port(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits > MAX_DIGITS) {
            return -1;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + c - '0';
        }
        // An empty port is the default one: RFC 3986, section 3.2.3.
        return digits == 0 ? HTTP_PORT : port <= MAX_PORT ? port : -1;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }
}
