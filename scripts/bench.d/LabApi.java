import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The API of a running lab, from its ready line. */
final class LabApi {
    private final String admin;
    private final String token;
    private final List<String> nodes;

    LabApi(Map<String, Object> ready) {
        admin = ready.get("admin").toString();
        token = ready.get("token").toString();
        nodes = ((List<?>) ready.get("nodes"))
                .stream().map(node -> ((Map<?, ?>) node).get("name").toString()).toList();
    }

    /** Names of the nodes at the start. */
    List<String> nodes() {
        return nodes;
    }

    /** Stops, kills, starts or restarts a node; throws with the lab's sentence if the lab says no. */
    void on(String node, String action) throws IOException {
        HttpURLConnection connection = connection("/api/nodes/" + node + "/" + action);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        // Otherwise it sends a POST again whose answer is lost (HttpURLConnection).
        connection.setFixedLengthStreamingMode(0);
        connection.getOutputStream().close();
        int status = connection.getResponseCode();
        if (status >= 400) {
            try (InputStream body = connection.getErrorStream()) {
                throw new IOException("HTTP " + status
                        + (body == null ? "" : " " + new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        connection.getInputStream().readAllBytes();
    }

    /** The sum of a metric over all of its labels. */
    double metric(String name) throws IOException {
        HttpURLConnection connection = connection("/metrics");
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private HttpURLConnection connection(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(admin).resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }
}
