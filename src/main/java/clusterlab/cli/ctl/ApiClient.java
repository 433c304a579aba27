package clusterlab.cli.ctl;

import clusterlab.cli.console.ActionException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one lab's API, each with its token. HttpURLConnection, since java.net.http takes three times as long to
 * start and a command sends one to three requests.
 */
final class ApiClient {
    private static final int CONNECT_MILLIS = 3_000;
    /** A start may take as long as the plan's ready-timeout allows, at most an hour. */
    private static final int READ_MILLIS = 3_700_000;

    private final URI admin;
    private final String token;

    ApiClient(URI admin, String token) {
        this.admin = admin;
        this.token = token;
    }

    /** {@code GET}. */
    Map<String, Object> get(String path) throws ActionException {
        return find(path).orElseThrow(() -> new ActionException("The lab does not know " + path + "."));
    }

    /** {@code GET}; empty for 404. */
    Optional<Map<String, Object>> find(String path) throws ActionException {
        return send("GET", path, null, true);
    }

    /** Any other method. */
    Map<String, Object> send(String method, String path, @Nullable Map<String, Object> body) throws ActionException {
        return send(method, path, body, false).orElseThrow();
    }

    private Optional<Map<String, Object>> send(
            String method, String path, @Nullable Map<String, Object> body, boolean mayMiss) throws ActionException {
        try {
            HttpURLConnection connection = open(path);
            connection.setRequestMethod(method);
            if (body != null) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                byte[] bytes = JSON.std.asBytes(body);
                // Else a POST whose answer is lost is sent a second time (HttpClient.parseHTTPHeader).
                connection.setFixedLengthStreamingMode(bytes.length);
                connection.getOutputStream().write(bytes);
            }
            int status = connection.getResponseCode();
            if (status == 404 && mayMiss) {
                return Optional.empty();
            }
            Map<String, Object> answer = read(status < 400 ? connection.getInputStream() : connection.getErrorStream());
            if (status >= 400) {
                Object detail = answer.get("detail");
                throw new ActionException(
                        detail instanceof String sentence
                                ? sentence
                                : "The lab answered " + status + " to " + path + ".");
            }
            return Optional.of(answer);
        } catch (IOException e) {
            throw new ActionException("The lab at " + admin + " does not answer: " + e.getMessage() + ".", e);
        }
    }

    private static Map<String, Object> read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return Map.of();
        }
        try (in) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.isBlank() ? Map.of() : JSON.std.mapFrom(text);
        }
    }

    /**
     * Reads the event stream from after one event up to another; events between them that are gone are skipped.
     *
     * @param after sequence number of the last event that is not wanted
     * @param last sequence number of the last event that is wanted
     */
    List<Map<String, Object>> events(long after, long last) throws ActionException {
        List<Map<String, Object>> events = new ArrayList<>();
        try {
            HttpURLConnection connection = open("api/events");
            connection.setRequestProperty("Accept", "text/event-stream");
            connection.setRequestProperty("Last-Event-ID", Long.toString(after));
            if (connection.getResponseCode() != 200) {
                throw new ActionException("The lab answered " + connection.getResponseCode() + " to api/events.");
            }
            long seen = after;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                while (seen < last) {
                    String line = lines.readLine();
                    if (line == null) {
                        break;
                    }
                    if (line.startsWith("data:")) {
                        Map<String, Object> event = JSON.std.mapFrom(
                                line.substring("data:".length()).strip());
                        if (event.get("sequence") instanceof Number sequence) {
                            seen = sequence.longValue();
                            events.add(event);
                        }
                    }
                }
            } finally {
                connection.disconnect();
            }
            return events;
        } catch (IOException e) {
            throw new ActionException("The lab at " + admin + " does not answer: " + e.getMessage() + ".", e);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) admin.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }
}
