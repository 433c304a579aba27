package clusterlab.front;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP/1.1 client on one kept connection that sends what it is told, byte by byte, and never anything twice: the JDK's
 * own repeats requests and refuses to send what a hostile client would.
 */
public final class TesterHttp implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    public TesterHttp(URI front) throws IOException {
        this(front.getPort());
    }

    public TesterHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** A response; header names in lower case. */
    public record Reply(int status, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? null : values.get(0);
        }

        public String node() {
            return header(Balancer.NODE_HEADER);
        }
    }

    /** One GET on a connection of its own. */
    public static Reply get(URI front, String path, String... headers) throws IOException {
        try (TesterHttp http = new TesterHttp(front)) {
            return http.request("GET", path, "", headers);
        }
    }

    /** One POST on a connection of its own. */
    public static Reply post(URI front, String path, String body, String... headers) throws IOException {
        try (TesterHttp http = new TesterHttp(front)) {
            return http.request("POST", path, body, headers);
        }
    }

    public Reply request(String method, String path, String body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        send(head + "\r\n" + body);
        return read(method);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    public Reply read(String method) throws IOException {
        return body(method, head());
    }

    /** Status and headers only. */
    public Reply head() throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 ") && !status.startsWith("HTTP/1.0 ")) {
            throw new IOException("no response: " + status);
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), k -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(status.substring(9, 12)), headers, "");
    }

    private Reply body(String method, Reply head) throws IOException {
        StringBuilder body = new StringBuilder();
        if (!method.equals("HEAD") && head.status != 204 && head.status != 304 && head.status >= 200) {
            if (head.header("content-length") != null) {
                body.append(bytes(Integer.parseInt(head.header("content-length"))));
            } else if ("chunked".equals(head.header("transfer-encoding"))) {
                for (int n = Integer.parseInt(line(), 16); n > 0; n = Integer.parseInt(line(), 16)) {
                    body.append(bytes(n));
                    line();
                }
                line();
            } else {
                body.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return new Reply(head.status, head.headers, body.toString());
    }

    /** Reads exactly so many bytes. */
    public String bytes(int n) throws IOException {
        byte[] bytes = in.readNBytes(n);
        if (bytes.length < n) {
            throw new IOException("the response was cut off after " + bytes.length + " of " + n + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether the front has closed the connection; waits for it. */
    public boolean isClosedByFront() {
        try {
            while (in.read() >= 0) {
                // Whatever it still says.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after \"" + line + "\"");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
