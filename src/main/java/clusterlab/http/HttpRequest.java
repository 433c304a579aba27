package clusterlab.http;

import java.util.List;
import java.util.Locale;

/**
 * A request to be sent once.
 *
 * @param method such as GET
 * @param target path and query, beginning with a slash
 * @param headers without Host, Content-Length, Connection and Transfer-Encoding, which {@link HttpConnection} sets
 * @param body may be empty; each character is a byte, as in ISO 8859-1
 */
public record HttpRequest(String method, String target, List<HttpReply.Header> headers, String body) {
    private static final String SIGNS = "!#$%&'*+-.^_`|~";
    private static final int LONGEST_TOKEN = 40;

    /** Copies the headers. */
    public HttpRequest {
        headers = List.copyOf(headers);
    }

    /** What goes before the body. */
    String head(String host) {
        StringBuilder head = new StringBuilder(256);
        head.append(whole(method)).append(' ').append(whole(target)).append(" HTTP/1.1\r\nHost: ");
        head.append(host).append("\r\n");
        for (HttpReply.Header header : headers) {
            String name = whole(header.name());
            switch (name.toLowerCase(Locale.ROOT)) {
                case "host", "content-length", "connection", "transfer-encoding" -> {
                    // Ours.
                }
                default ->
                    head.append(name)
                            .append(": ")
                            .append(oneLine(header.value()))
                            .append("\r\n");
            }
        }
        if (body.length() > 0 || !(method.equals("GET") || method.equals("HEAD"))) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Whether this can be the value of a header: no line break and no other control character but a tab. */
    public static boolean isValue(String text) {
        return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
    }

    /** Whether this can be a method, a target or the name of a header: printable ASCII without a blank, and not empty. */
    public static boolean isWord(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Whether this can be a method: a token of RFC 9110, section 5.6.2, of at most 40 characters. */
    public static boolean isToken(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_TOKEN
                && text.chars().allMatch(c -> (Character.isLetterOrDigit(c) && c < 0x7f) || SIGNS.indexOf(c) >= 0);
    }

    private static String whole(String text) {
        if (!isWord(text)) {
            throw new IllegalArgumentException("a blank, a line break or a special character in the head of a request");
        }
        return text;
    }

    private static String oneLine(String text) {
        if (!isValue(text)) {
            throw new IllegalArgumentException("a line break in a header");
        }
        return text;
    }
}
