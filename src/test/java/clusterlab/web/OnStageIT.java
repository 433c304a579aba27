package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The dashboard before an audience: what it says, how large, for whom, and after it was loaded again. */
class OnStageIT {
    private static final int SESSIONS = 12;

    private static Chromium browser;
    private static TesterAdmin admin;
    private static final List<String> sessions = new ArrayList<>();

    @BeforeAll
    static void boot() throws Exception {
        browser = Chromium.start();
        admin = TesterAdmin.bootWithFront(TesterAdmin.nodes(3));
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(admin.count(i % 3, ""));
        }
        browser.login(admin);
    }

    @AfterAll
    static void close() throws Exception {
        try (Chromium closed = browser;
                TesterAdmin ended = admin) {
            // Both, whatever fails.
        }
    }

    @AfterEach
    void mend() throws Exception {
        admin.send("DELETE", "/api/faults", "");
        // A copy is the same again after the next change of its session.
        for (int i = 0; i < SESSIONS; i++) {
            admin.count(i % 3, sessions.get(i));
        }
        browser.assertNoComplaint();
    }

    private static Object script(String script) {
        return browser.driver().executeScript(script);
    }

    /** The sessions that {@code /api/sessions} counts as different. */
    private static int differing() throws Exception {
        return ((Number) TesterAdmin.json(admin.get("/api/sessions?limit=1")).get("differing")).intValue();
    }

    @Test
    void cutIsDrawnBeforeTheNodesNoticeIt() throws Exception {
        // The members notice it after the detection time at the earliest; the fault is in force at once.
        Thread cut = new Thread(() -> {
            try {
                admin.send("POST", "/api/faults", "{\"type\":\"partition\",\"groups\":[[\"node1\"]]}");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        cut.start();
        browser.until("#verdict", verdict -> verdict.getText().contains("cut, not noticed yet: node1 | node2 node3"));
        assertThat(browser.find(".link.cut.early")).hasSize(2);
        browser.until("#verdict", verdict -> verdict.getText().startsWith("Cluster is split: node1 | node2 node3."));
        assertThat(browser.find(".link.cut.early")).isEmpty();
        cut.join();
    }

    @Test
    void copiesThatDifferAreCountedOverAllSessionsAndComeFirst() throws Exception {
        browser.press("node3, UP");
        browser.press("Isolate");
        browser.until("#status", status -> status.getText().startsWith("Active: "));
        admin.count(0, sessions.get(0));
        admin.count(0, sessions.get(3));

        eventually("two differ").atMost(TesterAdmin.PATIENCE).until(() -> differing() == 2);
        Map<String, Object> only = TesterAdmin.json(admin.get("/api/sessions?only=differing&limit=1"));
        assertThat(only)
                .containsEntry("total", SESSIONS)
                .containsEntry("matching", 2)
                .containsEntry("examined", SESSIONS);
        assertThat(TesterAdmin.list(only, "sessions")).hasSize(1);
        List<Map<String, Object>> first =
                TesterAdmin.list(TesterAdmin.json(admin.get("/api/sessions?order=differing")), "sessions");
        assertThat(first.subList(0, 2)).allMatch(one -> one.get("stale").equals(true));
        assertThat(first.subList(2, SESSIONS)).allMatch(one -> one.get("stale").equals(false));
        assertThat(admin.get("/api/sessions?order=size").statusCode()).isEqualTo(400);
        browser.until("#verdict", verdict -> verdict.getText().endsWith("2 sessions differ."));

        browser.press("Heal all");
        browser.until("#status", status -> status.getText().contains("Tomcat does not merge them"));
        browser.until("#verdict", verdict -> verdict.getText().contains("Tomcat does not merge copies"));
        browser.screenshot("healed-light");
        admin.count(0, sessions.get(0));
        admin.count(0, sessions.get(3));
        eventually("none differs").atMost(TesterAdmin.PATIENCE).until(() -> differing() == 0);
        browser.until("#status", status -> status.getText().endsWith("s)."));
    }

    @Test
    void whatCountsIsLargeInPresenterMode() throws Exception {
        script("document.activeElement.blur()");
        new org.openqa.selenium.interactions.Actions(browser.driver())
                .sendKeys("p")
                .perform();
        browser.until("html.presenter", page -> true);
        // Let the cards move to their places and take their sizes.
        browser.until("#drawing .name", name -> size(name) > 30);
        for (String what : List.of(
                "#verdict",
                "#drawing .name",
                "#drawing .state",
                "#drawing .rate",
                "#drawing .sessions",
                "#status",
                "#legend li",
                "#matrix-head .column",
                ".row .id",
                ".row .copy",
                "#session-count",
                "#now-rate",
                "#node-actions button")) {
            assertThat(size(browser.one(what))).as(what).isGreaterThanOrEqualTo(24);
        }
        browser.screenshot("presenter-light");
        assertNoSeriousViolation("presenter mode");
        new org.openqa.selenium.interactions.Actions(browser.driver())
                .sendKeys("p")
                .perform();
        browser.until("html:not(.presenter)", page -> true);
    }

    private static double size(WebElement element) {
        return Double.parseDouble(element.getCssValue("font-size").replace("px", ""));
    }

    @Test
    void rowsAreOneStopOfTheTabKey() throws Exception {
        browser.until("#matrix-body .row", row -> true);
        assertThat(browser.find("#matrix-body .row[tabindex='0']")).hasSize(1);
        script("document.querySelector('#matrix-body .row[tabindex=\"0\"]').focus()");
        String first = focused();
        browser.driver().switchTo().activeElement().sendKeys(Keys.ARROW_DOWN);
        assertThat(focused()).isNotEqualTo(first);
        browser.driver().switchTo().activeElement().sendKeys(Keys.HOME);
        assertThat(focused()).isEqualTo(first);
        browser.driver().switchTo().activeElement().sendKeys(Keys.END);
        eventually("the last row").atMost(TesterAdmin.PATIENCE).until(() -> {
            List<Map<String, Object>> all =
                    TesterAdmin.list(TesterAdmin.json(admin.get("/api/sessions?order=differing")), "sessions");
            return focused().equals(all.get(SESSIONS - 1).get("id"));
        });
        assertThat(browser.find("#matrix-body .row[tabindex='0']")).hasSize(1);
        browser.driver().switchTo().activeElement().sendKeys(Keys.HOME);
    }

    private static String focused() {
        return String.valueOf(script("return document.activeElement.querySelector('.id span')?.title"));
    }

    @Test
    void chartAndEventsAreThereAfterAReload() throws Exception {
        admin.send("POST", "/api/nodes/node2/drain", "");
        admin.send("POST", "/api/nodes/node2/undrain", "");
        eventually("samples")
                .atMost(TesterAdmin.PATIENCE)
                .until(() -> TesterAdmin.list(TesterAdmin.json(admin.get("/api/history")), "samples")
                                .size()
                        >= 3);
        assertThat(TesterAdmin.list(TesterAdmin.json(admin.get("/api/history")), "events"))
                .extracting(event -> event.get("event"))
                .contains("NodeChanged", "SessionCreated")
                .doesNotContain("SessionUsed", "ReplicationTraffic");
        browser.login(admin);
        browser.until("#events li", line -> line.getText().contains("node1 is UP"));
        assertThat(script("return document.querySelector('#plot').getContext('2d') !== null"))
                .isEqualTo(true);
    }

    @Test
    void cardsDoNotOverlapWhateverIsCut() {
        Object overlaps = browser.driver()
                .executeAsyncScript(
                        """
                const done = arguments[0];
                import('/layout.js').then(({ layout, cutter }) => {
                  const bad = [];
                  for (const [width, height] of [[880, 360], [1400, 520], [1130, 540], [358, 520]]) {
                    for (const count of [1, 2, 3, 5, 8, 9, 16, 32, 64]) {
                      for (let parts = 1; parts <= Math.min(count, 6); parts++) {
                        for (const down of [0, 1]) {
                          if (count - down < parts) {
                            continue;
                          }
                          const names = Array.from({ length: count }, (_, i) => `node${i + 1}`);
                          const nodes = names.map((name, index) => ({ name, index, state: index < down ? 'KILLED' : 'UP',
                            members: names.filter(other => other !== name) }));
                          const groups = Array.from({ length: parts }, (_, p) => names.filter((_, i) => i % parts === p));
                          const cut = cutter([{ type: 'partition', groups }]);
                          const { places, card } = layout(nodes, width, height, true, 1, cut);
                          const all = [...places.values()];
                          all.forEach((a, i) => {
                            if (a.x - card.w / 2 < -1 || a.x + card.w / 2 > width + 1 || a.y + card.h / 2 > height + 1) {
                              bad.push(`${width}x${height} ${count} nodes in ${parts}, ${down} down: ${i} is outside`);
                            }
                            all.slice(i + 1).forEach((b, j) => {
                              if (Math.abs(a.x - b.x) < card.w - 0.5 && Math.abs(a.y - b.y) < card.h - 0.5) {
                                bad.push(`${width}x${height} ${count} nodes in ${parts}, ${down} down: ${i} and ${i + 1 + j}`);
                              }
                            });
                          });
                        }
                      }
                    }
                  }
                  done(bad.slice(0, 12));
                });
                """);
        assertThat((List<?>) overlaps).isEmpty();
    }

    @Test
    void axeFindsNoSeriousViolation() throws Exception {
        browser.until("#matrix-body .row", row -> true);
        assertNoSeriousViolation("light");
        browser.dark(true);
        assertNoSeriousViolation("dark");
        browser.dark(false);
        browser.press("node3, UP");
        browser.press("Isolate");
        browser.until("#status", status -> status.getText().startsWith("Active: "));
        admin.count(0, sessions.get(0));
        browser.until(".row.differs", row -> true);
        assertNoSeriousViolation("split, light");
        browser.dark(true);
        assertNoSeriousViolation("split, dark");
        browser.dark(false);
        script("localStorage.setItem('cluster-lab-language', 'ko')");
        browser.login(admin);
        browser.until("#verdict", verdict -> verdict.getText().contains("클러스터"));
        assertNoSeriousViolation("Korean");
        browser.screenshot("split-ko");
        script("localStorage.removeItem('cluster-lab-language')");
        browser.login(admin);
    }

    private static void assertNoSeriousViolation(String state) throws Exception {
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        try (InputStream axe =
                OnStageIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            browser.driver()
                    .executeScript(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
        }
        Object found = browser.driver()
                .executeAsyncScript(
                        """
                const done = arguments[0];
                axe.run(document, { resultTypes: ['violations'] }).then(
                  result => done(result.violations.filter(one => ['serious', 'critical'].includes(one.impact))
                    .map(one => `${one.id}: ${one.nodes.slice(0, 4).map(node => node.html.slice(0, 120) + ' ' + node.failureSummary.slice(0, 160)).join(' | ')}`)),
                  problem => done([String(problem)]));
                """);
        assertThat((List<?>) found).as(state).isEmpty();
    }
}
