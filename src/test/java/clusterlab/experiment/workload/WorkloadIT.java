package clusterlab.experiment.workload;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import clusterlab.experiment.history.Recorder;
import clusterlab.experiment.workload.WorkloadPlan.Mode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client writes down of each kind of answer, from a server that answers as a test wants. */
class WorkloadIT {
    @TempDir
    Path dir;

    /** Answers the requests of each connection by their number, from 0; an empty answer ends the connection. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<String> requests = new CopyOnWriteArrayList<>();

        Server(Function<Integer, String> answers) throws IOException {
            Thread thread = new Thread(() -> serve(answers), "server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(Function<Integer, String> answers) {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                    for (String head = head(in); !head.isEmpty(); head = head(in)) {
                        String answer = answers.apply(requests.size());
                        requests.add(head);
                        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                        if (answer.isEmpty() || answer.contains("cut")) {
                            break;
                        }
                    }
                } catch (IOException e) {
                    // The client or the test ended it.
                }
            }
        }

        private static String head(BufferedReader in) throws IOException {
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String page(String head, String body) {
        return "HTTP/1.1 200 OK\r\n" + head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private History history(URI front, int requests) throws Exception {
        WorkloadPlan plan = new WorkloadPlan(1, 1, requests, 0, 0, Mode.SEQUENTIAL, 4);
        Path file = dir.resolve("history.jsonl");
        try (Recorder recorder = new Recorder(file)) {
            Site site = new Site(front, Map.of("node1", front), List.of("node1"), "/", Site.CHUNKED);
            long origin = System.nanoTime();
            try (Workload load =
                    new Workload(plan, WorkloadPlan::of, site, recorder, () -> System.nanoTime() - origin)) {
                load.start();
                eventually("the plan's " + requests + " requests are done").until(load::isDone);
                load.stop();
            }
        }
        return History.read(file);
    }

    @Test
    void acknowledgedRequestHasCounterNodeAndCookie() throws Exception {
        try (Server server = new Server(n -> page(
                n == 0 ? "Set-Cookie: JSESSIONID=A.node1; Path=/\r\nX-Cluster-Lab-Node: node1\r\n" : "",
                "Session Counter = " + (n + 1)))) {
            History history = history(server.uri(), 3);
            assertThat(history.kind(0)).isEqualTo(Kind.CREATE);
            for (int row = 0; row < 3; row++) {
                assertThat(history.ok(row)).isTrue();
                assertThat(history.value(row)).isEqualTo(row + 1);
                assertThat(history.node(row)).isEqualTo("node1");
                assertThat(history.sessionId(row)).isEqualTo("A.node1");
            }
            assertThat(server.requests.get(0)).doesNotContain("Cookie");
            assertThat(server.requests.get(1)).contains("Cookie: JSESSIONID=A.node1");
        }
    }

    @Test
    void chunkedPageIsReadToItsEnd() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "a\r\nSession Co\r\nb\r\nunter = 123\r\n0\r\n\r\n";
        try (Server server = new Server(n -> chunked)) {
            assertThat(history(server.uri(), 2).value(1)).isEqualTo(123);
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void halfAnAnswerAndNoneAtAllAreUnknownAndNeverSentAgain() throws Exception {
        try (Server server = new Server(n -> switch (n) {
            case 1 -> "";
            case 2 -> "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nSession Counter = 3 cut";
            case 3 -> "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
            default -> page("", "Session Counter = 1");
        })) {
            History history = history(server.uri(), 5);
            assertThat(history.outcome(0)).isEqualTo(Phase.OK);
            assertThat(List.of(history.outcome(1), history.outcome(2), history.outcome(3)))
                    .containsOnly(Phase.INFO);
            assertThat(history.outcome(4)).isEqualTo(Phase.OK);
            assertThat(server.requests).hasSize(5);
        }
    }

    @Test
    void requestThatNobodyTookCertainlyFailed() throws Exception {
        URI closed;
        try (Server server = new Server(n -> "")) {
            closed = server.uri();
        }
        History history = history(closed, 2);
        assertThat(history.outcome(0)).isEqualTo(Phase.FAIL);
        assertThat(history.outcome(1)).isEqualTo(Phase.FAIL);
    }
}
