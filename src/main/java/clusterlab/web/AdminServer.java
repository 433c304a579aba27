package clusterlab.web;

import clusterlab.LabControl;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Farm.UnknownApplicationException;
import clusterlab.cluster.RefusedException;
import clusterlab.cluster.UnknownNodeException;
import clusterlab.cluster.attributes.Alarms.UnknownAlarmException;
import clusterlab.fault.UnknownFaultException;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import clusterlab.web.Problem.Kind;
import clusterlab.wire.MalformedException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** API and dashboard on one loopback port. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AdminServer.class.getName());
    private static final int MOST_BODY_BYTES = 64 * 1024;
    private static final int WORKERS = 16;
    private static final int END_MILLIS = 500;
    /** Referenced strongly, since an unreferenced logger loses its level; at INFO they print their versions. */
    private static final List<java.util.logging.Logger> LIBRARIES = Stream.of(
                    "io.undertow", "org.xnio", "org.jboss.threads")
            .map(java.util.logging.Logger::getLogger)
            .toList();

    private static final String EVENTS = "/api/events";

    private final Guard guard;
    private final DashboardFiles pages = new DashboardFiles();
    private final LinkTotals links;
    private final EventStream stream;
    private final SessionSurvey survey;
    private final RecentPast history;
    private final Router router;
    private final Undertow server;

    private AdminServer(int port, Secret token, LabControl lab) {
        LIBRARIES.forEach(library -> library.setLevel(java.util.logging.Level.WARNING));
        guard = new Guard(token, port);
        links = new LinkTotals(lab.events());
        stream = new EventStream(lab.events());
        survey = new SessionSurvey(lab.cluster().sessions());
        history = new RecentPast(lab);
        Api api = new Api(
                lab,
                new Views(lab, links),
                new Metrics(lab, links),
                survey,
                history,
                DashboardFiles.read("openapi.json"));
        router = new Router(api.routes());
        server = Undertow.builder()
                .addHttpListener(port, Topology.LOOPBACK, this::handle)
                .setIoThreads(1)
                // An action needs a thread until it has taken effect; threads are created on demand.
                .setWorkerThreads(WORKERS)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, END_MILLIS)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
                .build();
    }

    /** * Starts to listen.
     *
     * @param port 1 to 65535, on the loopback address
     * @param token that every request must contain
     * @throws IOException if the port is unavailable
     */
    public static AdminServer start(int port, Secret token, LabControl lab) throws IOException {
        AdminServer admin = new AdminServer(port, token, lab);
        try {
            admin.server.start();
        } catch (RuntimeException e) {
            admin.close();
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
        return admin;
    }

    private void handle(HttpServerExchange exchange) throws Exception {
        Guard.harden(exchange.getResponseHeaders());
        try {
            guard.checkOrigin(exchange);
            if (exchange.getRequestPath().equals("/login")) {
                login(exchange);
                return;
            }
            guard.checkToken(exchange);
        } catch (Problem e) {
            refuse(exchange, e);
            return;
        }
        if (exchange.getRequestPath().equals(EVENTS)) {
            if (isGet(exchange)) {
                stream.handleRequest(exchange);
            } else {
                refuse(exchange, Problem.method(List.of("GET")));
            }
            return;
        }
        Optional<Reply> page = isGet(exchange) ? pages.find(exchange.getRequestPath()) : Optional.empty();
        if (page.isPresent()) {
            send(exchange, page.get());
        } else {
            exchange.dispatch(this::work);
        }
    }

    private void login(HttpServerExchange exchange) throws Problem {
        Deque<String> given = exchange.getQueryParameters().get("token");
        if (!isGet(exchange) || given == null || !guard.isToken(given.peekFirst())) {
            throw new Problem(Kind.NO_TOKEN, "This is not this run's token; open the link that the terminal shows.");
        }
        guard.login(exchange);
        exchange.setStatusCode(StatusCodes.SEE_OTHER);
        exchange.getResponseHeaders().put(Headers.LOCATION, "/");
        exchange.endExchange();
    }

    /** Runs on a worker thread. */
    private void work(HttpServerExchange exchange) throws IOException {
        exchange.startBlocking();
        Reply reply;
        try {
            Router.Match match = router.find(exchange.getRequestMethod().toString(), exchange.getRequestPath());
            reply = match.route().action().answer(call(match, exchange));
        } catch (Problem e) {
            reply = e.reply();
        } catch (MalformedException e) {
            reply = new Problem(Kind.MALFORMED, String.valueOf(e.getMessage())).reply();
        } catch (UnknownNodeException | UnknownFaultException | UnknownAlarmException | UnknownApplicationException e) {
            reply = new Problem(Kind.UNKNOWN, String.valueOf(e.getMessage())).reply();
        } catch (RefusedException e) {
            reply = new Problem(Kind.REFUSED, String.valueOf(e.getMessage())).reply();
        } catch (BootException e) {
            reply = new Problem(Kind.UNAVAILABLE, String.valueOf(e.getMessage())).reply();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = new Problem(Kind.UNAVAILABLE, "The lab ends.").reply();
        } catch (Exception e) {
            LOG.log(Level.WARNING, exchange.getRequestMethod() + " " + exchange.getRequestPath(), e);
            reply = new Problem(Kind.DEFECT, "This is a defect of cluster-lab; see its log.").reply();
        }
        send(exchange, reply);
    }

    private static Call call(Router.Match match, HttpServerExchange exchange) throws IOException, Problem {
        if (match.route().takesUpload()) {
            // What is refused before all of it was read ends the connection.
            exchange.setPersistent(false);
            return new Call(
                    match.path(),
                    query(exchange),
                    new byte[0],
                    exchange.getInputStream(),
                    exchange.getRequestContentLength());
        }
        return new Call(match.path(), query(exchange), body(exchange), InputStream.nullInputStream(), 0);
    }

    private static Map<String, String> query(HttpServerExchange exchange) throws Problem {
        Map<String, String> query = new HashMap<>();
        try {
            exchange.getQueryParameters()
                    .forEach((name, values) ->
                            query.put(name, URLDecoder.decode(values.getFirst(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.MALFORMED, "The query is not URL-encoded.");
        }
        return query;
    }

    private static byte[] body(HttpServerExchange exchange) throws IOException, Problem {
        if (exchange.getRequestContentLength() <= MOST_BODY_BYTES) {
            InputStream in = exchange.getInputStream();
            byte[] body = in.readNBytes(MOST_BODY_BYTES + 1);
            if (body.length <= MOST_BODY_BYTES) {
                return body;
            }
        }
        exchange.setPersistent(false);
        throw new Problem(Kind.TOO_LARGE, "A body may have at most 64 KB.");
    }

    private static boolean isGet(HttpServerExchange exchange) {
        return exchange.getRequestMethod().toString().equals("GET");
    }

    /** Sends a page to a browser that opened the dashboard without its link, otherwise a problem document. */
    private void refuse(HttpServerExchange exchange, Problem problem) {
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        Reply reply = problem.reply();
        if (problem.kind() == Kind.NO_TOKEN) {
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
            Optional<Reply> locked = pages.find("/" + DashboardFiles.LOCKED);
            if (accept != null && accept.contains("text/html") && locked.isPresent()) {
                reply = new Reply(
                        reply.status(), locked.get().contentType(), locked.get().body());
            }
        }
        exchange.setPersistent(false);
        send(exchange, reply);
    }

    private static void send(HttpServerExchange exchange, Reply reply) {
        if (exchange.isResponseStarted()) {
            // The server has ended the exchange already: the lab is being closed.
            return;
        }
        exchange.setStatusCode(reply.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, reply.contentType());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        exchange.getResponseSender().send(ByteBuffer.wrap(reply.body()), IoCallback.END_EXCHANGE);
    }

    /** Ends all connections, including event streams; interrupts running actions. */
    @Override
    public void close() {
        stream.close();
        survey.close();
        history.close();
        links.close();
        try {
            server.stop();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "end of the admin server", e);
        }
    }
}
