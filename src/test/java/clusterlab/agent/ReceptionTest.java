package clusterlab.agent;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lab meets at a node that it did not start. */
class ReceptionTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String GREETING = "{\"version\":1,\"token\":\"" + TOKEN + "\"}";

    private final Links links = new Links("WAS1", List.of(), Set.of(), 1);
    private Reception reception;

    @BeforeEach
    void listen() throws IOException {
        reception = new Reception(
                0, TOKEN, Map.of("pid", 7), welcome -> (what, given) -> what + welcome.get("application"), links);
    }

    @AfterEach
    void end() {
        reception.close();
    }

    private final class Caller implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), reception.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

        private Caller(String... lines) throws IOException {
            socket.setSoTimeout(20_000);
            say(lines);
        }

        private void say(String... lines) throws IOException {
            for (String line : lines) {
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void commandsAreCarriedOutAfterTokenHelloAndWelcome() throws Exception {
        try (Caller lab = new Caller(GREETING)) {
            assertThat(lab.in.readLine()).isEqualTo("{\"pid\":7}");
            lab.say("{\"application\":\"/shop\"}", "{\"id\":3,\"do\":\"members\"}");
            assertThat(lab.in.readLine()).isEqualTo("{\"id\":3,\"result\":\"members/shop\"}");
        }
    }

    @Test
    void withoutTheTokenNothingIsSaid() throws Exception {
        for (String greeting : List.of(
                GREETING.replace("abcdef", "abcdeg"),
                GREETING.replace(TOKEN, ""),
                GREETING.replace("1,", "2,"),
                "GET / HTTP/1.1",
                "x".repeat(10_000))) {
            try (Caller caller = new Caller(greeting)) {
                assertThat(endOf(caller)).as(greeting).isTrue();
            }
        }
        try (Caller lab = new Caller(GREETING)) {
            assertThat(lab.in.readLine()).isEqualTo("{\"pid\":7}");
        }
    }

    /** Its end or a reset: the reception does not read all of a long line. */
    private static boolean endOf(Caller caller) {
        try {
            return caller.in.readLine() == null;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void faultsOfALabThatGoesAreTakenBack() throws Exception {
        try (Caller lab = new Caller(GREETING)) {
            lab.in.readLine();
            lab.say("{\"application\":\"/\"}", "{\"id\":1,\"do\":\"x\"}");
            lab.in.readLine();
            links.set(Map.of("WAS2", LinkFault.CUT), Set.of("WAS2"));
        }
        eventually("the links are free")
                .untilAsserted(() -> assertThat(links.to("WAS2").cut() || links.isUnheard("WAS2"))
                        .isFalse());
    }
}
