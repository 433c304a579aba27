package clusterlab.front.embedded;

import clusterlab.front.Passed;
import clusterlab.front.ajp.AjpRequest;
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
import java.util.function.Consumer;

/** Rejects requests that cannot be forwarded, and starts forwarding the others. */
final class FrontHandler implements HttpHandler {

    private final Front front;

    FrontHandler(Front front) {
        this.front = front;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        ClientConnection client = ClientConnection.of(exchange);
        client.busy();
        exchange.addExchangeCompleteListener((done, next) -> {
            client.idle();
            next.proceed();
        });
        Consumer<Passed> watcher = front.watching().begin();
        if (watcher != null) {
            Recording.begin(exchange, watcher, front.watching()::over);
        }
        HeaderMap headers = exchange.getRequestHeaders();
        String method = exchange.getRequestMethod().toString();
        if (method.equals("CONNECT")) {
            FrontPages.notImplemented(
                    exchange, "This front forwards requests only to the cluster. It is not a proxy for other servers.");
            return;
        }
        if (isWebSocket(headers)) {
            FrontPages.notImplemented(
                    exchange,
                    "WebSocket is impossible here: the front uses AJP to the nodes, and AJP does not support it. Connect to a node's own HTTP port instead.");
            return;
        }
        String expect = headers.getFirst(Headers.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            FrontPages.expectationFailed(exchange);
            return;
        }
        String target = exchange.getRequestURI();
        String host = headers.getFirst(Headers.HOST);
        if (exchange.isHostIncludedInRequestURI()) {
            int from = target.indexOf("//") + 2;
            int slash = target.indexOf('/', from);
            String named = target.substring(from, slash < 0 ? target.length() : slash);
            if (host != null && !host.equalsIgnoreCase(named)) {
                // As Tomcat's Http11Processor.prepareRequest.
                exchange.setPersistent(false);
                FrontPages.badRequest(exchange, "The host in the address differs from the Host header.");
                return;
            }
            host = named;
            target = slash < 0 ? "/" : target.substring(slash);
        }
        if (headers.contains(Headers.TRANSFER_ENCODING) && headers.contains(Headers.CONTENT_LENGTH)) {
            // RFC 9112, section 6.1: perhaps somebody before this front took the length for true.
            exchange.setPersistent(false);
        }
        if (host == null || host.isEmpty()) {
            host = Topology.LOOPBACK + ":" + front.port();
        }
        HostAndPort asked = HostAndPort.parse(host);
        if (asked == null) {
            FrontPages.badRequest(exchange, "The Host header is not a host name or address with an optional port.");
            return;
        }
        if (!target.startsWith("/") && !target.equals("*")) {
            FrontPages.badRequest(exchange, "The address has to start with a slash.");
            return;
        }
        start(exchange, method, target, host, asked);
    }

    private void start(HttpServerExchange exchange, String method, String target, String host, HostAndPort asked) {
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
                asked.host(),
                asked.port(),
                ForwardedHeaders.toNode(headers, host, address, front.port()));
        HeaderValues cookies = headers.get(Headers.COOKIE);
        List<String> routes = SessionRoute.of(target, cookies == null ? List.of() : cookies);
        exchange.dispatch(SameThreadExecutor.INSTANCE, new Forward(front, exchange, head, routes)::start);
    }

    /** An offer of another protocol is ignored (RFC 9110, section 7.8): java.net.http.HttpClient offers h2c with its first request. */
    private static boolean isWebSocket(HeaderMap headers) {
        HeaderValues upgrade = headers.get(Headers.UPGRADE);
        HeaderValues connection = headers.get(Headers.CONNECTION);
        return upgrade != null
                && connection != null
                && upgrade.stream().anyMatch(v -> v.toLowerCase(Locale.ROOT).contains("websocket"))
                && connection.stream().anyMatch(v -> v.toLowerCase(Locale.ROOT).contains("upgrade"));
    }
}
