package clusterlab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.lang.Lang;
import clusterlab.replay.ReplayData.Frame;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPageTest {
    private static final String EVIL = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>";

    @TempDir
    private Path folder;

    @AfterEach
    void english() {
        Lang.use(Lang.EN);
    }

    /** A recording as it comes of a lab under load: each node is killed and started once in a while. */
    private static ReplayData recording(int nodes, int seconds, int perSecond) {
        Random random = new Random(1);
        List<Frame> frames = new ArrayList<>();
        List<Map<String, Object>> events = new ArrayList<>();
        long[] requests = new long[nodes];
        for (int i = 0; i < seconds * perSecond; i++) {
            long at = 1_000L * i / perSecond;
            int down = (int) (at / 10_000) % 2 == 0 ? (int) (at / 20_000) % nodes : -1;
            Map<String, Object> all = new LinkedHashMap<>();
            for (int n = 0; n < nodes; n++) {
                requests[n] += random.nextInt(100);
                Map<String, Object> members = new LinkedHashMap<>();
                for (int m = 0; m < nodes; m++) {
                    if (m != n && m != down && n != down) {
                        members.put("node" + (m + 1), 1);
                    }
                }
                all.put(
                        "node" + (n + 1),
                        Map.of(
                                "index",
                                n,
                                "state",
                                n == down ? "KILLED" : "UP",
                                "ports",
                                List.of(8080, 8009, 4000),
                                "members",
                                members));
            }
            Map<String, Object> sessions = new LinkedHashMap<>();
            for (int s = 0; s < Math.max(4, Math.min(24, 512 / nodes)); s++) {
                sessions.put(
                        String.format("%032X.node1", s),
                        Map.of(
                                "attributes",
                                Map.of("session_counter", "" + random.nextInt(100_000)),
                                "copies",
                                Map.of("node1", "primary", "node2", "replica")));
            }
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("nodes", all);
            state.put(
                    "counts",
                    IntStream.range(0, nodes).mapToObj(n -> random.nextInt(9)).toList());
            state.put("faults", Map.of());
            state.put("sessions", sessions);
            frames.add(new Frame(
                    at, IntStream.range(0, nodes).mapToObj(n -> requests[n]).toList(), state));
            if (at % 10_000 == 0) {
                events.add(Map.of(
                        "event", "FaultBegan", "millis", at, "id", "f1", "description", "kill node" + (down + 1)));
                for (int n = 0; n < nodes; n++) {
                    events.add(
                            Map.of("event", "MemberAdded", "millis", at, "node", "node" + n, "member", "node" + down));
                }
            }
        }
        return new ReplayData(0, seconds * 1_000L, Map.of("name", "lab"), frames, events, 0);
    }

    private static Map<String, Object> data(byte[] page) throws IOException {
        String html = new String(page, StandardCharsets.UTF_8);
        String open = "id=\"r-data\">";
        String base64 =
                html.substring(html.indexOf(open) + open.length(), html.indexOf("</script>", html.indexOf(open)));
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            return JSON.std.mapFrom(in.readAllBytes());
        }
    }

    @Test
    void aMinuteOfThreeNodesIsSmall() {
        assertThat(ReplayPage.of(recording(3, 60, 4))).hasSizeLessThan(300_000);
    }

    @Test
    void tenMinutesOf64NodesFitIntoOneMegabyte() throws Exception {
        ReplayData recording = recording(64, 600, 2);
        byte[] page = ReplayPage.of(recording);
        assertThat(page).hasSizeLessThanOrEqualTo(1_000_000);
        List<?> frames = (List<?>) data(page).get("frames");
        assertThat(frames).hasSizeGreaterThan(100);
    }

    @Test
    void whatWasRecordedIsNoMarkup() throws Exception {
        Map<String, Object> state = Map.of(
                "nodes",
                Map.of(),
                "counts",
                List.of(),
                "sessions",
                Map.of(EVIL, Map.of("attributes", Map.of(EVIL, EVIL))));
        ReplayData recording = new ReplayData(
                0,
                1_000,
                Map.of("name", EVIL),
                List.of(new Frame(0, List.of(), state)),
                List.of(Map.of("event", "LogWarning", "millis", 1, "node", "node1", "text", EVIL)),
                0);
        byte[] page = ReplayPage.of(
                recording,
                new Outcome(EVIL, "INVALID", EVIL, EVIL, EVIL, List.of(new Outcome.Found(1, EVIL, List.of(EVIL)))));
        assertThat(new String(page, StandardCharsets.UTF_8)).doesNotContain("owned", "onerror");
        assertThat(data(page).toString()).contains(EVIL);
    }

    @Test
    void thePolicyAllowsThisScriptOnly() throws Exception {
        String html = new String(ReplayPage.of(recording(2, 2, 2)), StandardCharsets.UTF_8);
        String script = html.substring(html.lastIndexOf("<script>") + 8, html.lastIndexOf("</script>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        assertThat(html)
                .contains("default-src 'none'", "script-src 'sha256-" + hash + "'")
                .doesNotContain(" src=", "<link", "@import", "url(");
        assertThat(script).doesNotContain("</script", "eval(", "innerHTML", "fetch(", "\nimport ", "\nexport ");
    }

    @Test
    void itHasTheKoreanOfItsTextsAndOpensInTheLanguageOfTheRun() throws Exception {
        Lang.use(Lang.KO);
        byte[] page = ReplayPage.of(recording(2, 2, 2));
        assertThat(new String(page, StandardCharsets.UTF_8)).contains("<html lang=\"ko\">");
        Map<?, ?> words = (Map<?, ?>) data(page).get("words");
        Map<?, ?> korean = (Map<?, ?>) words.get("ko");
        assertThat(korean.get("Play")).isEqualTo("재생");
        assertThat(korean.get("+ Add a node")).isNull();
    }

    @Test
    void theVerdictAndTheStoriesHaveTheirKorean() throws Exception {
        String line = "If node2 dies, the session is lost.";
        Outcome outcome = new Outcome(
                "failover",
                "INVALID",
                "INVALID",
                line,
                "",
                List.of(new Outcome.Found(1, "session ABC", List.of("no sentence of this project", line))));
        Map<?, ?> words =
                (Map<?, ?>) data(ReplayPage.of(recording(2, 2, 2), outcome)).get("words");
        assertThat(((Map<?, ?>) words.get("ko")).get(line))
                .isEqualTo(Lang.KO.says(line))
                .isNotEqualTo(line);
        assertThat(words.get("ko").toString()).doesNotContain("no sentence of this project");
    }

    @Test
    void aFileThatCanNotBeWrittenLeavesNone() {
        Path file = folder.resolve("no/such/folder.html");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ReplayPage.write(new byte[] {1}, file))
                .isInstanceOf(IOException.class);
        assertThat(Files.exists(file)).isFalse();
    }
}
