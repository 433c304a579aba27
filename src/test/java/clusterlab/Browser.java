package clusterlab;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One user: sends the session's cookie to whatever address it is told to open. */
public final class Browser {
    private String sessionId = "";

    /**
     * What came back.
     *
     * @param status of HTTP
     * @param body read as UTF-8
     */
    public record Page(int status, String body) {}

    /** Opens an address. */
    public Page open(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(20_000);
        if (!sessionId.isEmpty()) {
            connection.setRequestProperty("Cookie", "JSESSIONID=" + sessionId);
        }
        int status = connection.getResponseCode();
        String cookie = connection.getHeaderField("Set-Cookie");
        if (cookie != null && cookie.startsWith("JSESSIONID=")) {
            sessionId = cookie.substring("JSESSIONID=".length()).split(";", 2)[0];
        }
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Page(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The session's id with its route, or empty before there is one. */
    public String sessionId() {
        return sessionId;
    }

    /** The session's id without its route: what stays when another node takes over. */
    public String sessionIdWithoutRoute() {
        return sessionId.split("\\.", 2)[0];
    }
}
