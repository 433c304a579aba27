package clusterlab.front.embedded;

import clusterlab.front.ajp.AjpRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.Locale;

/** The few pages that the front itself answers with. */
final class FrontPages {

    private FrontPages() {}

    /** No node can be used. */
    static void noNode(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
        send(
                exchange,
                StatusCodes.SERVICE_UNAVAILABLE,
                "No node is up",
                "Every node of the cluster is down, stopped or drained. Start or re-activate one: the front looks for it"
                        + " several times a second and uses it at once. Then reload this page.");
    }

    /** The node failed after it may have got the request. */
    static void nodeFailed(HttpServerExchange exchange, String node) {
        send(
                exchange,
                StatusCodes.BAD_GATEWAY,
                "The node failed",
                node
                        + " closed the connection before it answered. It may have done what was asked, so the request was not"
                        + " sent to another node. Look whether it took effect, then repeat it.");
    }

    /** The node is frozen and may have got the request. */
    static void nodeSilent(HttpServerExchange exchange, String node) {
        send(
                exchange,
                StatusCodes.GATEWAY_TIME_OUT,
                "The node does not answer",
                node
                        + " accepts connections but answers nothing. It may still do what was asked, so the request was not"
                        + " sent to another node. Look whether it took effect, then repeat it.");
    }

    /** The head of the request is larger than AJP can carry. */
    static void headTooLarge(HttpServerExchange exchange) {
        send(
                exchange,
                StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "The request's head is too large",
                "Address and headers have to fit into one AJP packet of " + AjpRequest.PACKET
                        + " bytes. Send smaller headers or cookies.");
    }

    /** The request cannot be passed on as it is. */
    static void badRequest(HttpServerExchange exchange, String why) {
        send(exchange, StatusCodes.BAD_REQUEST, "Bad request", why);
    }

    /** What AJP has no means for. */
    static void notImplemented(HttpServerExchange exchange, String why) {
        send(exchange, StatusCodes.NOT_IMPLEMENTED, "Not possible through this front", why);
    }

    /** Only 100-continue is known. */
    static void expectationFailed(HttpServerExchange exchange) {
        send(
                exchange,
                StatusCodes.EXPECTATION_FAILED,
                "Expectation failed",
                "The only expectation that this front knows is 100-continue.");
    }

    private static void send(HttpServerExchange exchange, int status, String title, String text) {
        if (!exchange.isRequestComplete()) {
            // Whoever is still sending a body gets the page at once and need not send the rest.
            exchange.setPersistent(false);
        }
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html; charset=utf-8");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender()
                .send(String.format(
                        Locale.ROOT,
                        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>%d %s</title>"
                                + "<body style=\"font:16px sans-serif;max-width:40em;margin:3em auto\">"
                                + "<h1>%s</h1><p>%s</p><p><small>%d, cluster-lab front</small></p></body></html>%n",
                        status,
                        title,
                        title,
                        text,
                        status));
    }
}
