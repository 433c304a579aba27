package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.Tester;
import clusterlab.front.TesterHttp;
import clusterlab.front.TesterHttp.Reply;
import clusterlab.front.TesterNodes;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no decent client sends. Whatever it is, the next client is served. */
class EmbeddedHostileIT {

    private static TesterNodes nodes;
    private static EmbeddedBalancer front;
    private static URI uri;

    @BeforeAll
    static void start() {
        nodes = TesterNodes.start(1, true);
        front = EmbeddedBalancer.start(nodes.topology());
        uri = front.uri();
    }

    @AfterAll
    static void stop() {
        front.close();
        nodes.close();
    }

    @AfterEach
    void nextClientIsServed() throws IOException {
        assertThat(TesterHttp.get(uri, "/echo").status()).isEqualTo(200);
        assertThat(front.workers().get(0).errors()).isZero();
    }

    @Test
    void headLargerThanAPacketIsRefusedWithAReason() throws IOException {
        try (TesterHttp http = new TesterHttp(uri)) {
            Reply reply = http.request("GET", "/echo", "", "X-Large: " + "x".repeat(8000));
            assertThat(reply.status()).isEqualTo(431);
            assertThat(reply.body()).contains("8192");
            assertThat(http.request("GET", "/echo?" + "q".repeat(9000), "").status())
                    .isEqualTo(431);
            assertThat(http.request("GET", "/echo", "", "X-Large: " + "x".repeat(7000))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void megabyteHeaderIsRefused() {
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(1024 * 1024) + "\r\n\r\n");
        assertRefused("GET /" + "x".repeat(1024 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    @Test
    void tenThousandHeadersAreRefused() {
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(10_000) + "\r\n");
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(110) + "\r\n");
    }

    @Test
    void badRequestLinesAreRefused() {
        for (String line : List.of(
                "GARBAGE",
                "GET",
                "GET / HTTP/9.9",
                "GET / FTP/1.0",
                "GET http://[ HTTP/1.1",
                "GET relative HTTP/1.1",
                "GET /a b HTTP/1.1",
                "CONNECT elsewhere:80 HTTP/1.1",
                "\u0000\u0001\u0002 / HTTP/1.1")) {
            assertRefused(line + "\r\nHost: x\r\n\r\n");
        }
    }

    @Test
    void hostTricksAreRefused() {
        for (String host : List.of(
                "Host: a\r\nHost: b\r\n",
                "",
                "Host: \r\n",
                "Host: a b\r\n",
                "Host: a/../b\r\n",
                "Host: user@a\r\n",
                "Host: a:99999\r\n",
                "Host: a:b\r\n",
                "Host: [::1\r\n",
                "Host: <script>\r\n")) {
            assertRefused("GET /echo HTTP/1.1\r\n" + host + "\r\n");
        }
    }

    @Test
    void hostOfTheRequestLineHasToBeThatOfTheHeader() throws IOException {
        assertRefused("GET http://real:81/echo?q HTTP/1.1\r\nHost: other\r\n\r\n");
        try (TesterHttp http = new TesterHttp(uri)) {
            http.send("GET http://real:81/echo?q HTTP/1.1\r\nHost: real:81\r\n\r\n");
            assertThat(http.read("GET").body())
                    .contains("uri=/echo\n", "query=q\n", "server=real 81\n", "header.host=[real:81]");
            http.send("GET /echo HTTP/1.1\r\nHost: [::1]:82\r\n\r\n");
            assertThat(http.read("GET").body()).contains("server=[::1] 82\n");
        }
    }

    @Test
    void lengthAndChunkedTogetherSmuggleNothing() throws IOException {
        try (TesterHttp http = new TesterHttp(uri)) {
            http.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n0\r\n\r\nGET /count HTTP/1.1\r\nHost: x\r\n\r\n");
            Reply reply = http.read("POST");
            assertThat(reply.status() == 400 || reply.body().startsWith("5 ")).isTrue();
        }
        assertRefused("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nhello");
        assertRefused("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n");
        assertBadBody("POST /size HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void connectionHeaderCannotTakeAwayWhatMatters() throws IOException {
        Reply reply =
                TesterHttp.post(uri, "/size", "hello", "Connection: close, content-length, host, x-forwarded-for");
        assertThat(reply.body()).startsWith("5 ");
        reply = TesterHttp.get(uri, "/echo", "Connection: close, host, x-forwarded-for, cookie", "Cookie: a=b");
        assertThat(reply.body()).contains("header.host=[localhost]", "header.x-forwarded-for=[127.0.0.1]");
    }

    @Test
    void clientThatLeavesAmidItsBodyCostsNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (TesterHttp http = new TesterHttp(uri)) {
                http.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nbegin");
            }
            try (TesterHttp http = new TesterHttp(uri)) {
                http.send("GET /big?bytes=10000000 HTTP/1.1\r\nHost: x\r\n\r\n");
                http.head();
            }
        }
    }

    @Test
    void slowlorisIsCutOffAndHoldsNobodyUp() throws IOException {
        List<TesterHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                TesterHttp http = new TesterHttp(uri);
                slow.add(http);
                http.send("GET / HTTP/1.1\r\nHost: x\r\nX-S");
            }
            assertThat(TesterHttp.get(uri, "/echo").status()).isEqualTo(200);
            slow.get(0).timeout(20_000);
            assertThat(slow.get(0).isClosedByFront()).isTrue();
        } finally {
            for (TesterHttp http : slow) {
                http.close();
            }
        }
    }

    @Test
    void clientsThatDoNotReadHoldNoMemory() throws IOException {
        long before = Tester.directMemory();
        List<TesterHttp> lazy = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                TesterHttp http = new TesterHttp(uri);
                lazy.add(http);
                http.send("GET /big?bytes=50000000 HTTP/1.1\r\nHost: x\r\n\r\n");
                http.head();
            }
            assertThat(TesterHttp.get(uri, "/echo").status()).isEqualTo(200);
            assertThat(Tester.directMemory() - before).isLessThan(16L * 1024 * 1024);
        } finally {
            for (TesterHttp http : lazy) {
                http.close();
            }
        }
    }

    @Test
    void memoryStaysBounded() throws IOException {
        long before = Tester.directMemory();
        for (int i = 0; i < 200; i++) {
            assertRefused("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(200_000) + "\r\n\r\n");
        }
        assertThat(Tester.directMemory() - before).isLessThan(8L * 1024 * 1024);
    }

    /** The node may see the head, but no whole body. */
    private static void assertBadBody(String request) {
        try (TesterHttp http = new TesterHttp(uri)) {
            http.timeout(3000);
            http.send(request);
            assertThat(http.read("POST").status()).isBetween(400, 599);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError(e);
        } catch (IOException closed) {
            // As good.
        }
    }

    /** A 4xx, a 5xx or a closed connection; nothing reached the node. */
    private static void assertRefused(String request) {
        int counted = nodes.node(1).servlet.served.get();
        try (TesterHttp http = new TesterHttp(uri)) {
            http.timeout(3000);
            http.send(request);
            assertThat(http.read("GET").status())
                    .as(request.lines().findFirst().orElse(""))
                    .isBetween(400, 599);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError(
                    "no answer to " + request.lines().findFirst().orElse(""), e);
        } catch (IOException closed) {
            // The front closed the connection, perhaps while the request was still being sent.
        }
        assertThat(nodes.node(1).servlet.served)
                .as(request.lines().findFirst().orElse(""))
                .hasValue(counted);
    }
}
