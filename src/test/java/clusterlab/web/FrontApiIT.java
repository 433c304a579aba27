package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static clusterlab.web.TesterAdmin.json;
import static clusterlab.web.TesterAdmin.list;
import static clusterlab.web.TesterAdmin.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API does with a front and a load. */
class FrontApiIT {
    private static TesterAdmin admin;

    @BeforeAll
    static void boot() throws Exception {
        admin = TesterAdmin.bootWithFront(TesterAdmin.nodes(2));
    }

    @AfterAll
    static void close() throws Exception {
        admin.close();
    }

    @Test
    void drainedNodeShowsAtTheFront() throws Exception {
        assertThat(admin.send("POST", "/api/nodes/node1/drain", "").statusCode())
                .isEqualTo(200);
        assertThat(activation("node1")).isEqualTo("DIS");
        assertThat(activation("node2")).isEqualTo("ACT");

        assertThat(admin.send("POST", "/api/nodes/node1/undrain", "").statusCode())
                .isEqualTo(200);
        assertThat(activation("node1")).isEqualTo("ACT");
    }

    private static Object activation(String node) throws Exception {
        return list(object(admin.cluster(), "front"), "workers").stream()
                .filter(worker -> worker.get("name").equals(node))
                .findFirst()
                .orElseThrow()
                .get("activation");
    }

    @Test
    void stickinessIsSwitched() throws Exception {
        for (boolean sticky : new boolean[] {false, true}) {
            HttpResponse<String> answer = admin.send("PUT", "/api/front", "{\"sticky\":" + sticky + "}");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(object(json(answer), "front")).containsEntry("sticky", sticky);
            assertThat(object(admin.cluster(), "front")).containsEntry("sticky", sticky);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sticky\":\"no\"}", "{\"sticky\":true,\"kind\":\"httpd\"}"})
    void nonsenseChangesNoFront(String body) throws Exception {
        assertThat(admin.send("PUT", "/api/front", body).statusCode()).isEqualTo(400);
    }

    @Test
    void loadBeginsAndEnds() throws Exception {
        Map<String, Object> begun = json(admin.send("POST", "/api/load", "{\"clients\":2,\"ratePerSecond\":20}"));
        assertThat(begun).containsEntry("running", true).containsEntry("clients", 2);
        eventually("requests")
                .atMost(TesterAdmin.PATIENCE)
                .until(() -> ((Number) json(admin.get("/api/load")).get("requests")).longValue() > 5);
        assertThat(admin.get("/metrics").body())
                .contains("clusterlab_load_clients 2.0")
                .contains("clusterlab_load_latency_seconds{quantile=\"0.99\"}")
                .contains("clusterlab_worker_state{node=\"node1\",state=\"OK\"} 1.0");

        assertThat(json(admin.send("DELETE", "/api/load", ""))).containsEntry("running", false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"clients\":0}", "{\"clients\":1001}", "{\"clients\":2,\"rate\":5}", "{\"clients\":1.5}"
            })
    void nonsenseIsNoLoad(String body) throws Exception {
        assertThat(admin.send("POST", "/api/load", body).statusCode()).isEqualTo(400);
    }
}
