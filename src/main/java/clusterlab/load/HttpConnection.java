package clusterlab.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive connection that sends GET and reads the answer, nothing more: it never retries, so that what it
 * reports is what happened. Everything that it reads is bounded.
 */
final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 10_000;
    private static final int LONGEST_LINE = 8_192;
    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_BODY = 4 << 20;
    private static final String COOKIE = "JSESSIONID=";

    private final Socket socket = new Socket(Proxy.NO_PROXY);
    private final String host;
    private final int port;
    private final String requestHead;
    private InputStream in = InputStream.nullInputStream();

    /**
     * What came back.
     *
     * @param newSessionId from Set-Cookie, or empty
     * @param body with one character for each byte
     * @param reusable whether the connection takes another request
     */
    record Answer(int status, String newSessionId, String body, boolean reusable) {}

    /** Opens nothing yet, so that it can be closed from outside while it connects. */
    HttpConnection(URI uri) {
        host = uri.getHost();
        port = uri.getPort() < 0 ? 80 : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        requestHead = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n";
    }

    void connect() throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 16_384);
    }

    /**
     * One request.
     *
     * @param sessionId sent as the session's cookie unless it is empty
     */
    Answer get(String sessionId) throws IOException {
        String request =
                sessionId.isEmpty() ? requestHead + "\r\n" : requestHead + "Cookie: " + COOKIE + sessionId + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9][0-9].*")) {
            throw new IOException("not HTTP: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        boolean reusable = statusLine.startsWith("HTTP/1.1");
        boolean chunked = false;
        long length = status == 204 || status == 304 ? 0 : -1;
        String session = "";
        String header = line();
        for (int count = 0; !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (++count > MOST_HEADERS || colon < 0) {
                throw new IOException("bad header: " + header);
            }
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = number(value, 10);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> reusable &= !value.equalsIgnoreCase("close");
                case "set-cookie" -> session = value.startsWith(COOKIE) ? cookie(value) : session;
                default -> {
                    // Of no interest.
                }
            }
        }
        byte[] body = chunked ? chunks() : length >= 0 ? exactly(length) : untilEnd();
        return new Answer(
                status, session, new String(body, StandardCharsets.ISO_8859_1), reusable && (chunked || length >= 0));
    }

    private static String cookie(String value) {
        int end = value.indexOf(';');
        return value.substring(COOKIE.length(), end < 0 ? value.length() : end);
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text.strip(), radix);
        } catch (NumberFormatException e) {
            throw new IOException("not a length: " + text, e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() >= LONGEST_LINE) {
                throw new IOException(c < 0 ? "the connection was closed" : "a line is too long");
            }
            line.append((char) c);
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    private byte[] exactly(long length) throws IOException {
        if (length < 0 || length > LONGEST_BODY) {
            throw new IOException("a body of " + length + " bytes");
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new IOException("the connection was closed in the body");
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(8_192);
        while (true) {
            String size = line();
            int extension = size.indexOf(';');
            byte[] chunk = exactly(number(extension < 0 ? size : size.substring(0, extension), 16));
            body.writeBytes(chunk);
            if (body.size() > LONGEST_BODY) {
                throw new IOException("the body is too long");
            }
            // After the data of a chunk, and after the last chunk, which has no trailers here, an empty line.
            if (!line().isEmpty()) {
                throw new IOException("a chunk does not end where it should");
            }
            if (chunk.length == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] untilEnd() throws IOException {
        byte[] body = in.readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new IOException("the body is too long");
        }
        return body;
    }

    /** Also from another thread: a read that waits ends. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to be done with it.
        }
    }
}
