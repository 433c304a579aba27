package clusterlab.cli.ctl;

import clusterlab.cli.console.ActionException;
import clusterlab.wire.MalformedException;
import clusterlab.wire.ProblemJson;
import clusterlab.wire.Wire;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one lab's API, each with its token. Uses HttpURLConnection, since java.net.http takes three times as long
 * to start, and a command sends one to three requests.
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
    <T> T get(String path, Class<T> answer) throws ActionException {
        return find(path, answer).orElseThrow(() -> new ActionException("The lab has no " + path + "."));
    }

    /** {@code GET} of something that is no JSON. */
    byte[] bytes(String path) throws ActionException {
        return send("GET", path, null, false, body -> body).orElseThrow();
    }

    /** {@code GET}; empty for 404. */
    <T> Optional<T> find(String path, Class<T> answer) throws ActionException {
        return send("GET", path, null, true, json -> Wire.read(answer, json));
    }

    /** Any other method; ignores the body of a successful response. */
    void send(String method, String path, @Nullable Object body) throws ActionException {
        send(method, path, body, false, ignored -> "");
    }

    /** Any other method. */
    <T> T send(String method, String path, @Nullable Object body, Class<T> answer) throws ActionException {
        return send(method, path, body, false, json -> Wire.read(answer, json)).orElseThrow();
    }

    /**
     * {@code PUT} of a file.
     *
     * @throws ActionException also if the file can't be read
     */
    <T> T upload(String path, Path file, Class<T> answer) throws ActionException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ActionException(file + ": there is no such file that can be read; check the path.");
        }
        return send(
                        path,
                        connection -> {
                            connection.setRequestMethod("PUT");
                            connection.setRequestProperty("Content-Type", "application/octet-stream");
                            connection.setDoOutput(true);
                            connection.setFixedLengthStreamingMode(Files.size(file));
                            Files.copy(file, connection.getOutputStream());
                        },
                        false,
                        json -> Wire.read(answer, json))
                .orElseThrow();
    }

    /** Sends the rest of a request. */
    @FunctionalInterface
    private interface Request {
        void send(HttpURLConnection connection) throws IOException;
    }

    @FunctionalInterface
    private interface Answer<T> {
        T read(byte[] json) throws IOException;
    }

    private <T> Optional<T> send(String method, String path, @Nullable Object body, boolean mayMiss, Answer<T> answer)
            throws ActionException {
        return send(
                path,
                connection -> {
                    connection.setRequestMethod(method);
                    if (body != null) {
                        connection.setRequestProperty("Content-Type", "application/json");
                        connection.setDoOutput(true);
                        byte[] bytes = Wire.bytes(body);
                        // Otherwise a POST whose response is lost is sent a second time (HttpClient.parseHTTPHeader).
                        connection.setFixedLengthStreamingMode(bytes.length);
                        connection.getOutputStream().write(bytes);
                    }
                },
                mayMiss,
                answer);
    }

    private <T> Optional<T> send(String path, Request request, boolean mayMiss, Answer<T> answer)
            throws ActionException {
        try {
            HttpURLConnection connection = open(path);
            request.send(connection);
            int status = connection.getResponseCode();
            if (status == 404 && mayMiss) {
                return Optional.empty();
            }
            if (status >= 400) {
                throw new ActionException(
                        problem(connection).orElse("The lab answered " + path + " with HTTP " + status + "."));
            }
            return Optional.of(answer.read(read(connection.getInputStream())));
        } catch (JacksonException | MalformedException e) {
            throw new ActionException(
                    "The lab at " + admin + " answered " + path + " in a form that this version of ctl can't read.", e);
        } catch (IOException e) {
            throw new ActionException("The lab at " + admin + " does not answer: " + e.getMessage() + ".", e);
        }
    }

    /** The lab's own message, if it sent one. */
    private static Optional<String> problem(HttpURLConnection connection) throws IOException {
        try {
            return Optional.of(Wire.read(ProblemJson.class, read(connection.getErrorStream()))
                    .detail());
        } catch (JacksonException | MalformedException e) {
            return Optional.empty();
        }
    }

    private static byte[] read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return new byte[0];
        }
        try (in) {
            return in.readAllBytes();
        }
    }

    /**
     * Reads the event stream from after one event up to another, without events that the lab no longer has.
     *
     * @param after sequence number of the event before the first one to read
     * @param last sequence number of the last event to read
     */
    List<Map<String, Object>> events(long after, long last) throws ActionException {
        List<Map<String, Object>> events = new ArrayList<>();
        try {
            HttpURLConnection connection = open("api/events");
            connection.setRequestProperty("Accept", "text/event-stream");
            connection.setRequestProperty("Last-Event-ID", Long.toString(after));
            if (connection.getResponseCode() != 200) {
                throw new ActionException(
                        "The lab answered api/events with HTTP " + connection.getResponseCode() + ".");
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
