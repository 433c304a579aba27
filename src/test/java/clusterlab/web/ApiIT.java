package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static clusterlab.web.TesterAdmin.json;
import static clusterlab.web.TesterAdmin.list;
import static clusterlab.web.TesterAdmin.object;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.BalancerSpec;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLConnection;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, over real HTTP. */
class ApiIT {
    private static TesterAdmin admin;

    @BeforeAll
    static void boot() throws Exception {
        admin = TesterAdmin.boot(TesterAdmin.nodes(3).front(BalancerSpec.Kind.NONE));
    }

    @AfterAll
    static void close() throws Exception {
        admin.close();
    }

    /** All three up, nothing broken. */
    @AfterEach
    void mend() throws Exception {
        admin.send("DELETE", "/api/faults", "");
        for (Map<String, Object> node : list(admin.cluster(), "nodes")) {
            if (!node.get("state").equals("UP")) {
                admin.send("POST", "/api/nodes/" + node.get("name") + "/start", "");
            }
        }
    }

    @Test
    void clusterTellsOfNodesAndWhomTheySee() throws Exception {
        Map<String, Object> cluster = admin.cluster();

        assertThat(cluster).containsEntry("manager", "delta").containsEntry("replicates", true);
        assertThat(list(cluster, "nodes")).hasSize(3).allSatisfy(node -> {
            assertThat(node).containsEntry("state", "UP");
            assertThat((List<?>) node.get("members")).hasSize(2);
        });
        assertThat(cluster).containsEntry("front", null);
    }

    @Test
    void killAnswersWhenNobodySeesTheNode() throws Exception {
        HttpResponse<String> killed = admin.send("POST", "/api/nodes/node2/kill", "");

        assertThat(killed.statusCode()).isEqualTo(200);
        assertThat(json(killed)).containsEntry("effective", true);
        assertThat(object(json(killed), "node")).containsEntry("state", "KILLED");
        assertThat(admin.node("node1").get("members")).isEqualTo(List.of("node3"));

        HttpResponse<String> started = admin.send("POST", "/api/nodes/node2/start", "");
        assertThat(object(json(started), "node")).containsEntry("state", "UP");
        assertThat(admin.node("node1").get("members")).isEqualTo(List.of("node2", "node3"));
    }

    @Test
    void refusedTransitionSaysWhy() throws Exception {
        HttpResponse<String> refused = admin.send("POST", "/api/nodes/node1/start", "");

        problem(refused, 409);
        assertThat(json(refused).get("detail").toString()).contains("node1 is UP");
    }

    @Test
    void restartedNodeHasItsSessionsAgain() throws Exception {
        String session = admin.count(0, "");

        assertThat(admin.send("POST", "/api/nodes/node1/restart", "").statusCode())
                .isEqualTo(200);

        Map<String, Object> found = json(admin.get("/api/sessions/" + session));
        assertThat(list(found, "copies")).noneSatisfy(copy -> assertThat(copy).containsEntry("role", "absent"));
    }

    @Test
    void nodeIsAddedAndRemoved() throws Exception {
        HttpResponse<String> added = admin.send("POST", "/api/nodes", "");
        assertThat(added.statusCode()).isEqualTo(201);
        String name = object(json(added), "node").get("name").toString();

        HttpResponse<String> removed = admin.send("DELETE", "/api/nodes/" + name, "");

        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(json(removed)).containsEntry("nodes", List.of("node1", "node2", "node3"));
    }

    @Test
    void stoppedNodeIsGone() throws Exception {
        assertThat(object(json(admin.send("POST", "/api/nodes/node3/stop", "")), "node"))
                .containsEntry("state", "STOPPED");
        assertThat(admin.node("node1").get("members")).isEqualTo(List.of("node2"));
    }

