package clusterlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Answers one request of each connection and ends it. */
    private void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                String head = in.readLine();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head += "\n" + line;
                }
                requests.add(String.valueOf(head));
                client.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                return;
            }
            ended.countDown();
        }
    }

    @Test
    void connectionThatEndedWhileItWasIdleIsOpenedAgainBeforeTheRequest() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpConnection client =
                        new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort()), 0)) {
            Thread thread = new Thread(() -> serve(server));
            thread.setDaemon(true);
            thread.start();
            client.send("/a", null);
            assertThat(client.receive().status()).isEqualTo(200);
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            client.post("/b", "A.node1");
            assertThat(client.receive().body()).isEqualTo("ok");
            assertThat(requests.get(1))
                    .startsWith("POST /b HTTP/1.1")
                    .contains("Content-Length: 0", "JSESSIONID=A.node1");
        }
    }

    /** Answers with a chunk every few milliseconds, for ever. */
    private static void stream(ServerSocket server, CountDownLatch flows) {
        try (Socket client = server.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            while (!server.isClosed()) {
                client.getOutputStream().write("5\r\ntick\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                flows.countDown();
                LockSupport.parkNanos(5_000_000);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private interface Use {
        void of(HttpConnection client, CountDownLatch flows) throws Exception;
    }

    private static void withEndlessServer(Use use) throws Exception {
        CountDownLatch flows = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpConnection client = new HttpConnection(
                        URI.create("http://127.0.0.1:" + server.getLocalPort()), Duration.ofMinutes(1))) {
            Thread thread = new Thread(() -> stream(server, flows));
            thread.setDaemon(true);
            thread.start();
            client.send("/", null);
            use.of(client, flows);
        }
    }

    @Test
    void anAnswerWithoutEndIsReadUntilTheLimitHoweverManyBytesCome() throws Exception {
        withEndlessServer((client, flows) -> assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> client.reply(Duration.ofMillis(300)))
                .withMessage("the answer did not end within 300 ms"));
    }

    @Test
    void anInterruptEndsTheReadingOfAnAnswer() throws Exception {
        withEndlessServer((client, flows) -> {
            Thread reader = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                try {
                    if (flows.await(10, TimeUnit.SECONDS)) {
                        reader.interrupt();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            interrupter.start();
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(client::reply);
            assertThat(Thread.interrupted()).isTrue();
        });
    }

    @Test
    void noAnswerAtAllIsToldAsThat() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpConnection client = new HttpConnection(
                        URI.create("http://127.0.0.1:" + server.getLocalPort()), Duration.ofMillis(200))) {
            client.send("/", null);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(client::receive)
                    .withMessage("no answer within 200 ms");
        }
    }
}
