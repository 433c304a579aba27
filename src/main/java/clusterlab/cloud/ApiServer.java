package clusterlab.cloud;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a Kubernetes API server that Tomcat's membership uses: {@code GET /api/v1/namespaces/NS/pods} over TLS, with a token
 * and the right to do so. Every other path is unknown to it. It listens on 127.0.0.1.
 */
final class ApiServer implements AutoCloseable {
    private static final Pattern PODS = Pattern.compile("/api/v1/namespaces/([^/]+)/pods");
    private static final String BEARER = "Bearer ";
    private static final String SELECTOR = "labelSelector";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final HttpsServer server;
    private final ExecutorService threads;
    private final Kubernetes cluster;
    private final Consumer<ApiAnswer> answered;

    private ApiServer(HttpsServer server, Kubernetes cluster, Consumer<ApiAnswer> answered) {
        this.server = server;
        this.cluster = cluster;
        this.answered = answered;
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "api-server");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Listens on any free port.
     *
     * @param answered is told each answer before it is sent
     */
    static ApiServer start(SelfSigned certificate, Kubernetes cluster, Consumer<ApiAnswer> answered)
            throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
        ApiServer made = new ApiServer(server, cluster, answered);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.setExecutor(made.threads);
        server.createContext("/", made::handle);
        server.start();
        return made;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            // Before it is sent: a client that does not wait has asked all the same.
            answered.accept(answer.told);
            TimeUnit.MILLISECONDS.sleep(answer.told.delayMillis());
            byte[] body = JSON.std.asBytes(answer.body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.told.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            // The lab ends.
            Thread.currentThread().interrupt();
        }
    }

    private record Answer(ApiAnswer told, Map<String, Object> body) {}

    /** Who asks, and for what. */
    private record Question(String node, String namespace, String selector) {}

    /** In the order of the real one: who asks, for what, whether it may, what there is. */
    private Answer answer(HttpExchange exchange) {
        String header = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        String token =
                header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
        Optional<String> node = cluster.owner(token);
        Matcher pods = PODS.matcher(exchange.getRequestURI().getPath());
        Question question = new Question(
                node.orElse(""),
                pods.matches() ? pods.group(1) : "",
                parameter(exchange.getRequestURI().getRawQuery()));
        try {
            if (question.node.isEmpty() || cluster.isExpired(token) || cluster.refuses(UNAUTHORIZED)) {
                return refused(question, UNAUTHORIZED, "Unauthorized", "Unauthorized");
            }
            if (cluster.refuses(UNAVAILABLE)) {
                return refused(question, UNAVAILABLE, "ServiceUnavailable", "apiserver is shutting down");
            }
            if (question.namespace.isEmpty() || !exchange.getRequestMethod().equals("GET")) {
                return refused(question, NOT_FOUND, "NotFound", "the server could not find the requested resource");
            }
            Optional<String> forbidden = cluster.forbids(question.namespace);
            if (forbidden.isPresent()) {
                return refused(question, FORBIDDEN, "Forbidden", forbidden.get());
            }
            return listed(question, LabelSelector.parse(question.selector));
        } catch (IllegalArgumentException e) {
            return refused(question, BAD_REQUEST, "BadRequest", String.valueOf(e.getMessage()));
        }
    }

    private Answer listed(Question question, LabelSelector matching) {
        List<Pod> found = cluster.told(question.namespace).stream()
                .filter(pod -> matching.matches(pod.labels()))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("kind", "PodList");
        body.put("apiVersion", "v1");
        body.put("metadata", Map.of("resourceVersion", "1"));
        body.put(
                "items", found.stream().map(pod -> pod.json(question.namespace)).toList());
        return new Answer(
                told(question, OK, "", found.stream().map(Pod::address).toList()), body);
    }

    private ApiAnswer told(Question question, int status, String message, List<String> addresses) {
        return new ApiAnswer(
                question.node,
                question.namespace,
                question.selector,
                status,
                message,
                cluster.delayMillis(),
                cluster.isStale(),
                addresses);
    }

    private Answer refused(Question question, int code, String reason, String message) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.put("metadata", Map.of());
        status.put("status", "Failure");
        status.put("message", message);
        status.put("reason", reason);
        status.put("code", code);
        return new Answer(told(question, code, message, List.of()), status);
    }

    private static String parameter(String query) {
        for (String pair : Objects.requireNonNullElse(query, "").split("&", -1)) {
            if (pair.startsWith(SELECTOR + "=")) {
                return URLDecoder.decode(pair.substring(SELECTOR.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
