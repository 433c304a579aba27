package clusterlab.front.ajp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.TesterAjpNode;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AjpPacketsTest {

    @Test
    void headIsWhatTomcatExpects() throws IOException {
        HeaderMap headers = new HeaderMap();
        headers.put(Headers.HOST, "h");
        ByteBuffer packet = ByteBuffer.allocate(16384);
        AjpRequest.putHead(packet, head("GET", headers), "s", Activation.ACT);
        packet.flip();
        assertThat(packet.getShort()).isEqualTo((short) 0x1234);
        assertThat(packet.getShort()).isEqualTo((short) packet.remaining());
        assertThat(packet.get()).isEqualTo((byte) 2);
        assertThat(packet.get()).as("GET").isEqualTo((byte) 2);
        for (String expected : new String[] {"HTTP/1.1", "/p", "1.2.3.4", "1.2.3.4", "host"}) {
            assertThat(string(packet)).isEqualTo(expected);
        }
        assertThat(packet.getShort()).isEqualTo((short) 81);
        assertThat(packet.get()).as("no TLS").isZero();
        assertThat(packet.getShort()).as("one header").isEqualTo((short) 1);
        assertThat(packet.getShort()).as("host").isEqualTo((short) 0xa00b);
        assertThat(string(packet)).isEqualTo("h");
        assertThat(packet.get()).as("query").isEqualTo((byte) 5);
        assertThat(string(packet)).isEqualTo("q");
        assertThat(packet.get()).as("secret").isEqualTo((byte) 12);
        assertThat(string(packet)).isEqualTo("s");
        assertThat(packet.get()).as("attribute").isEqualTo((byte) 10);
        assertThat(string(packet)).isEqualTo("AJP_REMOTE_PORT");
        assertThat(string(packet)).isEqualTo("9");
        assertThat(packet.get()).as("end").isEqualTo((byte) 0xff);
        assertThat(packet.hasRemaining()).isFalse();
    }

    @Test
    void headThatNeedsMoreThanAPacketLeavesTheBufferAsItWas() {
        HeaderMap headers = new HeaderMap();
        headers.put(HttpString.tryFromString("x-large"), "x".repeat(AjpRequest.PACKET));
        ByteBuffer packet = ByteBuffer.allocate(16384);
        packet.put((byte) 1);
        assertThatThrownBy(() -> AjpRequest.putHead(packet, head("GET", headers), "s", Activation.ACT))
                .isInstanceOf(BufferOverflowException.class);
        assertThat(packet.position()).isEqualTo(1);
        assertThat(packet.limit()).isEqualTo(16384);
    }

    @Test
    void incompletePacketWaitsForTheRest() throws IOException {
        byte[] whole = TesterAjpNode.headers(5);
        for (int n = 0; n < whole.length; n++) {
            ByteBuffer part = ByteBuffer.allocate(16384).put(whole, 0, n).flip();
            assertThat(AjpReply.next(part)).isEqualTo(-1);
            assertThat(part.position()).isZero();
        }
        ByteBuffer all = ByteBuffer.allocate(16384).put(whole).flip();
        assertThat(AjpReply.next(all)).isEqualTo(whole.length - 4);
        assertThat(all.get()).isEqualTo((byte) AjpReply.SEND_HEADERS);
        HeaderMap headers = new HeaderMap();
        assertThat(AjpReply.readHeaders(all, headers)).isEqualTo(200);
        assertThat(headers.getFirst(Headers.CONTENT_LENGTH)).isEqualTo("5");
        assertThat(headers.getFirst("X-Made-Up")).isEqualTo("1");
    }

    @Test
    void nonsenseIsAnErrorAndNeverACrash() {
        assertThatThrownBy(() -> AjpReply.next(bytes('H', 'T', 'T', 'P', '/'))).hasMessageContaining("AJP");
        assertThatThrownBy(() -> AjpReply.next(bytes(0x41, 0x42, 0xff, 0xff, 3)))
                .hasMessageContaining("65535");
        assertThatThrownBy(() -> AjpReply.next(bytes(0x41, 0x42, 0, 0))).isInstanceOf(IOException.class);
        byte[] whole = TesterAjpNode.headers(5);
        for (int i = 5; i < whole.length; i++) {
            byte[] broken = whole.clone();
            broken[i] = (byte) 0xee;
            ByteBuffer packet = ByteBuffer.wrap(broken, 5, broken.length - 5);
            try {
                AjpReply.readHeaders(packet, new HeaderMap());
            } catch (IOException expected) {
                assertThat(expected).hasMessageContaining("node");
            }
        }
    }

    private static AjpRequest.Head head(String method, HeaderMap headers) {
        return new AjpRequest.Head(method, "HTTP/1.1", "/p", "q", "1.2.3.4", 9, "host", 81, headers);
    }

    private static String string(ByteBuffer packet) {
        byte[] bytes = new byte[packet.getShort()];
        packet.get(bytes);
        assertThat(packet.get()).isZero();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(64);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}
