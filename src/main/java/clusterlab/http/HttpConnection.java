package clusterlab.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection of HTTP/1.1. It sends a request and reads the complete answer. It never sends a request twice: a
 * request without an answer has an unknown result, and must keep it. It connects when necessary, and again after a failure.
 * All that it reads is bounded. Only one thread may use it, but any thread may call {@link #close}.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    /** As long as a person waits. */
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

    /** A connection that was not used for this long may have been ended by the server: httpd does so after 5 s. */
    private static final long IDLE_NANOS = 500_000_000;

    private static final int LONGEST_LINE = 16_384;
    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_BODY = 4 << 20;
    private static final String TOO_LONG = "the answer is longer than " + (LONGEST_BODY >> 20) + " MB";
    /** Tells the nodes that no person sends it: SessionTap in the agent names no session for it. */
    private static final String USER_AGENT = "User-Agent: cluster-lab\r\n";

    private static final String COOKIE = "JSESSIONID=";

    private final String host;
    private final int port;
    private final long idleNanos;
    private final Duration patience;
    private volatile @Nullable Socket socket;
    private volatile boolean closed;
    private InputStream in = InputStream.nullInputStream();
    private @Nullable Deadline until;
    private long usedAt;
    /** Whether the answer to come has no body, as that to HEAD. */
    private boolean bodiless;

    /** A connection to this server, not yet open. */
    public HttpConnection(URI server) {
        this(server, IDLE_NANOS);
    }

    /**
     * The same with another patience.
     *
     * @param patience how long an answer may take from the call that reads it to its last byte, 1 ms to 10 minutes
     */
    public HttpConnection(URI server, Duration patience) {
        this(server, IDLE_NANOS, patience);
    }

    /**
     * The same.
     *
     * @param idleNanos after so long without use it looks whether the server has ended the connection
     */
    HttpConnection(URI server, long idleNanos) {
        this(server, idleNanos, USUAL_PATIENCE);
    }

    private HttpConnection(URI server, long idleNanos, Duration patience) {
        this.idleNanos = idleNanos;
        this.patience = patience;
        host = server.getHost();
        port = server.getPort() < 0 ? 80 : server.getPort();
    }

    /** The request was not sent, so it has no effect. */
    public static final class NotSentException extends IOException {
        private static final long serialVersionUID = 1;

        NotSentException(IOException cause) {
            super("no connection: " + cause.getMessage(), cause);
        }
    }

    /**
     * Sends a GET.
     *
     * @param sessionId the session's cookie, or null for none
     * @throws NotSentException if there is no connection
     * @throws IOException if a part of it may have been sent
     */
    public void send(String path, @Nullable String sessionId) throws IOException {
        send("GET", path, sessionId);
    }

    /**
     * Sends a POST without a body, which no front sends to a second node once a byte of it was delivered.
     *
     * @param sessionId the session's cookie, or null for none
     * @throws NotSentException if there is no connection
     * @throws IOException if a part of it may have been sent
     */
    public void post(String path, @Nullable String sessionId) throws IOException {
        send("POST", path, sessionId);
    }

    private void send(String method, String path, @Nullable String sessionId) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n" + USER_AGENT
                + (method.equals("POST") ? "Content-Length: 0\r\n" : "")
                + (sessionId == null ? "" : "Cookie: " + COOKIE + sessionId + "\r\n") + "\r\n";
        write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends any request; {@link #reply} reads its answer. Host and Content-Length are added.
     *
     * @throws NotSentException if there is no connection
     * @throws IOException if a part of it may have been sent
     * @throws IllegalArgumentException if a part of the head has a line break, or method or path a blank: nothing is sent then
     */
    public void send(HttpRequest request) throws IOException {
        String whole = request.head(host + ":" + port) + request.body();
        bodiless = request.method().equals("HEAD");
        write(whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(byte[] request) throws IOException {
        dropIfEnded();
        Socket open = socket;
        if (open == null) {
            open = connect();
        }
        try {
            open.getOutputStream().write(request);
        } catch (IOException e) {
            drop();
            throw e;
        }
    }

    /**
     * Drops a connection that the server ended while it was idle, which is no failure: servers end idle connections
     * after some seconds. A request that was written to it would have an unknown result.
     */
    private void dropIfEnded() {
        Deadline deadline = until;
        if (socket == null || deadline == null || System.nanoTime() - usedAt < idleNanos) {
            return;
        }
        try {
            deadline.in(Duration.ofMillis(1));
            in.mark(1);
            if (in.read() < 0) {
                drop();
                return;
            }
            in.reset();
        } catch (SocketTimeoutException stillOpen) {
            // Nothing to read and not ended.
        } catch (IOException e) {
            drop();
            return;
        }
    }

    private Socket connect() throws NotSentException {
        @SuppressWarnings("resource") // drop() closes it.
        Socket open = new Socket(Proxy.NO_PROXY);
        // Set before it connects, so that close() in another thread also ends the connecting.
        socket = open;
        try {
            if (closed) {
                throw new IOException("closed");
            }
            open.setTcpNoDelay(true);
            open.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            until = new Deadline(open);
            in = new BufferedInputStream(until);
        } catch (IOException e) {
            drop();
            throw new NotSentException(e);
        }
        return open;
    }

    /**
     * Reads the answer to the last request.
     *
     * @throws IOException if the whole answer does not arrive within the patience (10 s), is incomplete, is too long or is not HTTP
     */
    public HttpAnswer receive() throws IOException {
        String[] seen = new String[2];
        Received received = receive(patience, (name, value) -> {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "set-cookie" -> seen[0] = value.startsWith(COOKIE) ? cookie(value) : seen[0];
                case "x-cluster-lab-node" -> seen[1] = value;
                default -> {
                    // Not used.
                }
            }
        });
        return new HttpAnswer(received.status(), seen[0], seen[1], received.body());
    }

    /**
     * Reads the whole answer to the last request, with its headers.
     *
     * @throws SocketTimeoutException if its last byte does not arrive in time, however many did
     * @throws InterruptedIOException if this thread is interrupted meanwhile; it stays so
     * @throws IOException if it is incomplete, too long (4 MiB) or not HTTP
     */
    public HttpReply reply() throws IOException {
        return reply(patience);
    }

    /**
     * The same with another patience.
     *
     * @param limit how long the answer may take from now to its last byte
     */
    public HttpReply reply(Duration limit) throws IOException {
        List<HttpReply.Header> headers = new ArrayList<>();
        Received received = receive(limit, (name, value) -> headers.add(new HttpReply.Header(name, value)));
        return new HttpReply(received.status(), headers, received.body());
    }

    private record Received(int status, String body) {}

    private Received receive(Duration limit, BiConsumer<String, String> header) throws IOException {
        Deadline deadline = until;
        if (deadline != null) {
            deadline.in(limit);
        }
        try {
            return read(header);
        } catch (IOException | RuntimeException e) {
            drop();
            throw e instanceof IOException io ? io : new IOException("this is no HTTP: " + e.getMessage(), e);
        } finally {
            bodiless = false;
        }
    }

    private Received read(BiConsumer<String, String> to) throws IOException {
        String[] start = line().split(" ", 3);
        if (start.length < 2 || !start[0].startsWith("HTTP/1.")) {
            throw new IOException("this is no HTTP: " + String.join(" ", start));
        }
        int status = Integer.parseInt(start[1]);
        boolean chunked = false;
        boolean keep = start[0].equals("HTTP/1.1");
        int length = -1;
        String header = line();
        for (int count = 1; !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon < 0 || count++ > MOST_HEADERS) {
                throw new IOException(colon < 0 ? "this is no header: " + header : "too many headers");
            }
            String name = header.substring(0, colon);
            String value = header.substring(colon + 1).strip();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "content-length" -> length = Integer.parseInt(value);
                case "connection" -> keep = !value.equalsIgnoreCase("close");
                default -> {
                    // Not used here.
                }
            }
            to.accept(name, value);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
        if (bodiless || status == 204 || status == 304) {
            // RFC 9112, section 6.3: these have no body, whatever their headers say.
        } else if (chunked) {
            chunks(body);
        } else if (length >= 0) {
            copy(length, body);
        } else {
            body.write(in.readNBytes(LONGEST_BODY + 1));
            if (body.size() > LONGEST_BODY) {
                throw new IOException(TOO_LONG);
            }
            keep = false;
        }
        if (!keep) {
            drop();
        }
        usedAt = System.nanoTime();
        return new Received(status, body.toString(StandardCharsets.ISO_8859_1));
    }

    private static String cookie(String value) {
        int end = value.indexOf(';');
        return value.substring(COOKIE.length(), end < 0 ? value.length() : end);
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line();
            int extension = size.indexOf(';');
            int length = Integer.parseInt((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            if (length == 0) {
                for (int count = 1; !line().isEmpty(); count++) {
                    // Trailers are ignored.
                    if (count > MOST_HEADERS) {
                        throw new IOException("too many trailers");
                    }
                }
                return;
            }
            copy(length, body);
            if (!line().isEmpty()) {
                throw new IOException("a chunk has the wrong length");
            }
        }
    }

    private void copy(int length, ByteArrayOutputStream body) throws IOException {
        if (length < 0 || body.size() + (long) length > LONGEST_BODY) {
            throw new IOException(TOO_LONG);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer was cut short");
        }
        body.write(bytes, 0, length);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(line.length() == 0 ? "the connection ended" : "the answer was cut short");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a header longer than " + LONGEST_LINE + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /** Closes the connection permanently, even while another thread waits for an answer. */
    @Override
    public void close() {
        closed = true;
        drop();
    }

    private void drop() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // The connection is not used again.
            }
        }
    }
}
