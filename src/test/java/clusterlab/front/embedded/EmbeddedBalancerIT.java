package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.Tester;
import clusterlab.front.TesterHttp;
import clusterlab.front.TesterHttp.Reply;
import clusterlab.front.TesterNodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The embedded front before three healthy Tomcats. */
class EmbeddedBalancerIT {

    private static TesterNodes nodes;
    private static EmbeddedBalancer front;
    private static URI uri;

    @BeforeAll
    static void start() {
        nodes = TesterNodes.start(3, true);
        front = EmbeddedBalancer.start(nodes.topology());
        uri = front.uri();
    }

    @AfterAll
    static void stop() {
        front.close();
        nodes.close();
    }

    @Test
    void newSessionsGoRoundAndStay() throws IOException {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Reply first = TesterHttp.get(uri, "/session");
            String[] words = first.body().split(" ");
            order.add(words[0]);
            assertThat(first.node()).isEqualTo(words[0]);
            Reply byCookie = TesterHttp.get(uri, "/session", "Cookie: a=b; JSESSIONID=" + words[1]);
            assertThat(byCookie.body()).isEqualTo(words[0] + " " + words[1] + " 2");
            Reply byUrl = TesterHttp.get(uri, "/session;jsessionid=" + words[1] + "?x=y");
            assertThat(byUrl.body()).isEqualTo(words[0] + " " + words[1] + " 3");
        }
        assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("node1", "node2", "node3");
        assertThat(order.subList(3, 6)).isEqualTo(order.subList(0, 3));
    }

    @Test
    void unknownRouteIsServedByAnyNode() throws IOException {
        assertThat(TesterHttp.get(uri, "/echo", "Cookie: JSESSIONID=abc.node9").status())
                .isEqualTo(200);
    }

    @Test
    void nodeSeesTheClientAndNoLies() throws IOException {
        Map<String, String> seen = echo(TesterHttp.get(
                uri,
                "/echo/%2e%20a?q=%7b&q=1",
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "Forwarded: for=6.6.6.6",
                "X-Cluster-Lab-Node: mine",
                "AJP_REMOTE_PORT: 1",
                "remote_user: admin",
                "secret: guess",
                "Connection: keep-alive, X-Hop",
                "X-Hop: 1",
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "Proxy-Authorization: Basic eA==",
                "X-Kept: ä",
                "X-Two: 1",
                "X-Two: 2"));
        assertThat(seen)
                .containsEntry("uri", "/echo/%2e%20a")
                .containsEntry("query", "q=%7b&q=1")
                .containsEntry("server", "localhost 80")
                .containsEntry("scheme", "http false")
                .containsEntry("user", "null")
                .containsEntry("header.host", "[localhost]")
                .containsEntry("header.x-forwarded-for", "[127.0.0.1]")
                .containsEntry("header.x-forwarded-proto", "[http]")
                .containsEntry("header.x-forwarded-host", "[localhost]")
                .containsEntry("header.x-forwarded-port", "[" + uri.getPort() + "]")
                .containsEntry("header.x-two", "[1, 2]")
                .containsEntry("header.secret", "[guess]")
                .containsKey("header.x-kept")
                .doesNotContainKeys(
                        "header.forwarded",
                        "header.x-cluster-lab-node",
                        "header.connection",
                        "header.x-hop",
                        "header.keep-alive",
                        "header.te",
                        "header.proxy-authorization");
        assertThat(seen.get("remote")).startsWith("127.0.0.1 ").isNotEqualTo("127.0.0.1 1");
        assertThat(seen.keySet()).noneMatch(name -> name.startsWith("attribute."));
    }

    @Test
    void headAndOptionsAndUnknownMethodsPass() throws IOException {
        try (TesterHttp http = new TesterHttp(uri)) {
            Reply head = http.request("HEAD", "/echo", "");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.node()).startsWith("node");
            assertThat(http.request("OPTIONS", "/echo", "").body()).contains("method=OPTIONS");
            assertThat(http.request("PURGE", "/echo", "").body()).contains("method=PURGE");
            assertThat(http.request("GET", "/status?code=204", "").status()).isEqualTo(204);
            assertThat(http.request("GET", "/status?code=304", "").status()).isEqualTo(304);
            assertThat(http.request("GET", "/status?code=403", "").status()).isEqualTo(403);
            assertThat(http.request("GET", "/echo", "").status()).isEqualTo(200);
        }
    }

    @Test
    void bodiesPassWithLengthAndChunked() throws IOException {
        try (TesterHttp http = new TesterHttp(uri)) {
            assertThat(http.request("POST", "/size", "hello").body()).startsWith("5 ");
            assertThat(http.request("POST", "/size", "x".repeat(20_000)).body()).startsWith("20000 ");
            http.send("POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
            assertThat(http.read("POST").body()).startsWith("11 ");
            http.send("POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(http.read("POST").body()).startsWith("0 ");
            http.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            assertThat(http.read("POST").body()).startsWith("0 ");
            assertThat(http.request("GET", "/size", "").body()).startsWith("0 ");
            assertThat(http.request("POST", "/unread", "x".repeat(300_000)).body())
                    .isEqualTo("unread");
            assertThat(http.request("GET", "/echo", "").status()).isEqualTo(200);
        }
    }

    @Test
    void expectContinueIsAnswered() throws IOException {
        try (TesterHttp http = new TesterHttp(uri)) {
            http.send("POST /size HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(100);
            http.send("abc");
            assertThat(http.read("POST").body()).startsWith("3 ");
            assertThat(http.request("GET", "/echo", "", "Expect: wonders").status())
                    .isEqualTo(417);
        }
    }

    @Test
    void hundredMegabytesPassInBothDirectionsInConstantMemory() throws Exception {
        int megabytes = 100;
        byte[] piece = new byte[1024 * 1024];
        long before = Tester.directMemory();
        try (TesterHttp http = new TesterHttp(uri)) {
            http.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: " + (long) megabytes * piece.length
                    + "\r\n\r\n");
            for (int i = 0; i < megabytes; i++) {
                http.send(piece);
            }
            assertThat(http.read("POST").body()).startsWith(megabytes * piece.length + " ");
            http.send("GET /big?bytes=" + megabytes * piece.length + " HTTP/1.0\r\nHost: x\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(200);
            for (int i = 0; i < megabytes; i++) {
                http.bytes(piece.length);
            }
            assertThat(http.isClosedByFront()).isTrue();
        }
        assertThat(Tester.directMemory() - before).isLessThan(16L * 1024 * 1024);
    }

    @Test
    void offerOfHttp2IsIgnored() throws Exception {
        Reply reply = TesterHttp.get(
                uri,
                "/echo",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAEAAEAAAAIAAAAB");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).doesNotContainIgnoringCase("h2c").doesNotContainIgnoringCase("http2-settings");
        HttpClient client = HttpClient.newHttpClient();
        assertThat(client.send(HttpRequest.newBuilder(uri.resolve("/echo")).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void webSocketIsRefusedWithAReason() throws IOException {
        Reply reply = TesterHttp.get(
                uri,
                "/echo",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Key: x",
                "Sec-WebSocket-Version: 13");
        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.body()).contains("WebSocket").contains("AJP");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (TesterHttp http = new TesterHttp(uri)) {
            http.send("GET /echo?1 HTTP/1.1\r\nHost: x\r\n\r\nGET /echo?2 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(http.read("GET").body()).contains("query=1");
            assertThat(http.read("GET").body()).contains("query=2");
        }
    }

    @Test
    void flushedPartIsSeenBeforeTheEnd() throws IOException {
        try (TesterHttp http = new TesterHttp(uri)) {
            http.send("GET /partial HTTP/1.1\r\nHost: x\r\n\r\n");
            Reply head = http.head();
            http.bytes(1000);
            nodes.node(head.node().charAt(4) - '0').servlet.release();
            http.bytes(1000);
        }
    }

    @Test
    void largeResponseHeadersPass() throws IOException {
        assertThat(TesterHttp.get(uri, "/headers?n=7000").header("x-large")).hasSize(7000);
    }

    private static Map<String, String> echo(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.body()
                .lines()
                .collect(Collectors.toMap(l -> l.substring(0, l.indexOf('=')), l -> l.substring(l.indexOf('=') + 1)));
    }
}
