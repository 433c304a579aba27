package clusterlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
