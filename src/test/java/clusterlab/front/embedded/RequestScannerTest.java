package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScannerTest {

    private static final String GOOD = "POST /a?b HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nX:\ta \u00e4 b\t\r\n";
    private static final String CHUNKED = GOOD + "transfer-encoding: Chunked \r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD + "\r\n",
                "\r\n\n" + GOOD + "Content-Length: 3\r\n\r\na\nb",
                GOOD + "Content-Length: 3\r\n\r\nabc" + GOOD + "\r\n",
                CHUNKED + "5\r\nhello\r\n0\r\n\r\n" + GOOD + "\r\n",
                CHUNKED + "0005;a=\"b\";c\r\nhello\r\nA\r\n0123456789\r\n00\r\nX: y\r\n\r\n" + CHUNKED,
                "GET http://x/ HTTP/1.0\r\n\r\n",
            })
    void decentRequestsPassHoweverTheyAreCut(String requests) {
        byte[] bytes = requests.getBytes(StandardCharsets.ISO_8859_1);
        for (int piece = 1; piece <= bytes.length; piece++) {
            RequestScanner scanner = new RequestScanner();
            for (int from = 0; from < bytes.length; from += piece) {
                int to = Math.min(bytes.length, from + piece);
                assertThat(scanner.scan(ByteBuffer.wrap(bytes), from, to)).isEqualTo(to);
            }
            assertThat(scanner.refusal().status()).isZero();
        }
    }

    @Test
    void badHeadIsCutWhereItBeginsAndBadBodyAtItsFirstBadByte() {
        String first = CHUNKED + "5\r\nhello\r\n0\r\n\r\n";
        assertThat(cut(first + "GET / HTTP/1.1\r\nA : b\r\n\r\n")).isEqualTo(first.length());
        assertThat(cut(CHUNKED + "5\r\nhelloX")).isEqualTo(CHUNKED.length() + 8);
        assertThat(cut(CHUNKED + "0\r\nX: y\r\n a")).isEqualTo(CHUNKED.length() + 9);
    }

    @Test
    void onlyAnUnknownCodingIsNotImplemented() {
        assertThat(refused(GOOD + "Transfer-Encoding: gzip, chunked\r\n").status())
                .isEqualTo(501);
        assertThat(refused(GOOD + "Transfer-Encoding: \u000bchunked\r\n").status())
                .isEqualTo(400);
    }

    @Test
    void trailersAndExtensionsAreBounded() {
        assertThat(refused(CHUNKED + "1;" + "x".repeat(9000)).status()).isEqualTo(400);
        assertThat(refused(CHUNKED + "0\r\n" + "X: yyyyy\r\n".repeat(1000)).status())
                .isEqualTo(400);
    }

    private static int cut(String request) {
        RequestScanner scanner = new RequestScanner();
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        int cut = scanner.scan(ByteBuffer.wrap(bytes), 0, bytes.length);
        assertThat(scanner.refusal().status()).isEqualTo(400);
        return cut;
    }

    private static RequestScanner.Refusal refused(String request) {
        RequestScanner scanner = new RequestScanner();
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        var unused = scanner.scan(ByteBuffer.wrap(bytes), 0, bytes.length);
        return scanner.refusal();
    }
}
