package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A saved replay in a browser, from the disk, after its lab has ended. */
class ReplayIT {
    private static final String EVIL = "<img src=x onerror=\"document.title='owned'\">";

    @TempDir
    private Path folder;

    @Test
    void aKilledNodeIsKilledAtItsTimeAndUpBefore() throws Exception {
        Path file = folder.resolve("replay.html");
        try (TesterAdmin admin = TesterAdmin.boot(TesterAdmin.nodes(3).webapp(attributeSetter()))) {
            admin.lab().control().record();
            String session = admin.count(0, "");
            admin.bare(HttpRequest.newBuilder(
                            URI.create(admin.lab().topology().nodes().get(0).httpUrl() + "?name="
                                    + URLEncoder.encode("__proto__", StandardCharsets.UTF_8) + "&value="
                                    + URLEncoder.encode(EVIL, StandardCharsets.UTF_8)))
                    .header("Cookie", "JSESSIONID=" + session));
            eventually("the session was recorded")
                    .atMost(TesterAdmin.PATIENCE)
                    .until(() -> sessions(admin).toString().contains("onerror"));
            eventually("so much was recorded that there is something before the fault")
                    .atMost(TesterAdmin.PATIENCE)
                    .until(() -> admin.lab().control().recording().endMillis()
                                    - admin.lab().control().recording().beginMillis()
                            > 2_000);
            admin.lab().control().kill("node2");
            eventually("the kill was recorded").atMost(TesterAdmin.PATIENCE).until(() -> last(admin, "node2")
                    .contains("KILLED"));
            admin.lab().control().start("node2");
            eventually("the start was recorded").atMost(TesterAdmin.PATIENCE).until(() -> last(admin, "node2")
                    .contains("state=UP"));
            var answer = admin.get("/api/replay");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"replay.html\"");
            Files.writeString(file, answer.body());
        }
        try (Chromium browser = Chromium.start()) {
            browser.driver().get(file.toUri().toString());
            browser.until("#drawing .node", node -> node.getAttribute("class").contains("state-up"));
            assertThat(state(browser, "node2")).contains("state-up");
            assertThat(browser.driver().getTitle()).startsWith("Replay: ");

            // It opens a little before the fault, which is the first mark.
            long fault = millis(browser, "replay.marks.find(mark => mark.kind === 'FaultBegan').at");
            assertThat(fault).isGreaterThan(1_500);
            assertThat(millis(browser, "replay.at")).isEqualTo(fault - 1_500);
            // A step of the slider is 0.1 s.
            assertThat(millis(browser, "Number(document.querySelector('#r-slider').value)"))
                    .isBetween(fault - 1_600, fault - 1_400);
            // The first mark is the fault, the next one the node.
            browser.one("#r-slider").sendKeys(Keys.ARROW_RIGHT);
            browser.until(
                    "#r-now", text -> text.getText().isEmpty() || text.getText().contains("kill node2"));
            long killed = millis(browser, "replay.marks.find(mark => mark.kind === 'NodeChanged').at");
            browser.driver().executeScript("replay.seek(arguments[0] + 400)", killed);
            browser.until("#drawing .node", node -> node.getAttribute("class").contains("state-killed"));
            assertThat(state(browser, "node2")).contains("state-killed");
            assertThat(state(browser, "node1")).contains("state-up");

            browser.one("#r-slider").sendKeys(Keys.HOME);
            browser.until(
                    "#drawing .node",
                    node -> node.getAttribute("aria-label").startsWith("node2")
                            && node.getAttribute("class").contains("state-up"));
            browser.one("#r-slider").sendKeys(Keys.END);
            browser.until("#r-body td", cell -> String.valueOf(cell.getAttribute("title"))
                    .contains("onerror"));
            assertThat(browser.find("#r-body img, #r-events img, #drawing img")).isEmpty();
            assertThat(browser.driver().getTitle()).startsWith("Replay: ");
            browser.screenshot("replay-light");

            browser.one("#language").click();
            browser.until("#r-history-title", title -> title.getText().equals("일어난 일"));
            browser.dark(true);
            browser.screenshot("replay-dark-korean");

            browser.driver().executeScript("replay.seek(0); document.activeElement.blur()");
            browser.driver().switchTo().activeElement().sendKeys(" ");
            browser.until("#r-clock", time -> !time.getText().startsWith("0:00.0"));
            browser.assertNoComplaint();
        }
    }

    private static long millis(Chromium browser, String script) {
        return ((Number) browser.driver().executeScript("return " + script)).longValue();
    }

    private static List<?> sessions(TesterAdmin admin) throws Exception {
        return admin.lab().control().recording().frames().stream()
                .map(frame -> frame.state().get("sessions"))
                .toList();
    }

    private static String last(TesterAdmin admin, String node) throws Exception {
        var frames = admin.lab().control().recording().frames();
        Map<?, ?> nodes = (Map<?, ?>) frames.get(frames.size() - 1).state().get("nodes");
        return String.valueOf(nodes.get(node));
    }

    private static String state(Chromium browser, String node) {
        return browser.find("#drawing .node").stream()
                .filter(one -> one.getAttribute("aria-label").startsWith(node + ","))
                .map(one -> one.getAttribute("class"))
                .findFirst()
                .orElseThrow();
    }

    /** A servlet that puts what it is told into the session. */
    private Path attributeSetter() throws Exception {
        Path webapp = folder.resolve("webapp");
        Files.createDirectories(webapp.resolve("WEB-INF"));
        Files.writeString(
                webapp.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\"><distributable/></web-app>");
        String servlet = TesterServlet.class.getName().replace('.', '/') + ".class";
        Path target = webapp.resolve("WEB-INF/classes").resolve(servlet);
        Files.createDirectories(target.getParent());
        try (InputStream in = TesterServlet.class.getResourceAsStream("/" + servlet)) {
            Files.copy(in, target);
        }
        return webapp;
    }
}
