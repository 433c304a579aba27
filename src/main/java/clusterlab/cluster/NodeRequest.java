package clusterlab.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small GET to a node or to the front, over a real socket. */
final class NodeRequest {
    private static final int TIMEOUT_MILLIS = 10_000;

    private NodeRequest() {}

    /**
     * The response.
     *
     * @param status of HTTP
     * @param sessionId the value of the JSESSIONID cookie in the response
     */
    record Answer(int status, Optional<String> sessionId) {}

    static Answer get(String url, Map<String, String> headers) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        headers.forEach(connection::setRequestProperty);
        try {
            int status = connection.getResponseCode();
            // HAProxy sends lower-case names, as RFC 9110 allows; the map finds a name only as it was sent.
            List<String> cookies = connection.getHeaderFields().entrySet().stream()
                    .filter(header -> "set-cookie".equalsIgnoreCase(header.getKey()))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
            return new Answer(
                    status,
                    cookies.stream()
                            .filter(cookie -> cookie.startsWith("JSESSIONID="))
                            .map(cookie ->
                                    cookie.substring("JSESSIONID=".length()).split(";", 2)[0])
                            .findFirst());
        } finally {
            connection.disconnect();
        }
    }
}
