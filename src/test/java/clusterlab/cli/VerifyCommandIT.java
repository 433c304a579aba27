package clusterlab.cli;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Browser;
import clusterlab.LabProcess;
import clusterlab.LabProcess.Launcher;
import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code record} and {@code verify} of the packaged jar. */
class VerifyCommandIT {
    private static final String COUNTER = Path.of("webapp").toAbsolutePath().toString();

    @TempDir
    Path temp;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatWasRecordedIsVerifiedAndTheExitCodeIsTheVerdict() throws Exception {
        Path har = temp.resolve("journey.har");
        try (LabProcess record =
                Launcher.here(temp).runOnAnyPorts("record", COUNTER, "--json", "--output", har.toString())) {
            Map<String, Object> ready = record.awaitReady();
            Browser browser = new Browser();
            for (int i = 1; i <= 3; i++) {
                assertThat(browser.open(ready.get("front").toString()).body()).contains("Session Counter = " + i + "<");
            }
            record.signal("TERM");
            assertThat(record.awaitExit()).as(record::toString).isEqualTo(0);
            assertThat(record.leftBehind()).isEmpty();
        }
        Path html = temp.resolve("verify.html");
        try (LabProcess verify = Launcher.here(temp)
                .runOnAnyPorts(
                        "verify",
                        COUNTER,
                        "--journey",
                        har.toString(),
                        "--fault",
                        "kill",
                        "--json",
                        "--report",
                        html.toString())) {
            assertThat(verify.awaitExit()).as(verify::toString).isEqualTo(0);
            Map<String, Object> report = JSON.std.mapFrom(verify.out().get(0));
            assertThat(report).containsEntry("status", "VALID").containsEntry("app", "webapp");
            assertThat(report.get("steps").toString()).isEqualTo("[GET /, GET /, GET /]");
            assertThat(Files.readString(html)).contains("KEPT (VALID)");
            assertThat(verify.leftBehind()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"log\":{\"entries\":[]}}",
                "{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"file:///etc/passwd\"},\"response\":{\"status\":200}}]}}",
                "{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"http://a/\",\"headers\":[{\"name\":\"A\",\"value\":\"b\\r\\nC: d\"}]},\"response\":{\"status\":200}}]}}"
            })
    void aHostileJourneyEndsWithOneSentence(String json) throws Exception {
        Path har = Files.writeString(temp.resolve("hostile.har"), json);
        try (LabProcess verify = Launcher.here(temp).run("verify", COUNTER, "--journey", har.toString())) {
            assertThat(verify.awaitExit()).as(verify::toString).isEqualTo(64);
            assertThat(verify.out()).isEmpty();
            assertThat(verify.err()).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("cluster-lab: --journey " + har + ": ")
                    .endsWith("."));
            assertThat(verify.leftBehind()).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSignalEndsItWithoutAVerdict() throws Exception {
        try (LabProcess verify = Launcher.here(temp).runOnAnyPorts("verify", COUNTER)) {
            eventually("it has a run folder")
                    .untilAsserted(() -> assertThat(verify.leftBehind()).isNotEmpty());
            verify.signal("TERM");
            assertThat(verify.awaitExit()).as(verify::toString).isEqualTo(2);
            assertThat(verify.err()).contains("Stopped before the end; no verdict.");
            assertThat(verify.leftBehind()).isEmpty();
        }
    }

    private String page(String name, String jsp) throws Exception {
        Path app = temp.resolve("app");
        Files.writeString(
                Files.createDirectories(app.resolve("WEB-INF")).resolve("web.xml"),
                "<web-app><distributable/></web-app>");
        Files.writeString(app.resolve(name), jsp);
        return app.toString();
    }

    @Test
    void anApplicationThatEndsTheJvmGetsNoExitCodeOfZero() throws Exception {
        page("end.jsp", "<% System.exit(0); %>");
        String app = page("index.jsp", "<% session.setAttribute(\"a\", 1); %><a href=\"end.jsp\">next</a>");
        try (LabProcess verify = Launcher.here(temp).runOnAnyPorts("verify", app)) {
            assertThat(verify.awaitExit()).as(verify::toString).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(verify.toString())
                    .contains("the application ended this JVM with System.exit (org.apache.jsp.end_jsp._jspService")
                    .contains("Use --process");
            assertThat(verify.leftBehind()).isEmpty();
        }
    }

    /** The reads of an answer that goes on for ever never time out. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPageThatStreamsForEverIsLeftOut() throws Exception {
        page(
                "stream.jsp",
                "<% while (true) { out.println(\"data\"); out.flush(); synchronized (out) { out.wait(200); } } %>");
        String app = page(
                "index.jsp",
                "<% Integer n = (Integer) session.getAttribute(\"n\"); session.setAttribute(\"n\", n == null ? 1 : n + 1);"
                        + " %><p><%= session.getAttribute(\"n\") %></p><a href=\"stream.jsp\">next</a>");
        try (LabProcess verify = Launcher.here(temp).runOnAnyPorts("verify", app, "--fault", "move")) {
            assertThat(verify.awaitExit()).as(verify::toString).isEqualTo(0);
            assertThat(verify.toString()).contains("GET /stream.jsp is left out: the answer did not end within 5 s.");
        }
    }
}
