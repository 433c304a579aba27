package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page elsewhere, a name that was pointed at this machine, or a guess can do: nothing. */
class SecurityIT {
    private static TesterAdmin admin;

    @BeforeAll
    static void boot() throws Exception {
        admin = TesterAdmin.boot(TesterAdmin.nodes(1));
    }

    @AfterAll
    static void close() throws Exception {
        admin.close();
    }

    static Stream<String> everything() throws Exception {
        return Stream.of(
                "GET /",
                "GET /app.js",
                "GET /api/cluster",
                "GET /api/events",
                "GET /metrics",
                "GET /nothing",
                "POST /api/nodes",
                "POST /api/nodes/node1/kill",
                "DELETE /api/faults",
                "GET /api/alarms",
                "DELETE /api/alarms/a1",
                "POST /api/load");
    }

    @ParameterizedTest
    @MethodSource("everything")
    void nothingAnswersWithoutTheToken(String request) throws Exception {
        HttpResponse<String> answer = admin.bare(request(request));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void browserWithoutTheTokenIsToldWhereItIs() throws Exception {
        HttpResponse<String> answer = admin.bare(request("GET /").header("Accept", "text/html,*/*"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("The terminal shows a link");
    }

    @Test
    void wrongTokenIsRefused() throws Exception {
        String token = admin.lab().token().value();
        for (String wrong : List.of("", token.substring(1), token + "0", "0".repeat(64))) {
            assertThat(admin.bare(request("GET /api/cluster").header("Authorization", "Bearer " + wrong))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(admin.bare(request("GET /login?token=" + wrong)).statusCode())
                    .isEqualTo(401);
        }
        assertThat(admin.bare(request("GET /api/cluster").header("Authorization", "Basic " + token))
                        .statusCode())
                .isEqualTo(401);
        assertThat(admin.bare(request("GET /login")).statusCode()).isEqualTo(401);
    }

    @Test
    void loginLeavesACookieThatScriptsDoNotSee() throws Exception {
        HttpResponse<String> answer =
                admin.bare(request("GET /login?token=" + admin.lab().token().value()));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("cluster-lab-" + admin.port() + "=")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict");
        assertThat(admin.bare(withCookie("GET /")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT"})
    void nameThatWasPointedAtThisMachineIsRefused(String host) throws Exception {
        for (String path : List.of(
                "/", "/api/cluster", "/login?token=" + admin.lab().token().value())) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + host.replace("PORT", "" + admin.port())
                    + "\r\nAuthorization: Bearer " + admin.lab().token().value() + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("Set-Cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://evil.example:PORT",
                "https://127.0.0.1:PORT",
                "http://127.0.0.1:PORT@evil.example",
                "http://127.0.0.1:1"
            })
    void addressInTheRequestLineCountsInsteadOfTheHost(String address) throws Exception {
        String headers = " HTTP/1.1\r\nHost: 127.0.0.1:" + admin.port() + "\r\nAuthorization: Bearer "
                + admin.lab().token().value() + "\r\nConnection: close\r\n\r\n";
        String own = "http://127.0.0.1:" + admin.port();
        assertThat(raw("GET " + own + "/api/cluster" + headers)).startsWith("HTTP/1.1 200");
        for (String path : List.of(
                "/", "/api/cluster", "/login?token=" + admin.lab().token().value())) {
            assertThat(raw("GET " + address.replace("PORT", "" + admin.port()) + path + headers))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("Set-Cookie");
        }
    }

    @Test
    void localhostIsThisLabToo() throws Exception {
        String answer = raw("GET /api/cluster HTTP/1.1\r\nHost: localhost:" + admin.port()
                + "\r\nAuthorization: Bearer " + admin.lab().token().value() + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://127.0.0.1:8081",
                "https://127.0.0.1:PORT",
                "http://localhost:PORT",
                "null"
            })
    void pageElsewhereCanNotUseTheCookie(String origin) throws Exception {
        for (String request : List.of("POST /api/nodes", "DELETE /api/faults", "GET /api/cluster")) {
            assertThat(raw(request, "Origin: " + origin.replace("PORT", "" + admin.port())))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST /api/nodes, cross-site, cors",
        "POST /api/nodes, same-site, no-cors",
        "POST /api/nodes, cross-site, navigate",
        "POST /api/nodes, none, navigate",
        "GET /api/cluster, same-site, no-cors",
        "GET /api/events, cross-site, cors"
    })
    void browserThatSaysWhereARequestComesFromIsBelieved(String request, String site, String mode) throws Exception {
        assertThat(raw(request, "Sec-Fetch-Site: " + site + "\r\nSec-Fetch-Mode: " + mode))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void changeWithTheCookieNeedsAnOrigin() throws Exception {
        assertThat(raw("DELETE /api/faults", "X-None: 1")).startsWith("HTTP/1.1 403");
        assertThat(raw("DELETE /api/faults", "Origin: http://127.0.0.1:" + admin.port()))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("DELETE /api/faults", "Sec-Fetch-Site: same-origin")).startsWith("HTTP/1.1 200");
    }

    @Test
    void linkFromAnotherPageOpensTheDashboard() throws Exception {
        assertThat(raw("GET /", "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void everyAnswerIsHardened() throws Exception {
        for (String path : List.of("/", "/app.js", "/api/cluster", "/nothing")) {
            HttpResponse<String> answer = admin.bare(withCookie("GET " + path));
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/../openapi.json", "/..%2f..%2fclusterlab/web/openapi.json", "/web/index.html", "//index.html"})
    void onlyTheDashboardsOwnFilesAreServed(String path) throws Exception {
        String answer = raw("GET " + path, "X-None: 1");
        assertThat(answer).startsWith("HTTP/1.1 404");
    }

    private static String cookie() {
        return "cluster-lab-" + admin.port() + "=" + admin.lab().token().value();
    }

    private static HttpRequest.Builder request(String line) {
        String[] words = line.split(" ", 2);
        return HttpRequest.newBuilder(admin.uri(words[1])).method(words[0], BodyPublishers.noBody());
    }

    private static HttpRequest.Builder withCookie(String line) {
        return request(line).header("Cookie", cookie());
    }

    /** With the cookie and these headers, which java.net.http does not let one set. */
    private static String raw(String line, String headers) throws IOException {
        return raw(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + admin.port() + "\r\nCookie: " + cookie() + "\r\n" + headers
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", admin.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