    @Test
    void partitionTakesEffectAndHeals() throws Exception {
        HttpResponse<String> begun = admin.send(
                "POST", "/api/faults", "{\"type\":\"partition\",\"groups\":[[\"node1\"],[\"node2\",\"node3\"]]}");
        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(json(begun)).containsEntry("effective", true);
        assertThat(admin.node("node1").get("members")).isEqualTo(List.of());
        assertThat(admin.node("node2").get("members")).isEqualTo(List.of("node3"));

        String id = object(json(begun), "fault").get("id").toString();
        assertThat(list(json(admin.get("/api/faults")), "faults"))
                .singleElement()
                .satisfies(fault -> assertThat(fault).containsEntry("id", id).containsEntry("type", "partition"));
        HttpResponse<String> healed = admin.send("DELETE", "/api/faults/" + id, "");

        assertThat(json(healed)).containsEntry("effective", true).containsEntry("faults", List.of());
        assertThat(admin.node("node1").get("members")).isEqualTo(List.of("node2", "node3"));
    }

    @Test
    void faultThatHealsBeforeItIsNoticedHadNoEffect() throws Exception {
        HttpResponse<String> begun =
                admin.send("POST", "/api/faults", "{\"type\":\"isolate\",\"node\":\"node1\",\"forMillis\":200}");

        assertThat(json(begun)).containsEntry("effective", false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'drop','from':'node1','to':'node2','forMillis':300}",
                "{'type':'delay','from':'node1','to':'node2','millis':5,'jitterMillis':5}",
                "{'type':'loss','from':'node1','to':'node2','probability':0.01}",
            })
    void everyKindOfFaultIsTaken(String body) throws Exception {
        assertThat(admin.send("POST", "/api/faults", body.replace('\'', '"')).statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'partition','groups':'node1'}",
                "{'type':'partition','groups':[['node1'],['node1']]}",
                "{'type':'partition','groups':[[1]]}",
                "{'type':'flood'}",
                "{'type':'isolate'}",
                "{'type':'isolate','node':'node1','nodes':'node2'}",
                "{'type':'delay','from':'node1','to':'node1','millis':5}",
                "{'type':'delay','from':'node1','to':'node2'}",
                "{'type':'delay','from':'node1','to':'node2','millis':1.5}",
                "{'type':'loss','from':'node1','to':'node2','probability':2}",
                "{'type':'isolate','node':'node1','forMillis':-1}",
                "['node1']",
                "{'type':",
                "{'type':'isolate','type':'isolate','node':'node1'}",
            })
    void nonsenseIsRefusedAndBreaksNothing(String body) throws Exception {
        problem(admin.send("POST", "/api/faults", body.replace('\'', '"')), 400);
        assertThat(list(json(admin.get("/api/faults")), "faults")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/nodes/node9/kill, 404",
        "DELETE, /api/nodes/node9, 404",
        "POST, /api/nodes/node1/explode, 404",
        "GET, /api/sessions/none, 404",
        "DELETE, /api/faults/f999, 404",
        "DELETE, /api/alarms/a999, 404",
        "GET, /api/nothing, 404",
        "GET, /api/sessions?limit=0, 400",
        "GET, /api/sessions?offset=x, 400",
        "PUT, /api/front, 409",
        "PUT, /api/cluster, 405",
        "GET, /api/nodes/node1/kill, 405",
        "POST, /api/events, 405",
        "POST, /api/nodes/node1/drain, 409",
    })
    void mistakesGetTheirProblemDocument(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = admin.send(method, path, "");
        problem(answer, status);
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    @Test
    void unknownNodeOfAFaultIsToldWithTheKnownOnes() throws Exception {
        HttpResponse<String> answer = admin.send("POST", "/api/faults", "{\"type\":\"isolate\",\"node\":\"node9\"}");

        problem(answer, 404);
        assertThat(json(answer).get("detail").toString()).contains("node9", "node1, node2, node3");
    }

    @Test
    void bodyAboveTheLimitIsRefused() throws Exception {
        problem(admin.send("POST", "/api/faults", "x".repeat(70_000)), 413);
    }

    @Test
    void sessionsComeInPages() throws Exception {
        for (int i = 0; i < 3; i++) {
            admin.count(i, "");
        }
        Map<String, Object> page = json(admin.get("/api/sessions?offset=1&limit=2"));

        assertThat((Integer) page.get("total")).isGreaterThanOrEqualTo(3);
        assertThat(list(page, "sessions")).hasSize(2).allSatisfy(session -> {
            assertThat(session).containsEntry("differs", false);
            assertThat(list(session, "copies")).hasSize(3);
        });
    }

    @Test
    void staleCopyShows() throws Exception {
        String session = admin.count(0, "");
        admin.send("POST", "/api/faults", "{\"type\":\"isolate\",\"node\":\"node3\"}");
        admin.count(0, session);

        eventually("the copy on node3 is behind").atMost(TesterAdmin.PATIENCE).until(() -> {
            Map<String, Object> view = json(admin.get("/api/sessions/" + session));
            return (boolean) view.get("differs") && ((Number) view.get("differsSinceMillis")).longValue() > 0;
        });
    }

    @Test
    void eventsComeInOrderAndGoOnWhereAReaderWas() throws Exception {
        long before = ((Number) admin.cluster().get("sequence")).longValue();
        admin.send("POST", "/api/faults", "{\"type\":\"loss\",\"from\":\"node1\",\"to\":\"node2\",\"probability\":0}");
        admin.send("DELETE", "/api/faults", "");

        long healed = readUntil("after=" + before, "", event -> "FaultHealed".equals(event.get("event")));
        assertThat(healed).isGreaterThan(before);
        // A reader that comes back with its last number hears the rest, not all again.
        long again = readUntil("after=0", Long.toString(healed - 1), event -> true);
        assertThat(again).isEqualTo(healed);
    }

    @Test
    void kindsThatAReaderDoesNotWantAreLeftOut() throws Exception {
        long before = ((Number) admin.cluster().get("sequence")).longValue();
        admin.send("POST", "/api/faults", "{\"type\":\"loss\",\"from\":\"node1\",\"to\":\"node2\",\"probability\":0}");
        admin.send("DELETE", "/api/faults", "");

        readUntil("without=FaultBegan,NodeChanged&after=" + before, "", event -> {
            assertThat(event).doesNotContainEntry("event", "FaultBegan");
            return "FaultHealed".equals(event.get("event"));
        });
    }

    private static long readUntil(String query, String lastEventId, Predicate<Map<String, Object>> last)
            throws Exception {
        URLConnection connection = admin.uri("/api/events?" + query).toURL().openConnection();
        connection.setReadTimeout(15_000);
        connection.setRequestProperty(
                "Authorization", "Bearer " + admin.lab().token().value());
        if (!lastEventId.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(connection.getContentType()).startsWith("text/event-stream");
            long newest = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("data:")) {
                    Map<String, Object> event = JSON.std.mapFrom(line.substring("data:".length()));
                    long sequence = ((Number) event.get("sequence")).longValue();
                    assertThat(sequence).isGreaterThan(newest);
                    newest = sequence;
                    if (last.test(event)) {
                        return sequence;
                    }
                }
            }
            throw new AssertionError("the stream ended");
        }
    }

    @Test
    void metricsTellOfNodesLinksAndFaults() throws Exception {
        String session = admin.count(0, "");
        admin.count(0, session);
        eventually("traffic was counted")
                .atMost(TesterAdmin.PATIENCE)
                .until(() -> admin.get("/metrics").body().contains("clusterlab_replication_bytes"));

        HttpResponse<String> metrics = admin.get("/metrics");

        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(metrics.body())
                .contains("# TYPE clusterlab_node_requests_total counter")
                .contains("clusterlab_node_state{node=\"node1\",state=\"UP\"} 1.0")
                .contains("clusterlab_node_members{node=\"node1\"} 2.0")
                .contains("clusterlab_faults 0.0")
                .contains("clusterlab_replication_messages_total{from=\"node1\",to=\"node2\"}");
    }

    private static void problem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer)).containsEntry("status", status).containsKeys("type", "title", "detail");
    }
}
