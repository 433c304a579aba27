package clusterlab.cli;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar on a pseudo-terminal, which script(1) of util-linux makes, and ctl beside it. */
@Timeout(120)
class PromptIT {
    private static final String CONTROL_C = "\003";
    private static final String CONTROL_D = "\004";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final StringBuffer screen = new StringBuffer();
    private Process terminal;
    private Thread reader;
    private int looked;

    @BeforeEach
    void boot() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script"))
                && System.getProperty("os.name").equals("Linux"));
        terminal = start(List.of(
                "/usr/bin/script",
                "-qefc",
                // exec: dash would stay as the parent, get the Ctrl-C too and end with 130, whatever java ends with.
                "exec " + String.join(" ", java("--http-port", "0", "--ajp-port", "0", "--receiver-port", "0")),
                "/dev/null"));
        InputStream out = terminal.getInputStream();
        reader = new Thread(() -> {
            try {
                byte[] buffer = new byte[4096];
                for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
                    screen.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                }
            } catch (IOException closed) {
                // The process was ended.
            }
        });
        reader.start();
        see("lab> ");
    }

    @AfterEach
    void end() throws Exception {
        if (terminal != null) {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly().waitFor();
            reader.join();
        }
    }

    private static List<String> java(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("clusterlab.jar")));
        words.addAll(List.of(arguments));
        return words;
    }

    private Process start(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", home.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("NO_COLOR", "1");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    private void type(String keys) throws IOException {
        OutputStream in = terminal.getOutputStream();
        in.write(keys.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Waits until the screen shows this after what was seen before. */
    private void see(String text) {
        eventually(text).atMost(PATIENCE).untilAsserted(() -> assertThat(screen.indexOf(text, looked))
                .as("'%s' in:%n%s", text, screen)
                .isNotNegative());
        looked = screen.indexOf(text, looked) + text.length();
    }

    private void ends() throws Exception {
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
        reader.join();
        assertThat(terminal.exitValue()).as(screen.toString()).isZero();
        see("Stopped.");
        assertThat(home).as("the state file and its folder are gone").isEmptyDirectory();
    }

    @Test
    void aNodeIsKilledAndStartedAtThePrompt() throws Exception {
        type("status\r");
        see("node3     UP        node1 node2");
        type("kill node2\r");
        see("node2 was killed");
        see("no node sees it");
        type("start node2\r");
        see("node2 is UP");
        see("Each of the 3 nodes that are up sees all others.");
        see("lab> ");
        type("stat\t");
        see("status");
        type("\r");
        see("node2     UP");
        type("quit\r");
        ends();
        assertThat(screen).doesNotContain("WARNING");
    }

    @Test
    void controlCClearsALineAndEndsTheLabAtAnEmptyPrompt() throws Exception {
        type("kill node2");
        see("kill node2");
        type(CONTROL_C);
        see("lab> ");
        type("status\r");
        see("node2     UP");
        see("lab> ");
        type(CONTROL_C);
        ends();
    }

    @Test
    void controlDEndsTheLab() throws Exception {
        type(CONTROL_D);
        ends();
    }

    @Test
    void ctlFindsTheLabAndEndsIt() throws Exception {
        List<String> listed = ctl(0, "ls", "--json");
        assertThat(listed)
                .singleElement()
                .asString()
                .contains("\"name\":\"lab-")
                .doesNotContain("token");
        assertThat(ctl(0, "ls")).singleElement().asString().startsWith("lab-");
        assertThat(ctl(64, "kil", "node2")).singleElement().asString().contains("did you mean kill?");
        assertThat(ctl(0, "stop")).singleElement().asString().startsWith("Stopped lab-");
        ends();
        assertThat(ctl(69, "status"))
                .singleElement()
                .asString()
                .matches("cluster-lab: No lab runs; start one with java -jar .*cluster-lab\\.jar -d\\.");
    }

    private List<String> ctl(int exitCode, String... words) throws Exception {
        List<String> line = java("ctl");
        line.addAll(List.of(words));
        Process process = start(line);
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(said.toString()).isEqualTo(exitCode);
        return said;
    }
}
