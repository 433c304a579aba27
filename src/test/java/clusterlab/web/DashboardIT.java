package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The dashboard in a real browser: what a teacher does. */
class DashboardIT {
    private static Chromium browser;
    private static TesterAdmin admin;

    @BeforeAll
    static void boot() throws Exception {
        browser = Chromium.start();
        admin = TesterAdmin.bootWithFront(TesterAdmin.nodes(3));
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
        admin.send("DELETE", "/api/load", "");
        admin.send("DELETE", "/api/faults", "");
        for (Map<String, Object> node : TesterAdmin.list(admin.cluster(), "nodes")) {
            if (!node.get("state").equals("UP")) {
                admin.send("POST", "/api/nodes/" + node.get("name") + "/start", "");
            }
        }
        browser.assertNoComplaint();
    }

    private static String count(int node, String session) throws Exception {
        return admin.count(node, session);
    }

    @Test
    void killByButtonAndTheCounterGoesOnElsewhere() throws Exception {
        String session = count(0, "");
        count(0, session);
        browser.press("node1, UP");
        browser.press("Kill node1");
        browser.until(".node.state-killed", node -> node.getAccessibleName().startsWith("node1"));
        browser.until("#status", status -> status.getText().contains("node1 was killed"));
        browser.until("#events li", line -> line.getText().contains("node1 is KILLED"));

        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(admin.lab().topology().nodes().get(1).httpUrl()))
                .header("Cookie", "JSESSIONID=" + session);
        assertThat(admin.bare(request).body()).contains("Session Counter = 3");
        browser.until("#sessions .copy", copy -> copy.getText().equals("3"));
        browser.screenshot("killed-light");

        browser.press("Start node1");
        browser.until(".node.state-up", node -> node.getAccessibleName().startsWith("node1"));
    }

    @Test
    void partitionShowsApartAndHeals() throws Exception {
        browser.press("Partition");
        browser.until("#verdict", verdict -> verdict.getText().contains("Cluster is split"));
        assertThat(browser.find(".island")).hasSize(2);
        assertThat(browser.find(".link.cut")).hasSize(2);
        browser.screenshot("partition-light");
        browser.dark(true);
        browser.screenshot("partition-dark");
        browser.dark(false);

        browser.press("Heal all");
        browser.until("#status", status -> status.getText().startsWith("All faults are healed"));
        eventually("no island is left").atMost(TesterAdmin.PATIENCE).until(() -> browser.find(".island")
                .isEmpty());
    }

    @Test
    void stickinessIsSwitchedAtTheFront() throws Exception {
        browser.press("Sticky sessions");
        browser.until("#sticky[aria-pressed=false]", button -> button.isEnabled());
        assertThat(TesterAdmin.object(admin.cluster(), "front")).containsEntry("sticky", false);
        browser.screenshot("not-sticky-light");

        browser.press("Sticky sessions");
        browser.until("#sticky[aria-pressed=true]", button -> button.isEnabled());
        assertThat(TesterAdmin.object(admin.cluster(), "front")).containsEntry("sticky", true);
        browser.dark(true);
        browser.screenshot("sticky-dark");
        browser.dark(false);
    }

    @Test
    void staleCopyStandsOut() throws Exception {
        String session = count(0, "");
        browser.press("node3, UP");
        browser.press("Isolate");
        browser.until("#status", status -> status.getText().startsWith("Active: "));
        count(0, session);
        count(0, session);

        browser.until(".row.differs .copy.stale", copy -> copy.getText().equals("≠ 1"));
        browser.until("#stale-count", told -> told.getText().contains("stale copies"));
        browser.screenshot("stale-light");
    }

    @Test
    void everythingIsReachedByKeyboard() throws Exception {
        browser.driver().executeScript("document.querySelector('#drawing .node').focus()");
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.until("#node-chips [aria-pressed=true]", chip -> chip.getText().equals("node1"));
        assertThat(browser.find("button, input, select, a").stream()
                        .filter(one -> one.isDisplayed())
                        .filter(one -> one.getAccessibleName().isBlank()))
                .isEmpty();
    }

    @Test
    void saysThatItIsDisconnectedAndComesBack() throws Exception {
        browser.driver().executeCdpCommand("Network.enable", Map.of());
        browser.driver().executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of("*/api/*")));
        browser.until("#lost", banner -> banner.getText().contains("Disconnected"));
        browser.driver().executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of()));
        eventually("it is live again")
                .atMost(TesterAdmin.PATIENCE)
                .until(() -> browser.one("#link").getText().equals("Live"));
        // What the browser complained of meanwhile was the test's doing.
        browser.driver().manage().logs().get("browser");
    }

    @Test
    void loadShowsInDrawingAndPlot() throws Exception {
        browser.one("#load-clients").clear();
        browser.one("#load-clients").sendKeys("12");
        browser.one("#load-rate").sendKeys("60");
        browser.press("Start load");
        browser.until("#now-rate", rate -> rate.getText().matches("[4-7]\\d.*/s"));
        browser.until(".dot", dot -> true);
        eventually("every node works").atMost(TesterAdmin.PATIENCE).until(() -> browser.find("#drawing .rate").stream()
                .noneMatch(rate -> rate.getText().equals("0/s")));
        browser.screenshot("load-3-light");
        browser.dark(true);
        browser.screenshot("load-3-dark");
        browser.size(1366, 768);
        browser.screenshot("load-3-laptop-dark");
        browser.dark(false);
        browser.size(1920, 1080);
    }
}
