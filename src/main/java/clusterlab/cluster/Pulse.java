package clusterlab.cluster;

import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a client meets at the HTTP port of a node. It is asked over a socket of its own with {@code OPTIONS *}, which Tomcat
 * answers itself: it reaches no application and begins no session (CoyoteAdapter.postParseRequest).
 */
public enum Pulse {
    /** An answer came. */
    ANSWERS,
    /** The connection was accepted, by the kernel at least, and no answer came in time. */
    SILENT,
    /** Not even a connection came about in time: the queue of the listening port is full (acceptCount). */
    QUEUED_UP,
    /** The connection was refused or ended. */
    CLOSED;

    /** Asks a node; returns after twice the patience at the latest. */
    public static Pulse of(NodeSpec node, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            try {
                socket.connect(node.http().address(), millis);
            } catch (SocketTimeoutException e) {
                return QUEUED_UP;
            }
            socket.setSoTimeout(millis);
            socket.getOutputStream()
                    .write(("OPTIONS * HTTP/1.1\r\nHost: " + node.http().host() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() < 0 ? CLOSED : ANSWERS;
        } catch (SocketTimeoutException e) {
            return SILENT;
        } catch (IOException e) {
            return CLOSED;
        }
    }
}
