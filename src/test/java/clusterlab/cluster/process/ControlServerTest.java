package clusterlab.cluster.process;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.agent.AgentListener;
import clusterlab.cluster.process.AgentConnection.RefusedByAgentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final CompletableFuture<AgentConnection> dialled = new CompletableFuture<>();
    private final List<Object> lines = new CopyOnWriteArrayList<>();
    private ControlServer server;

    @BeforeEach
    void open() throws Exception {
        server = ControlServer.open();
        server.expect("right", connection -> {
            connection.send(Map.of("mode", "boot"));
            dialled.complete(connection);
            return new AgentConnection.Lines() {
                @Override
                public void line(Map<String, Object> line) {
                    lines.add(line);
                }

                @Override
                public void ended() {
                    lines.add("ended");
                }
            };
        });
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    /** An agent of the test. */
    private final class Dial implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", server.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        private Dial(String hello) throws IOException {
            socket.setSoTimeout(10_000);
            say(hello);
        }

        private void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        private String hear() throws IOException {
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String hello(String token, int version) {
        return "{\"version\":" + version + ",\"token\":\"" + token + "\",\"pid\":1}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1",
                "{}",
                "{\"version\":1}",
                "{\"version\":1,\"token\":\"wrong\"}",
                "{\"version\":99,\"token\":\"other\"}",
                "[1,2]",
                "{\"token\":"
            })
    void closesAConnectionThatIsNoAgents(String hello) throws Exception {
        try (Dial stranger = new Dial(hello)) {
            assertThat(stranger.hear()).isNull();
        }
        assertThat(dialled).isNotDone();
        try (Dial agent = new Dial(hello("right", AgentListener.VERSION))) {
            assertThat(agent.hear()).contains("boot");
        }
    }

    @Test
    void aTokenCountsOnce() throws Exception {
        try (Dial agent = new Dial(hello("right", AgentListener.VERSION));
                Dial second = new Dial(hello("right", AgentListener.VERSION))) {
            List<String> heard = java.util.Arrays.asList(agent.hear(), second.hear());
            assertThat(heard).containsOnlyOnce((String) null);
        }
    }

    @Test
    void refusesAHelloThatDoesNotEnd() throws Exception {
        try (Dial endless = new Dial("x".repeat(5_000))) {
            assertThat(endless.hear()).isNull();
        }
    }

    @Test
    void callsAreAnsweredInAnyOrderAndErrorsAreTold() throws Exception {
        try (Dial agent = new Dial(hello("right", AgentListener.VERSION))) {
            agent.hear();
            AgentConnection connection = dialled.get(10, TimeUnit.SECONDS);
            CompletableFuture<Object> first = CompletableFuture.supplyAsync(() -> call(connection, "first"));
            assertThat(agent.hear()).contains("\"id\":1").contains("first");
            CompletableFuture<Object> second = CompletableFuture.supplyAsync(() -> call(connection, "second"));
            assertThat(agent.hear()).contains("\"id\":2").contains("second");
            agent.say("{\"event\":\"memberAdded\",\"member\":\"node2\"}");
            agent.say("{\"id\":2,\"result\":[\"b\"]}");
            agent.say("{\"id\":1,\"error\":\"no\"}");
            assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(List.of("b"));
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("refused: no");
            assertThat(lines).singleElement().asString().contains("memberAdded");
        }
        eventually("its end is told").until(() -> lines.contains("ended"));
    }

    private static Object call(AgentConnection connection, String what) {
        try {
            return connection.call(what, Map.of(), Duration.ofSeconds(10));
        } catch (RefusedByAgentException e) {
            return "refused: " + e.getMessage();
        } catch (IOException | TimeoutException | InterruptedException e) {
            return e;
        }
    }

    @Test
    void aSilentAgentIsATimeOutAndAGoneOneAnError() throws Exception {
        try (Dial agent = new Dial(hello("right", AgentListener.VERSION))) {
            agent.hear();
            AgentConnection connection = dialled.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> connection.call("members", Map.of(), SHORT))
                    .isInstanceOf(TimeoutException.class);
            agent.close();
            eventually("the end is noticed").until(connection::isBroken);
            assertThatThrownBy(() -> connection.call("members", Map.of(), SHORT))
                    .isInstanceOf(IOException.class);
        }
    }
}
