package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures of the dashboard, to be looked at: nodes × calm, load, kill, partition, healed × light, dark × laptop, projector, phone ×
 * English, Korean, under target/screenshots; {@code scripts/show screenshots} makes them. It prints the frames a second.
 */
@EnabledIfSystemProperty(named = "screens", matches = "all")
class ScreensIT {
    private static final List<int[]> SIZES =
            List.of(new int[] {1280, 800}, new int[] {1920, 1080}, new int[] {390, 844});
    private static final int SESSIONS = 40;

    @ParameterizedTest
    @ValueSource(ints = {3, 16, 64})
    void pictures(int nodes) throws Exception {
        try (Chromium browser = Chromium.start();
                TesterAdmin admin =
                        TesterAdmin.bootWithFront(TesterAdmin.nodes(nodes).readyTimeout(Duration.ofMinutes(5)))) {
            browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
            browser.login(admin);
            for (int i = 0; i < SESSIONS; i++) {
                admin.count(i % nodes, "");
            }
            browser.until("#matrix-body .row", row -> true);
            pictures(browser, admin, nodes, "calm");

            admin.send("POST", "/api/load", "{\"clients\":8,\"ratePerSecond\":40}");
            browser.until("#now-rate", rate -> rate.getText().matches("[3-5]\\d.*/s"));
            frames(browser, nodes, "load");
            pictures(browser, admin, nodes, "load");

            admin.send("POST", "/api/nodes/node2/kill", "");
            browser.until(".node.state-killed", node -> true);
            pictures(browser, admin, nodes, "kill");

            String side = IntStream.rangeClosed(1, nodes / 3)
                    .mapToObj(i -> "\"node" + i + "\"")
                    .collect(Collectors.joining(","));
            admin.send("POST", "/api/faults", "{\"type\":\"partition\",\"groups\":[[" + side + "]]}");
            browser.until(".island", island -> true);
            frames(browser, nodes, "partition");
            pictures(browser, admin, nodes, "partition");
            if (nodes > 3) {
                browser.one("#links-shown").click();
                frames(browser, nodes, "links");
                pictures(browser, admin, nodes, "links");
                browser.one("#links-shown").click();
            }

            admin.send("DELETE", "/api/load", "");
            admin.send("DELETE", "/api/faults", "");
            Eventually.eventually("no island is left")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> browser.find(".island").isEmpty());
            pictures(browser, admin, nodes, "healed");
            browser.assertNoComplaint();
        }
    }

    /** Each language is loaded once, each size and theme is only set. */
    private static void pictures(Chromium browser, TesterAdmin admin, int nodes, String state) throws Exception {
        boolean links = browser.one("#links-shown").getAttribute("aria-pressed").equals("true");
        for (String language : List.of("en", "ko")) {
            browser.driver().executeScript("localStorage.setItem('cluster-lab-language', '" + language + "')");
            browser.login(admin);
            browser.until("#matrix-body .row", row -> true);
            if (links) {
                browser.one("#links-shown").click();
            }
            for (int[] size : SIZES) {
                browser.size(size[0], size[1]);
                for (boolean dark : new boolean[] {false, true}) {
                    browser.dark(dark);
                    // Two seconds of samples, and the cards at their places.
                    frames(browser);
                    browser.screenshot(String.join(
                            "-",
                            "screen",
                            String.valueOf(nodes),
                            state,
                            dark ? "dark" : "light",
                            String.valueOf(size[0]),
                            language));
                }
            }
            browser.size(1920, 1080);
            browser.driver().executeScript("document.getElementById('present').click()");
            frames(browser);
            browser.screenshot(String.join("-", "screen", String.valueOf(nodes), state, "presenter", language));
            browser.driver().executeScript("document.getElementById('present').click()");
            browser.dark(false);
        }
    }

    private static void frames(Chromium browser, int nodes, String state) {
        double frames = frames(browser);
        System.out.println(nodes + " nodes, " + state + ": " + Math.round(frames) + " frames/s");
        assertThat(frames).as(nodes + " nodes, " + state).isGreaterThanOrEqualTo(30);
    }

    private static double frames(Chromium browser) {
        Object frames = browser.driver()
                .executeAsyncScript(
                        """
                const done = arguments[0];
                let frames = 0;
                const start = performance.now();
                const step = now => now - start > 1000 ? done(frames * 1000 / (now - start)) : (frames++, requestAnimationFrame(step));
                requestAnimationFrame(step);
                """);
        return ((Number) frames).doubleValue();
    }
}
