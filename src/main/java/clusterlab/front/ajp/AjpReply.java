package clusterlab.front.ajp;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads the packets of a node from buffers, without a socket. The codes are those of Tomcat's
 * {@code org.apache.coyote.ajp.Constants}.
 *
 * <pre>
 * 41 42 | length | 03 | length of data | data | 00     a part of the body; without data: flush
 * 41 42 | length | 04 | status | reason | headers
 * 41 42 | 00 02  | 05 | 01: the connection can be used again
 * 41 42 | 00 03  | 06 | how many bytes of the request's body the node needs
 * 41 42 | 00 01  | 09                                  CPONG
 * </pre>
 */
public final class AjpReply {

    static final int SEND_BODY_CHUNK = 3;
    static final int SEND_HEADERS = 4;
    static final int END_RESPONSE = 5;
    static final int GET_BODY_CHUNK = 6;
    static final int CPONG = 9;

    private static final int START = 4;
    private static final int MAGIC = 0x4142;
    private static final List<HttpString> CODED = List.of(
            Headers.CONTENT_TYPE,
            Headers.CONTENT_LANGUAGE,
            Headers.CONTENT_LENGTH,
            Headers.DATE,
            Headers.LAST_MODIFIED,
            Headers.LOCATION,
            Headers.SET_COOKIE,
            Headers.SET_COOKIE2,
            HttpString.tryFromString("Servlet-Engine"),
            Headers.STATUS,
            Headers.WWW_AUTHENTICATE);

    private AjpReply() {}

    /**
     * Reads the next packet from the beginning of {@code from}, if it is complete.
     *
     * @return its length without the four bytes of its start, which are consumed; or -1
     * @throws IOException if this is not a packet, or if the packet is larger than the buffer
     */
    static int next(ByteBuffer from) throws IOException {
        if (from.remaining() < START) {
            return -1;
        }
        int magic = from.getShort(from.position()) & 0xffff;
        int length = from.getShort(from.position() + 2) & 0xffff;
        if (magic != MAGIC || length == 0) {
            throw new IOException("the node does not use AJP");
        }
        if (START + length > from.capacity()) {
            throw new IOException("the node sent a packet of " + length + " bytes");
        }
        if (from.remaining() < START + length) {
            return -1;
        }
        from.position(from.position() + START);
        return length;
    }

    /** Whether {@code from} begins with a complete END_RESPONSE. */
    static boolean endIsNext(ByteBuffer from) {
        int at = from.position();
        return from.remaining() >= START + 2
                && (from.getShort(at) & 0xffff) == MAGIC
                && from.get(at + START) == END_RESPONSE;
    }

    /**
     * Reads the rest of SEND_HEADERS, after its type.
     *
     * @param headers where to add the headers
     * @return the status
     */
    public static int readHeaders(ByteBuffer packet, HeaderMap headers) throws IOException {
        try {
            int status = packet.getShort() & 0xffff;
            readString(packet, packet.getShort() & 0xffff);
            int count = packet.getShort() & 0xffff;
            for (int i = 0; i < count; i++) {
                int length = packet.getShort() & 0xffff;
                HttpString name = (length & 0xff00) == 0xa000
                        ? CODED.get((length & 0xff) - 1)
                        : HttpString.tryFromString(readString(packet, length));
                headers.add(name, readString(packet, packet.getShort() & 0xffff));
            }
            if (status < 100 || status > 999) {
                throw new IOException("the node answered with status " + status);
            }
            return status;
        } catch (RuntimeException e) {
            throw new IOException("the node's response cannot be read", e);
        }
    }

    private static String readString(ByteBuffer packet, int length) {
        if (length == 0xffff) {
            return "";
        }
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (packet.get() & 0xff);
        }
        packet.get();
        return new String(chars);
    }
}
