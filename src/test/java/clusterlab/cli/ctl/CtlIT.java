package clusterlab.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cli.console.ActionException;
import clusterlab.cli.console.Palette;
import clusterlab.cli.console.PromptWords;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which requests the words become, against a server that notes them. */
class CtlIT {
    private static final String CLUSTER =
            """
            {"name":"lab-1","preset":"lab","manager":"delta","sendOptions":6,"membership":"static","detectionMillis":3000,
             "replicates":true,"abilities":["kill","freeze","stop"],"sequence":42,
             "front":{"kind":"embedded","url":"http://127.0.0.1:8080/","sticky":true,"workers":[
              {"name":"node1","state":"OK","activation":"ACT","elected":7,"errors":0}]},
             "nodes":[
              {"name":"node1","index":0,"state":"UP","url":"http://127.0.0.1:8081/","httpPort":8081,
               "ajpPort":8009,"receiverPort":4000,"members":["node2"],"sessions":2,"requests":9},
              {"name":"node2","index":1,"state":"UP","url":"http://127.0.0.1:8082/","httpPort":8082,
               "ajpPort":8010,"receiverPort":4001,"members":["node1"],"sessions":2,"requests":8}],
             "links":[],
             "faults":[{"id":"f1","type":"isolate","node":"node9","description":"isolate node9","sinceMillis":1}],
             "load":{"running":true,"clients":4,"ratePerSecond":0,"requestsPerSecond":99.6,"p50Millis":1.5,
               "p99Millis":7.2,"requests":1000,"failures":1,"lostIncrements":2}}
            """;
    private static final String NODE =
            """
            {"name":"node2","index":1,"state":"UP","url":"http://127.0.0.1:8082/","httpPort":8082,"ajpPort":8010,
             "receiverPort":4001,"members":["node1"],"sessions":2,"requests":8}
            """;
    private static final String SESSION =
            """
            {"id":"0A1B2C.node1","differs":true,"differsSinceMillis":1000,"stale":true,"copies":[
              {"node":"node1","role":"primary","digest":"00000001","lastAccessMillis":5,"attributes":[
                {"name":"session_counter","type":"java.lang.Integer","value":"5","bytes":81}]},
              {"node":"node2","role":"absent","digest":"","lastAccessMillis":0,"attributes":[]}]}
            """;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private HttpServer server;
    private LabState lab;
    private final Ctl ctl = new Ctl(new StateFolder(Path.of("unused")), new Palette(false));

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        lab = LabState.ofThisProcess(
                "lab-1",
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")),
                Optional.of("t0ken"),
                Path.of("dir"));
        answers.put("GET /api/cluster", "200 " + CLUSTER);
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        if (!"Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"detail\":\"The run's token is missing or wrong.\"}");
            return;
        }
        requests.add(body.isEmpty() || body.equals("{}") ? request : request + " " + body);
        String answer = answers.getOrDefault(request, "200 {}");
        send(exchange, Integer.parseInt(answer.substring(0, 3)), answer.substring(4));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String act(String line) throws Exception {
        requests.clear();
        return ctl.act(lab, PromptWords.read(line));
    }

    @Test
    void wordsForNodesArePosts() throws Exception {
        for (String word : List.of("start", "restart", "thaw", "drain", "undrain")) {
            act(word + " node2");
            assertThat(requests).first().isEqualTo("POST /api/nodes/node2/" + word);
        }
        assertThat(act("remove node2")).contains("node2 was removed");
        assertThat(requests).first().isEqualTo("DELETE /api/nodes/node2");
        answers.put("POST /api/nodes", "201 {\"effective\":true,\"node\":" + NODE + "}");
        assertThat(act("add")).contains("node2 is UP").contains("at http://127.0.0.1:8082/ with 2 sessions");
        assertThat(requests).first().isEqualTo("POST /api/nodes");
    }

    @Test
    void faultsArePostsWithABody() throws Exception {
        answers.put(
                "POST /api/faults",
                "201 {\"effective\":true,\"fault\":{\"id\":\"f3\",\"type\":\"isolate\",\"node\":\"node2\","
                        + "\"description\":\"isolate node2\",\"sinceMillis\":1}}");
        assertThat(act("partition node1 | node2 node3 for 10s")).contains("f3: partition node1 | node2 node3");
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/faults {\"type\":\"partition\",\"groups\":[[\"node1\"],[\"node2\",\"node3\"]],"
                        + "\"forMillis\":10000}");
        act("isolate node2");
        assertThat(requests).first().isEqualTo("POST /api/faults {\"type\":\"isolate\",\"node\":\"node2\"}");
        act("delay node1 node2 200ms 50ms");
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/faults {\"type\":\"delay\",\"from\":\"node1\",\"to\":\"node2\",\"millis\":200,"
                        + "\"jitterMillis\":50}");
        act("loss node1 node2 10%");
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/faults {\"type\":\"loss\",\"from\":\"node1\",\"to\":\"node2\","
                        + "\"probability\":0.1}");
        act("drop node1 node2");
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/faults {\"type\":\"drop\",\"from\":\"node1\",\"to\":\"node2\"}");
        act("kill node2");
        assertThat(requests).first().isEqualTo("POST /api/faults {\"type\":\"kill\",\"node\":\"node2\"}");
        act("freeze node2 for 10s");
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/faults {\"type\":\"freeze\",\"node\":\"node2\",\"forMillis\":10000}");
        act("stop node2 for 5s");
        assertThat(requests)
                .first()
                .isEqualTo("POST /api/faults {\"type\":\"stop\",\"node\":\"node2\",\"forMillis\":5000}");
        act("heal");
        assertThat(requests).contains("DELETE /api/faults");
        act("heal f1");
        assertThat(requests).contains("DELETE /api/faults/f1");
    }

    @Test
    void warIsSentAsItIs(@TempDir Path folder) throws Exception {
        Path war = Files.writeString(folder.resolve("shop-2.0.war"), "bytes");
        answers.put(
                "PUT /api/applications/shop%23%232.war?node=node2",
                "200 {\"effective\":true,\"by\":\"node2\",\"application\":{\"name\":\"shop##2\",\"path\":\"/shop\","
                        + "\"version\":\"2\",\"nodes\":{\"node1\":\"RUNNING\",\"node2\":\"FAILED\"},\"missing\":[]}}");
        assertThat(act("deploy " + war + " as shop##2.war on node2"))
                .contains(
                        "shop##2 came to node2",
                        "shop##2 serves /shop/ on node1.",
                        "shop##2 failed to start on node2.");
        assertThat(requests).containsExactly("PUT /api/applications/shop%23%232.war?node=node2 bytes");
        answers.put(
                "DELETE /api/applications/shop%23%232",
                "200 {\"effective\":false,\"name\":\"shop##2\",\"left\":[\"node3\"]}");
        assertThat(act("undeploy shop##2")).contains("left, or not known, on node3.");
        assertThatThrownBy(() -> act("deploy " + folder.resolve("none.war")))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("there is no such file that can be read; check the path.");
        assertThat(requests).isEmpty();
    }

    @Test
    void loadIsStartedAndEnded() throws Exception {
        act("load 16 500/s");
        assertThat(requests).containsExactly("POST /api/load {\"clients\":16,\"ratePerSecond\":500.0}");
        act("load 16");
        assertThat(requests).containsExactly("POST /api/load {\"clients\":16}");
        answers.put(
                "DELETE /api/load",
                "200 {\"running\":false,\"clients\":16,\"ratePerSecond\":0,\"requestsPerSecond\":0,\"p50Millis\":0,"
                        + "\"p99Millis\":0,\"requests\":10,\"failures\":0,\"lostIncrements\":0}");
        assertThat(act("load off")).contains("10 answered, 0 failed");
        assertThat(requests).containsExactly("DELETE /api/load");
        assertThat(act("load")).contains("4 clients flat out: 100/s, p50 1.5 ms, p99 7.2 ms");
    }

    @Test
    void statusIsTheSameAsAtThePrompt() throws Exception {
        assertThat(act("status"))
                .contains("node1     UP        node2")
                .contains("front http://127.0.0.1:8080/")
                .contains("node1     OK ACT            7        0")
                .contains("f1  isolate node9")
                .contains("2 increments lost");
    }

    @Test
    void sessionsAreFoundByTheirBeginning() throws Exception {
        answers.put(
                "GET /api/sessions?offset=0&limit=20",
                "200 {\"total\":1,\"matching\":1,\"differing\":1,\"examined\":1,\"offset\":0,\"sessions\":[" + SESSION
                        + "]}");
        answers.put(
                "GET /api/sessions?offset=0&limit=500",
                "200 {\"total\":1,\"matching\":1,\"differing\":1,\"examined\":1,\"offset\":0,\"sessions\":[" + SESSION
                        + "]}");
        answers.put("GET /api/sessions/0a1b", "404 {\"detail\":\"No node has this session.\"}");
        answers.put("GET /api/sessions/0A1B2C.node1", "200 " + SESSION);
        assertThat(act("sessions")).contains("0A1B2C.node1").contains("P -").contains("copies differ");
        assertThat(act("session 0A1B2C.node1")).contains("session_counter = 5  (81 bytes)");
        assertThat(act("session 0a1b")).contains("node2     absent").contains("The copies differ");
        answers.put("GET /api/sessions/x", "404 {}");
        assertThatThrownBy(() -> act("session x")).hasMessage("No node has a session x; sessions lists them.");
    }

    @Test
    void eventsAreReadFromTheStreamUpToNow() throws Exception {
        answers.put(
                "GET /api/events",
                """
                200 retry: 1000

                id: 41
                data: {"event":"FaultBegan","sequence":41,"millis":0,"id":"f1","description":"isolate node2"}

                id: 42
                data: {"event":"FaultHealed","sequence":42,"millis":0,"id":"f1","description":"isolate node2"}

                """);
        assertThat(act("events 2").lines()).hasSize(2).last().asString().endsWith("f1 healed: isolate node2");
    }

    @Test
    void aRefusalShowsTheSentenceOfTheLab() {
        answers.put(
                "POST /api/faults",
                "409 {\"type\":\"about:blank\",\"status\":409,\"detail\":\"node2 is KILLED; only a node that is UP\"}");
        assertThatThrownBy(() -> act("kill node2"))
                .isInstanceOf(ActionException.class)
                .hasMessage("node2 is KILLED; only a node that is UP");
    }

    @Test
    void anUnreadableAnswerIsReported() {
        for (String answer : List.of("{}", "[]", "not JSON", CLUSTER.replace("isolate", "flood"))) {
            answers.put("GET /api/cluster", "200 " + answer);
            assertThatThrownBy(() -> act("status"))
                    .isInstanceOf(ActionException.class)
                    .hasMessageContaining("answered api/cluster in a form that this version of ctl can't read");
        }
    }

    @Test
    void anUnreachableLabIsReported() {
        server.stop(0);
        assertThatThrownBy(() -> act("status"))
                .isInstanceOf(ActionException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void namesAreEncodedInPaths() throws Exception {
        act("start a/b?c");
        assertThat(requests).first().isEqualTo("POST /api/nodes/a%2Fb%3Fc/start");
    }
}
