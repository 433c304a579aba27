package clusterlab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.NodeProcess;
import clusterlab.cluster.NodeState;
import clusterlab.fault.LinksFault;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer.Worker;
import clusterlab.load.LoadView;
import clusterlab.wire.Effect.DeployEffect;
import clusterlab.wire.Effect.FaultEffect;
import clusterlab.wire.Effect.FrontEffect;
import clusterlab.wire.Effect.HealingEffect;
import clusterlab.wire.Effect.NodeEffect;
import clusterlab.wire.Effect.NodesEffect;
import clusterlab.wire.Effect.UndeployEffect;
import clusterlab.wire.SessionJson.AttributeJson;
import clusterlab.wire.SessionJson.CopyJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each record as the bytes that the dashboard and other readers of the API know, and back. */
class WireTest {
    private static final NodeJson NODE = new NodeJson(
            "node1",
            0,
            NodeState.UP,
            "http://127.0.0.1:8081/",
            8081,
            8010,
            "127.0.0.2",
            4000,
            List.of("node2"),
            25,
            1L << 40,
            new NodeProcess(4711, "9.0.117", "17.0.15"));
    private static final String NODE_TEXT = "{\"name\":\"node1\",\"index\":0,\"state\":\"UP\","
            + "\"url\":\"http://127.0.0.1:8081/\",\"httpPort\":8081,\"ajpPort\":8010,"
            + "\"receiverAddress\":\"127.0.0.2\",\"receiverPort\":4000,"
            + "\"members\":[\"node2\"],\"sessions\":25,\"requests\":1099511627776,"
            + "\"process\":{\"pid\":4711,\"tomcat\":\"9.0.117\",\"java\":\"17.0.15\"}}";
    private static final ApplicationJson APPLICATION =
            new ApplicationJson("shop##2", "/shop", "2", Map.of("node1", "RUNNING"), List.of("node3"));
    private static final String APPLICATION_TEXT = "{\"name\":\"shop##2\",\"path\":\"/shop\",\"version\":\"2\","
            + "\"nodes\":{\"node1\":\"RUNNING\"},\"missing\":[\"node3\"]}";
    private static final FrontJson FRONT = new FrontJson(
            "embedded",
            "http://127.0.0.1:8080/",
            true,
            List.of(new Worker("node1", Worker.State.REC, Worker.Activation.DIS, 7, 2)));
    private static final String FRONT_TEXT =
            "{\"kind\":\"embedded\",\"url\":\"http://127.0.0.1:8080/\",\"sticky\":true,"
                    + "\"workers\":[{\"name\":\"node1\",\"state\":\"REC\",\"activation\":\"DIS\",\"elected\":7,\"errors\":2}]}";
    private static final Nemesis.Active FAULT =
            new Nemesis.Active("f1", new LinksFault.Drop("node1", "node2"), 1_767_225_600_000L, Optional.empty());
    private static final String FAULT_TEXT = "{\"id\":\"f1\",\"type\":\"drop\",\"from\":\"node1\",\"to\":\"node2\","
            + "\"description\":\"drop node1 node2\",\"sinceMillis\":1767225600000}";
    private static final LoadView LOAD = new LoadView(true, 2, 0, 19.5, 1.25, 8, 100, 3, 4L);
    private static final String LOAD_TEXT =
            "{\"running\":true,\"clients\":2,\"ratePerSecond\":0.0,\"requestsPerSecond\":19.5,"
                    + "\"p50Millis\":1.25,\"p99Millis\":8.0,\"requests\":100,\"failures\":3,\"lostIncrements\":4}";
    private static final SessionJson SESSION = new SessionJson(
            "A1.node1",
            true,
            5,
            true,
            List.of(
                    new CopyJson(
                            "node1",
                            "primary",
                            "00c0ffee",
                            9,
                            List.of(
                                    new AttributeJson("count", "Integer", "3", 81),
                                    new AttributeJson("cart", "Cart", null, -1))),
                    new CopyJson("node2", "absent", "", 0, List.of())));
    private static final String SESSION_TEXT =
            "{\"id\":\"A1.node1\",\"differs\":true,\"differsSinceMillis\":5,\"stale\":true,\"copies\":["
                    + "{\"node\":\"node1\",\"role\":\"primary\",\"digest\":\"00c0ffee\",\"lastAccessMillis\":9,\"attributes\":["
                    + "{\"name\":\"count\",\"type\":\"Integer\",\"value\":\"3\",\"bytes\":81},"
                    + "{\"name\":\"cart\",\"type\":\"Cart\",\"value\":null,\"bytes\":-1}]},"
                    + "{\"node\":\"node2\",\"role\":\"absent\",\"digest\":\"\",\"lastAccessMillis\":0,\"attributes\":[]}]}";

    private record Sample(Object record, String text) {}

