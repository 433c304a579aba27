package clusterlab.front;

import clusterlab.spec.Topology;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns away what cannot be passed on, and starts the rest on its way. */
final class FrontHandler implements HttpHandler {

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
    private static final int HTTP_PORT = 80;
    private static final int MAX_PORT = 65535;

    private final Front front;

    FrontHandler(Front front) {
        this.front = front;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        String method = exchange.getRequestMethod().toString();
        if (method.equals("CONNECT")) {
            Pages.notImplemented(
                    exchange, "This front passes requests to the cluster only; it is no proxy to elsewhere.");
            return;
        }
        if (headers.contains(Headers.UPGRADE) && isUpgrade(headers)) {
            Pages.notImplemented(
                    exchange,
                    "WebSocket and other upgrades cannot pass: the front speaks AJP to the nodes, and AJP has no means for"
                            + " them. Connect to a node's own HTTP port instead.");
            return;
        }
        String expect = headers.getFirst(Headers.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            Pages.expectationFailed(exchange);
            return;
        }
        String target = exchange.getRequestURI();
        String host = headers.getFirst(Headers.HOST);
        if (exchange.isHostIncludedInRequestURI()) {
            // RFC 9112, section 3.2.2: the host in the request line counts, whatever the header says.
            int from = target.indexOf("//") + 2;
            int slash = target.indexOf('/', from);
            host = target.substring(from, slash < 0 ? target.length() : slash);
            target = slash < 0 ? "/" : target.substring(slash);
        }
        if (host == null || host.isEmpty()) {
            host = Topology.LOOPBACK + ":" + front.port();
        }
        int port = port(host);
        if (port < 0) {
            Pages.badRequest(exchange, "The Host header is no host name or address with an optional port.");
            return;
        }
        if (!target.startsWith("/") && !target.equals("*")) {
            Pages.badRequest(exchange, "The address has to start with a slash.");
            return;
        }
        start(exchange, method, target, host, port);
    }

    private void start(HttpServerExchange exchange, String method, String target, String host, int port) {
        HeaderMap headers = exchange.getRequestHeaders();
        InetSocketAddress client = exchange.getSourceAddress();
        String address = client.getAddress().getHostAddress();
        AjpRequest.Head head = new AjpRequest.Head(
                method,
                exchange.getProtocol().toString(),
                target,
                exchange.getQueryString(),
                address,
                client.getPort(),
                host.endsWith("]") ? host : host.replaceFirst(":[0-9]*$", ""),
                port,
                ForwardedHeaders.toNode(headers, host, address, front.port()));
        HeaderValues cookies = headers.get(Headers.COOKIE);
        List<String> routes = SessionRoute.of(target, cookies == null ? List.of() : cookies);
        exchange.dispatch(SameThreadExecutor.INSTANCE, new Forward(front, exchange, head, routes)::start);
    }

    private static boolean isUpgrade(HeaderMap headers) {
        HeaderValues connection = headers.get(Headers.CONNECTION);
        return connection != null
                && connection.stream().anyMatch(v -> v.toLowerCase(Locale.ROOT).contains("upgrade"));
    }

    /** The port that a Host header names, 80 if it names none, or -1 if this is none. */
    private static int port(String host) {
        Matcher matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            return -1;
        }
        String digits = matcher.group(1);
        int port = digits == null ? HTTP_PORT : Integer.parseInt(digits);
        return port <= MAX_PORT ? port : -1;
    }
}
