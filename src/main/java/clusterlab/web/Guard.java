package clusterlab.web;

import clusterlab.spec.Secret;
import clusterlab.web.Problem.Kind;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.CookieSameSiteMode;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks which requests are allowed.
 *
 * <ul>
 *   <li>Host, and an absolute address in the request line, must be this server's own, against DNS rebinding: an attacker's name that resolves to 127.0.0.1.
 *   <li>The run's token is required, as a Bearer or in the cookie that the login link sets.
 *   <li>A request with the cookie may come from a foreign page (CSRF), also from one of the nodes, since cookies and
 *       SameSite ignore ports. So Origin and Sec-Fetch-Site must be this server's own, and a change needs one of them.
 * </ul>
 */
final class Guard {
    private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final HttpString SEC_FETCH_MODE = new HttpString("Sec-Fetch-Mode");
    private static final String BEARER = "Bearer ";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    private final byte[] token;
    private final Set<String> hosts;
    private final String cookieName;

    Guard(Secret token, int port) {
        this.token = token.value().getBytes(StandardCharsets.UTF_8);
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        // All ports of a host share their cookies: two labs need different cookie names.
        this.cookieName = "cluster-lab-" + port;
    }

    /** The headers of every response. */
    static void harden(HeaderMap headers) {
        headers.put(
                new HttpString("Content-Security-Policy"),
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        headers.put(new HttpString("X-Content-Type-Options"), "nosniff");
        headers.put(new HttpString("Referrer-Policy"), "no-referrer");
        headers.put(new HttpString("Cross-Origin-Resource-Policy"), "same-origin");
        headers.put(new HttpString("Cross-Origin-Opener-Policy"), "same-origin");
        headers.put(Headers.CACHE_CONTROL, "no-store");
    }

    /** Checks Host and Origin, for every request. */
    void checkOrigin(HttpServerExchange exchange) throws Problem {
        HeaderMap headers = exchange.getRequestHeaders();
        String host = only(headers.get(Headers.HOST));
        if (host == null || !hosts.contains(host)) {
            throw new Problem(
                    Kind.FOREIGN, "The Host header is not this lab's; use the address that the terminal shows.");
        }
        // An absolute address in the request line counts instead of the Host header (RFC 9112, section 3.2.2).
        if (exchange.isHostIncludedInRequestURI() && !exchange.getRequestURI().startsWith("http://" + host + "/")) {
            throw new Problem(
                    Kind.FOREIGN, "The request's address is not this lab's; use the one that the terminal shows.");
        }
        String origin = headers.contains(Headers.ORIGIN) ? only(headers.get(Headers.ORIGIN)) : "http://" + host;
        if (origin == null || !origin.equals("http://" + host)) {
            throw new Problem(Kind.FOREIGN, "Pages of another origin may not use this lab.");
        }
    }

    /** Checks the token, and with the cookie also the origin of the request. */
    void checkToken(HttpServerExchange exchange) throws Problem {
        HeaderMap headers = exchange.getRequestHeaders();
        if (headers.contains(Headers.AUTHORIZATION)) {
            String value = only(headers.get(Headers.AUTHORIZATION));
            if (value != null
                    && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    && isToken(value.substring(BEARER.length()).strip())) {
                return;
            }
        } else {
            Cookie cookie = exchange.getRequestCookie(cookieName);
            if (cookie != null && isToken(cookie.getValue())) {
                checkSite(exchange);
                return;
            }
        }
        throw new Problem(
                Kind.NO_TOKEN,
                "The run's token is missing or wrong; send it as Authorization: Bearer, or open the link that the "
                        + "terminal shows.");
    }

    private static void checkSite(HttpServerExchange exchange) throws Problem {
        HeaderMap headers = exchange.getRequestHeaders();
        boolean changes = !SAFE_METHODS.contains(exchange.getRequestMethod().toString());
        String site = headers.getFirst(SEC_FETCH_SITE);
        if (site == null) {
            if (changes && !headers.contains(Headers.ORIGIN)) {
                throw new Problem(
                        Kind.FOREIGN, "With the cookie, a change needs an Origin header; send the token as a Bearer.");
            }
            return;
        }
        // A link from another page may open the dashboard; it changes nothing.
        boolean link = !changes && "navigate".equals(headers.getFirst(SEC_FETCH_MODE));
        if (!site.equals("same-origin") && !(site.equals("none") && !changes) && !link) {
            throw new Problem(Kind.FOREIGN, "Pages of another origin may not use this lab.");
        }
    }

    /** Compares in constant time. */
    boolean isToken(@Nullable String candidate) {
        return candidate != null && MessageDigest.isEqual(token, candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Stores the token in a cookie of the browser that scripts can't read. */
    void login(HttpServerExchange exchange) {
        exchange.setResponseCookie(new CookieImpl(cookieName, new String(token, StandardCharsets.UTF_8))
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(true)
                .setSameSiteMode(CookieSameSiteMode.STRICT.toString()));
    }

    private static @Nullable String only(@Nullable HeaderValues values) {
        return values == null || values.size() != 1 ? null : values.getFirst();
    }
}