    private static Stream<Sample> samples() {
        String cluster = "{\"name\":\"lab\",\"preset\":\"lab\",\"manager\":\"delta\",\"sendOptions\":6,"
                + "\"membership\":\"static\",\"application\":null,\"detectionMillis\":3000,\"replicates\":true,\"abilities\":[\"kill\",\"stop\"],\"sequence\":42,";
        return Stream.of(
                new Sample(
                        cluster(FRONT, List.of(NODE), List.of(FAULT), LOAD),
                        cluster + "\"front\":" + FRONT_TEXT + ",\"nodes\":[" + NODE_TEXT + "],"
                                + "\"links\":[{\"from\":\"node1\",\"to\":\"node2\",\"messages\":3,\"bytes\":999}],"
                                + "\"faults\":[" + FAULT_TEXT + "],\"load\":" + LOAD_TEXT + "}"),
                new Sample(
                        cluster(null, List.of(), List.of(), null),
                        cluster + "\"front\":null,\"nodes\":[],"
                                + "\"links\":[{\"from\":\"node1\",\"to\":\"node2\",\"messages\":3,\"bytes\":999}],"
                                + "\"faults\":[],\"load\":null}"),
                new Sample(NODE, NODE_TEXT),
                new Sample(FRONT, FRONT_TEXT),
                new Sample(LOAD, LOAD_TEXT),
                new Sample(
                        new LoadView(true, 2, 0, 19.5, 1.25, 8, 100, 3, null),
                        LOAD_TEXT.replace("\"lostIncrements\":4", "\"lostIncrements\":null")),
                new Sample(SESSION, SESSION_TEXT),
                new Sample(
                        new SessionPageJson(25, 2, 2, 25, 24, List.of(SESSION)),
                        "{\"total\":25,\"matching\":2,\"differing\":2,\"examined\":25,\"offset\":24,\"sessions\":["
                                + SESSION_TEXT + "]}"),
                new Sample(FAULT, FAULT_TEXT),
                new Sample(new FaultsJson(List.of(FAULT)), "{\"faults\":[" + FAULT_TEXT + "]}"),
                new Sample(new NodeEffect(false, NODE), "{\"effective\":false,\"node\":" + NODE_TEXT + "}"),
                new Sample(
                        new NodesEffect(true, List.of("node1", "node2")),
                        "{\"effective\":true,\"nodes\":[\"node1\",\"node2\"]}"),
                new Sample(new FaultEffect(true, FAULT), "{\"effective\":true,\"fault\":" + FAULT_TEXT + "}"),
                new Sample(
                        new HealingEffect(true, List.of(FAULT)),
                        "{\"effective\":true,\"faults\":[" + FAULT_TEXT + "]}"),
                new Sample(
                        new ApplicationsJson(true, List.of(APPLICATION)),
                        "{\"deploys\":true,\"applications\":[" + APPLICATION_TEXT + "]}"),
                new Sample(
                        new DeployEffect(false, "node2", APPLICATION),
                        "{\"effective\":false,\"by\":\"node2\",\"application\":" + APPLICATION_TEXT + "}"),
                new Sample(
                        new UndeployEffect(true, "shop", List.of("node3")),
                        "{\"effective\":true,\"name\":\"shop\",\"left\":[\"node3\"]}"),
                new Sample(new FrontEffect(FRONT), "{\"front\":" + FRONT_TEXT + "}"),
                new Sample(
                        new ProblemJson("about:blank", "Refused", 409, "node1 is UP."),
                        "{\"type\":\"about:blank\",\"title\":\"Refused\",\"status\":409,\"detail\":\"node1 is UP.\"}"));
    }

    private static ClusterJson cluster(
            FrontJson front, List<NodeJson> nodes, List<Nemesis.Active> faults, LoadView load) {
        List<LinkJson> links = List.of(new LinkJson("node1", "node2", 3, 999));
        return new ClusterJson(
                "lab",
                "lab",
                "delta",
                6,
                "static",
                null,
                3000,
                true,
                List.of("kill", "stop"),
                42,
                front,
                nodes,
                links,
                faults,
                load);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void recordIsWrittenInTheOrderOfItsFields(Sample sample) {
        assertThat(new String(Wire.bytes(sample.record()), StandardCharsets.UTF_8))
                .isEqualTo(sample.text());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void recordComesBackAsItWas(Sample sample) throws Exception {
        assertThat((Object) Wire.read(sample.record().getClass(), Wire.bytes(sample.record())))
                .isEqualTo(sample.record());
    }

    @Test
    void viewsOfBothEndsAreTheSame() {
        assertThat(SessionJson.of(SESSION.view())).isEqualTo(SESSION);
        assertThat(ApplicationJson.of(APPLICATION.view())).isEqualTo(APPLICATION);
        assertThat(NODE.view().spec().name()).isEqualTo("node1");
        SessionPageJson page = new SessionPageJson(25, 2, 2, 25, 24, List.of(SESSION));
        assertThat(SessionPageJson.of(page.view(), 24)).isEqualTo(page);
    }

    @Test
    void fieldThatAnAnswerHasBesidesIsIgnored() throws Exception {
        assertThat(read(NODE_TEXT.replace("\"index\":0", "\"index\":0,\"colour\":{\"red\":[1]}")))
                .isEqualTo(NODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"name\":\"node1\"}", "<html>"})
    void answerThatIsNoNodeIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void nodeInAStateThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> read(NODE_TEXT.replace("UP", "ASLEEP"))).isInstanceOf(IOException.class);
    }

    private static NodeJson read(String text) throws IOException {
        return Wire.read(NodeJson.class, text.getBytes(StandardCharsets.UTF_8));
    }
}
