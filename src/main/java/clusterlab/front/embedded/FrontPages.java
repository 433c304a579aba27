package clusterlab.front.embedded;

import clusterlab.front.ajp.AjpRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.Locale;

/** The pages of the front itself. */
final class FrontPages {

    private FrontPages() {}

    /** No node can be used. */
    static void noNode(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
        send(
                exchange,
                StatusCodes.SERVICE_UNAVAILABLE,
                "No node is up",
                "Every node of the cluster is down, stopped or drained. Start or re-activate one: the front checks the nodes"
                        + " several times a second and uses the node immediately. Then reload this page.");
    }

    /** The node failed after it may have got the request. */
    static void nodeFailed(HttpServerExchange exchange, String node) {
        send(
                exchange,
                StatusCodes.BAD_GATEWAY,
                "The node failed",
                node
                        + " closed the connection before it answered. It may have executed the request, so the front did not"
                        + " send it to another node. Check whether it took effect, then repeat it.");
    }

    /** The node is frozen and may have got the request. */
    static void nodeSilent(HttpServerExchange exchange, String node) {
        send(
                exchange,
                StatusCodes.GATEWAY_TIME_OUT,
                "The node does not answer",
                node
                        + " accepts connections but does not answer. It may still execute the request, so the front did not"
                        + " send it to another node. Check whether it took effect, then repeat it.");
    }

    /** The head of the request is too large for AJP. */
    static void headTooLarge(HttpServerExchange exchange) {
        send(
                exchange,
                StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "The request's head is too large",
                "Address and headers have to fit into one AJP packet of " + AjpRequest.PACKET
                        + " bytes. Send smaller headers or cookies.");
    }

    /** The front cannot forward this request. */
    static void badRequest(HttpServerExchange exchange, String why) {
        send(exchange, StatusCodes.BAD_REQUEST, "Bad request", why);
    }

    /** AJP does not support this. */
    static void notImplemented(HttpServerExchange exchange, String why) {
        send(exchange, StatusCodes.NOT_IMPLEMENTED, "Not possible through this front", why);
    }

    /** The front supports only 100-continue. */
    static void expectationFailed(HttpServerExchange exchange) {
        send(
                exchange,
                StatusCodes.EXPECTATION_FAILED,
                "Expectation failed",
                "This front supports only the expectation 100-continue.");
    }

    private static void send(HttpServerExchange exchange, int status, String title, String text) {
        if (!exchange.isRequestComplete()) {
            // A client that still sends a body gets the page immediately and need not send the rest.
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
