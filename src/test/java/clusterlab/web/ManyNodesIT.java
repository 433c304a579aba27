package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 32 nodes still make a picture, and a browser that keeps up with them. */
class ManyNodesIT {
    @Test
    void thirtyTwoNodesStayFluid() throws Exception {
        try (Chromium browser = Chromium.start();
                TesterAdmin admin =
                        TesterAdmin.bootWithFront(TesterAdmin.nodes(32).readyTimeout(Duration.ofMinutes(3)))) {
            browser.login(admin);
            for (int i = 0; i < 32; i++) {
                admin.count(i, "");
            }
            eventually("sessions")
                    .atMost(TesterAdmin.PATIENCE)
                    .until(() -> browser.find("#sessions .row").size() >= 6);
            browser.screenshot("many-32-light");
            browser.dark(true);
            admin.send("POST", "/api/nodes/node5/kill", "");
            admin.send(
                    "POST",
                    "/api/faults",
                    "{\"type\":\"partition\",\"groups\":[[\"node1\",\"node2\",\"node3\",\"node4\"]]}");
            eventually("two islands")
                    .atMost(TesterAdmin.PATIENCE)
                    .until(() -> browser.find(".island").size() == 2);
            browser.screenshot("many-32-partition-dark");

            Object frames = browser.driver()
                    .executeAsyncScript(
                            """
                    const done = arguments[0];
                    let frames = 0;
                    const start = performance.now();
                    const step = now => now - start > 2000 ? done(frames / 2) : (frames++, requestAnimationFrame(step));
                    requestAnimationFrame(step);
                    """);
            assertThat(((Number) frames).doubleValue()).as("frames a second").isGreaterThan(15);
            assertThat(admin.cluster()).containsKey("nodes");
            browser.assertNoComplaint();
        }
    }
}
