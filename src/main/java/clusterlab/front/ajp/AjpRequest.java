package clusterlab.front.ajp;

import clusterlab.front.Balancer;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the packets that a web server sends to a node. The codes are those of Tomcat's
 * {@code org.apache.coyote.ajp.Constants}.
 *
 * <pre>
 * 12 34 | length | 02 | method | protocol | path | address | host | server | port | ssl | headers | attributes | ff
 * 12 34 | length | length of data | data                                  a part of the body; 12 34 00 00 is its end
 * 12 34 | 00 01  | 0a                                                     CPING, answered by CPONG
 * </pre>
 */
public final class AjpRequest {

    /** Tomcat's {@code packetSize}: the largest packet that a connector accepts by default, in bytes. */
    public static final int PACKET = 8192;

    /** The most data of a body in one packet, in bytes. */
    public static final int BODY = PACKET - 6;

    private static final int FORWARD_REQUEST = 2;
    private static final int CPING = 10;
    private static final int QUERY_STRING = 5;
    private static final int REQUEST_ATTRIBUTE = 10;
    private static final int SECRET = 12;
    private static final int STORED_METHOD = 13;
    private static final int DONE = 0xff;

    private static final List<String> METHODS = List.of("OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE");
    private static final Map<HttpString, Integer> HEADER_CODES = new HashMap<>();

    static {
        List<HttpString> coded = List.of(
                Headers.ACCEPT,
                Headers.ACCEPT_CHARSET,
                Headers.ACCEPT_ENCODING,
                Headers.ACCEPT_LANGUAGE,
                Headers.AUTHORIZATION,
                Headers.CONNECTION,
                Headers.CONTENT_TYPE,
                Headers.CONTENT_LENGTH,
                Headers.COOKIE,
                Headers.COOKIE2,
                Headers.HOST,
                Headers.PRAGMA,
                Headers.REFERER,
                Headers.USER_AGENT);
        for (int i = 0; i < coded.size(); i++) {
            HEADER_CODES.put(coded.get(i), 0xa001 + i);
        }
    }

    /**
     * The head of a request for the node.
     *
     * @param method in upper case
     * @param protocol such as HTTP/1.1
     * @param path as the client sent it, not decoded, without the query
     * @param query without the question mark; empty for none
     * @param address of the client
     * @param clientPort of the client
     * @param server the host of the client's request
     * @param serverPort the port of the client's request
     * @param headers to pass on, already filtered
     */
    public record Head(
            String method,
            String protocol,
            String path,
            String query,
            String address,
            int clientPort,
            String server,
            int serverPort,
            HeaderMap headers) {}

    private AjpRequest() {}

    /**
     * Appends the packet that starts a request.
     *
     * @throws BufferOverflowException if it needs more than {@link #PACKET} bytes; the buffer does not change then
     */
    public static void putHead(ByteBuffer to, Head head, String secret, Balancer.Worker.Activation activation) {
        int start = to.position();
        int limit = to.limit();
        to.limit(Math.min(limit, start + PACKET));
        try {
            to.putShort((short) 0x1234).putShort((short) 0).put((byte) FORWARD_REQUEST);
            int method = METHODS.indexOf(head.method);
            to.put((byte) (method < 0 ? DONE : method + 1));
            put(to, head.protocol);
            put(to, head.path);
            put(to, head.address);
            put(to, head.address);
            put(to, head.server);
            to.putShort((short) head.serverPort).put((byte) 0);
            putHeaders(to, head.headers);
            if (!head.query.isEmpty()) {
                put(to.put((byte) QUERY_STRING), head.query);
            }
            if (method < 0) {
                put(to.put((byte) STORED_METHOD), head.method);
            }
            put(to.put((byte) SECRET), secret);
            putAttribute(to, "AJP_REMOTE_PORT", Integer.toString(head.clientPort));
            if (activation != Balancer.Worker.Activation.ACT) {
                // Tomcat's LoadBalancerDrainingValve reads it.
                putAttribute(to, "JK_LB_ACTIVATION", activation.name());
            }
            to.put((byte) DONE);
            to.putShort(start + 2, (short) (to.position() - start - 4));
        } catch (BufferOverflowException e) {
            to.position(start);
            throw e;
        } finally {
            to.limit(limit);
        }
    }

    /** Appends a packet with data of the body. {@code data} holds at most {@link #BODY} bytes, and is consumed. */
    public static void putBody(ByteBuffer to, ByteBuffer data) {
        int length = data.remaining();
        to.putShort((short) 0x1234)
                .putShort((short) (length + 2))
                .putShort((short) length)
                .put(data);
    }

    /** Appends the packet that ends a body. */
    public static void putEndOfBody(ByteBuffer to) {
        to.putShort((short) 0x1234).putShort((short) 0);
    }

    /** Appends a CPING. */
    static void putPing(ByteBuffer to) {
        to.putShort((short) 0x1234).putShort((short) 1).put((byte) CPING);
    }

    private static void putHeaders(ByteBuffer to, HeaderMap headers) {
        int countAt = to.position();
        int count = 0;
        to.putShort((short) 0);
        for (long i = headers.fastIterateNonEmpty(); i != -1L; i = headers.fiNextNonEmpty(i)) {
            HeaderValues values = headers.fiCurrent(i);
            HttpString name = values.getHeaderName();
            Integer code = HEADER_CODES.get(name);
            for (int v = 0; v < values.size(); v++) {
                if (code != null) {
                    to.putShort(code.shortValue());
                } else {
                    to.putShort((short) name.length());
                    name.appendTo(to);
                    to.put((byte) 0);
                }
                put(to, values.get(v));
                count++;
            }
        }
        to.putShort(countAt, (short) count);
    }

    private static void putAttribute(ByteBuffer to, String name, String value) {
        to.put((byte) REQUEST_ATTRIBUTE);
        put(to, name);
        put(to, value);
    }

    private static void put(ByteBuffer to, String s) {
        int length = s.length();
        if (length + 3 > to.remaining()) {
            throw new BufferOverflowException();
        }
        to.putShort((short) length);
        for (int i = 0; i < length; i++) {
            to.put((byte) s.charAt(i));
        }
        to.put((byte) 0);
    }
}
