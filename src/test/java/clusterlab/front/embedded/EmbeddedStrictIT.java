package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.front.TesterHttp;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The front accepts nothing that the HTTP connector of a node of the same lab refuses, sent byte for byte to both. */
class EmbeddedStrictIT {

    private static RunningLab running;
    private static String path;

    @BeforeAll
    static void boot() throws Exception {
        running = RunningLab.boot(RunningLab.spec().nodes(2));
        path = running.lab().topology().startPath();
    }

    @AfterAll
    static void close() {
        running.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                post("unknown coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                post("two codings", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                post("chunked is not the last", "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
                post("vertical tab before chunked", "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                post("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                post("identity", "Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\na"),
                post("first header folded", " X: a\r\n\r\n"),
                post("bare CR in a value", "X: a\rb\r\n\r\n"),
                post("NUL in a value", "X: a\u0000b\r\n\r\n"),
                post("DEL in a value", "X: a\u007fb\r\n\r\n"),
                post("line without a colon", "X\r\n\r\n"),
                post("blank in a name", "X Y: a\r\n\r\n"),
                post("blank before the colon", "X : a\r\n\r\n"),
                post("no name", ": a\r\n\r\n"),
                post("two lengths", "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
                post("length beyond 64 bits", "Content-Length: 18446744073709551617\r\n\r\na"),
                post("length with a sign", "Content-Length: +1\r\n\r\na"),
                chunks("size followed by a blank", "1 \r\na\r\n0\r\n\r\n"),
                chunks("blank before the size", " 1\r\na\r\n0\r\n\r\n"),
                chunks("bare LF after the size", "1\na\r\n0\r\n\r\n"),
                chunks("no size", "\r\na\r\n0\r\n\r\n"),
                chunks("more data than the size says", "1\r\nab\r\n0\r\n\r\n"),
                chunks("bare LF after the data", "1\r\na\n0\r\n\r\n"),
                chunks("bad second chunk", "1\r\na\r\nx\r\n0\r\n\r\n"),
                chunks("size of 32 bits", "80000000\r\na\r\n0\r\n\r\n"),
                chunks("size of 33 bits", "100000001\r\na\r\n0\r\n\r\n"),
                chunks("size with a prefix", "0x1\r\na\r\n0\r\n\r\n"),
                chunks("trailer with a bare LF", "0\r\nX: a\n\r\n"),
                chunks("trailer without a colon", "0\r\nX\r\n\r\n"),
                request("another host in the address", "POST http://other/ HTTP/1.1", "Host: localhost\r\n\r\n"),
                request(
                        "another port in the address",
                        "POST http://localhost:81/ HTTP/1.1",
                        "Host: localhost\r\n\r\n"));
    }

    /** What RFC 9112 leaves to the server: Tomcat serves it, a front has to expect that somebody before it read it otherwise. */
    static Stream<Arguments> refusedByTheFrontOnly() {
        return Stream.of(
                request("chunked in HTTP/1.0", "POST / HTTP/1.0", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                post("folded header", "X: a\r\n b\r\n\r\n"),
                post("folded by a tab", "X: a\r\n\tb\r\n\r\n"),
                post("bare LF after a header", "X: a\nY: b\r\n\r\n"),
                post("bare LF at the end", "X: a\r\n\n"),
                request("bare LF after the request line", "POST / HTTP/1.1\nX: a", "Host: localhost\r\n\r\n"));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                post("no body", "\r\n"),
                post("length", "Content-Length: 3\r\n\r\na=b"),
                post("blanks around a value", "Content-Length: \t3 \r\n\r\na=b"),
                post("obs-text in a value", "X: \u00e4\r\n\r\n"),
                chunks("chunks", "1\r\na\r\n2\r\n=b\r\n0\r\n\r\n"),
                chunks("zeros before the size", "00000001\r\na\r\n00\r\n\r\n"),
                chunks("extension", "1;x=\"y z\"\r\na\r\n0\r\n\r\n"),
                chunks("trailer", "1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n"),
                request("same host in the address", "POST http://localhost/ HTTP/1.1", "Host: LOCALHOST\r\n\r\n"),
                request("HTTP/1.0", "POST / HTTP/1.0", "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void frontRefusesAndClosesAsTheNodeDoes(String name, String request) throws IOException {
        assertThat(answer(nodePort(), request)).as("node").startsWith("refused");
        assertThat(answer(frontPort(), request)).as("front").startsWith("refused and closed");
        // The next client finds nothing left over of it.
        assertThat(answer(frontPort(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo("served");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedByTheFrontOnly")
    void frontIsStricterThanTheNode(String name, String request) throws IOException {
        assertThat(answer(nodePort(), request)).as("node").isEqualTo("served");
        assertThat(answer(frontPort(), request)).as("front").isEqualTo("refused and closed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusalWaitsForTheRequestBeforeIt(String name, String request) throws IOException {
        try (TesterHttp http = new TesterHttp(frontPort())) {
            http.timeout(5000);
            http.send(onApplication("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") + onApplication(request));
            assertThat(http.read("GET").status()).isEqualTo(200);
            assertThat(http.read("POST").status()).isIn(400, 501);
            assertThat(http.isClosedByFront()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void frontServesWhatTheNodeServes(String name, String request) throws IOException {
        assertThat(answer(nodePort(), request)).as("node").isEqualTo("served");
        assertThat(answer(frontPort(), request)).as("front").isEqualTo("served");
    }

    private static Arguments post(String name, String rest) {
        return request(name, "POST / HTTP/1.1", "Host: localhost\r\n" + rest);
    }

    private static Arguments chunks(String name, String body) {
        return post(
                name, "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    }

    private static Arguments request(String name, String line, String rest) {
        return Arguments.of(name, line + "\r\n" + rest);
    }

    private static String onApplication(String request) {
        return request.replaceFirst("^(\\w+ (http://[^/]*)?)/", "$1" + path);
    }

    private static String answer(int port, String request) throws IOException {
        try (TesterHttp http = new TesterHttp(port)) {
            http.timeout(5000);
            http.send(onApplication(request));
            int status = http.read("POST").status();
            if (status == 200) {
                return "served";
            }
            boolean fit = status == 400 || status == 501 || status == 505;
            return (fit ? "refused" : "answered " + status)
                    + (http.isClosedByFront() ? " and closed" : " and left open");
        } catch (SocketTimeoutException e) {
            return "hanging";
        }
    }

    private static int frontPort() {
        return running.lab().balancer().orElseThrow().uri().getPort();
    }

    private static int nodePort() {
        return running.nodes().get(0).httpPort();
    }
}
