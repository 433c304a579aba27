package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import clusterlab.LabProcess.Launcher;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user holds in hand: {@code java -jar cluster-lab.jar}, as a plain process. */
class FatJarIT {
    /** One second is promised; a busy machine gets more. */
    private static final Duration STOP = Duration.ofSeconds(5);

    @TempDir
    Path temp;

    /** The JVM of this test and those that the property names. */
    static Stream<Path> javaHomes() {
        return Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"))),
                Arrays.stream(System.getProperty("clusterlab.jdks", "").split(" "))
                        .filter(home -> !home.isBlank())
                        .map(Path::of));
    }

    /** With no JVM option: what multicast on the loopback needs, the command sees to itself. */
    @ParameterizedTest
    @MethodSource("javaHomes")
    void tutorialBootsAnswersAndStopsOnEveryJdk(Path javaHome) throws Exception {
        Launcher launcher = new Launcher(javaHome, List.of(), temp);
        try (LabProcess lab = launcher.runOnAnyPorts("--json", "--preset", "tutorial")) {
            Map<String, Object> ready = lab.awaitReady();
            Browser browser = new Browser();
            assertThat(browser.open(nodes(ready).get(0).get("http").toString()).body())
                    .contains("Session Clustering Test WAS1", "Session Counter = 1<");
            stopsInOrder(lab, ready, "TERM");
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void multicastBootsAndStopsOnEveryJdk(Path javaHome) throws Exception {
        Launcher launcher = new Launcher(javaHome, List.of(), temp);
        try (LabProcess lab = launcher.runOnAnyPorts("--json", "--membership", "multicast", "--manager", "backup")) {
            stopsInOrder(lab, lab.awaitReady(), "INT");
        }
    }

    /** Turkish has an i without a dot, Korean no Latin script; neither may reach a word or a number. */
    @ParameterizedTest
    @ValueSource(strings = {"ko", "tr"})
    void everyDefaultLanguageWorks(String language) throws Exception {
        Launcher launcher = Launcher.here(temp).with("-Duser.language=" + language, "-Dfile.encoding=ISO-8859-1");
        try (LabProcess lab = launcher.runOnAnyPorts("run", "--json", "--preset", "MINIMAL")) {
            stopsInOrder(lab, lab.awaitReady(), "TERM");
        }
    }

    @Test
    void whatAnApplicationPrintsDoesNotReachStdout() throws Exception {
        Path app = Files.createDirectory(temp.resolve("app"));
        Files.writeString(
                app.resolve("index.jsp"),
                """
                <% System.out.println("noise"); System.err.println("noise");
                   new Thread(() -> { while (true) System.out.println("noise"); }) {{ setDaemon(true); }}.start(); %>ok""");
        try (LabProcess lab = Launcher.here(temp)
                .runOnAnyPorts("--json", "--nodes", "1", "--webapp", app.toString(), "--context-path", "/a")) {
            Map<String, Object> ready = lab.awaitReady();
            assertThat(new Browser()
                            .open(nodes(ready).get(0).get("http").toString())
                            .body())
                    .isEqualTo("ok");
            stopsInOrder(lab, ready, "TERM");
            assertThat(lab.err()).anySatisfy(line -> assertThat(line).contains("<distributable/>"));
        }
    }

    /** The jar holds what the conversion needs of its libraries. */
    @Test
    void anApplicationForJavaxWithALibraryIsConverted() throws Exception {
        String war = TestApps.war("javax-fragment-veto", Twin.MENDED).toString();
        try (LabProcess lab = Launcher.here(temp).runOnAnyPorts("--json", "--nodes", "1", "--webapp", war)) {
            Map<String, Object> ready = lab.awaitReady();
            assertThat(new Browser()
                            .open(nodes(ready).get(0).get("http").toString())
                            .body())
                    .contains("Welcome to the shop");
            stopsInOrder(lab, ready, "TERM");
            assertThat(lab.err()).anySatisfy(line -> assertThat(line).contains("converted for jakarta.servlet"));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSecondCtrlCEndsAtOnce() throws Exception {
        Path app = Files.createDirectories(temp.resolve("app/WEB-INF")).getParent();
        Files.writeString(
                app.resolve("index.jsp"),
                "<%! public void jspDestroy() { try { Thread.sleep(60000); } catch (InterruptedException e) {} } %>ok");
        try (LabProcess lab = Launcher.here(temp).runOnAnyPorts("--json", "--nodes", "1", "--webapp", app.toString())) {
            new Browser().open(nodes(lab.awaitReady()).get(0).get("http").toString());
            long start = System.nanoTime();
            // Signals of the same kind that arrive together are one.
            lab.signal("INT");
            eventually("the second signal ends it").untilAsserted(() -> {
                lab.signal("INT");
                assertThat(lab.isAlive()).as(lab::toString).isFalse();
            });
            assertThat(lab.awaitExit()).isEqualTo(130);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP);
        }
    }

    /** Otherwise it would run on where no one sees it. */
    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"| head -1", ">&-", "> /dev/full"})
    void aLabWhoseStdoutIsGoneEndsAndSaysSo(String redirection) throws Exception {
        Assumptions.assumeTrue(!redirection.contains("/dev/full") || Files.exists(Path.of("/dev/full")));
        try (LabProcess lab = Launcher.here(temp)
                .runIn(
                        "{ \"$@\"; echo \"exit code $?\" >&2; } " + redirection,
                        "--json",
                        "--nodes",
                        "1",
                        "--http-port",
                        "0",
                        "--ajp-port",
                        "0",
                        "--receiver-port",
                        "0",
                        "--front-port",
                        "0",
                        "--admin-port",
                        "0")) {
            lab.awaitExit();
            assertThat(lab.err())
                    .satisfiesExactly(
                            sentence -> assertThat(sentence).startsWith("cluster-lab: stdout is"),
                            code -> assertThat(code).isEqualTo("exit code 74"));
            assertThat(lab.leftBehind()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPlanThatCantBePrintedIsNoSuccess() throws Exception {
        try (LabProcess lab =
                Launcher.here(temp).runIn("{ \"$@\"; echo \"exit code $?\" >&2; } > /dev/full", "--dry-run")) {
            lab.awaitExit();
            assertThat(lab.err()).last().isEqualTo("exit code 74");
            assertThat(lab.err()).anyMatch(sentence -> sentence.startsWith("cluster-lab: stdout is"));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theNextRunRemovesTheFolderOfAKilledOne() throws Exception {
        Path left;
        try (LabProcess lab = Launcher.here(temp).runOnAnyPorts("--json", "--nodes", "1")) {
            left = Path.of(lab.awaitReady().get("dir").toString());
            lab.signal("KILL");
            lab.awaitExit();
            assertThat(left).isDirectory();
        }
        try (LabProcess lab = Launcher.here(temp).runOnAnyPorts("--json", "--nodes", "1")) {
            Map<String, Object> ready = lab.awaitReady();
            assertThat(left).doesNotExist();
            stopsInOrder(lab, ready, "TERM");
        }
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"boot", "load"})
    void experimentThatIsInterruptedHasNoVerdictAndLeavesNothing(String stage) throws Exception {
        Path report = temp.resolve("report");
        try (LabProcess lab =
                Launcher.here(temp).run("experiment", "failover", "--duration", "600", "--report", report.toString())) {
            eventually("the stage " + stage).untilAsserted(() -> assertThat(
                            stage.equals("boot") ? !lab.leftBehind().isEmpty() : historyOf(report) > 10_000)
                    .as(lab::toString)
                    .isTrue());
            lab.signal("INT");
            assertThat(lab.awaitExit()).as(lab.toString()).isEqualTo(2);
            assertThat(lab.err()).last().asString().contains("no verdict");
            assertThat(lab.leftBehind()).isEmpty();
            assertThat(report.resolve("report.html")).doesNotExist();
        }
    }

    private static long historyOf(Path report) throws IOException {
        if (!Files.isDirectory(report)) {
            return 0;
        }
        long bytes = 0;
        try (DirectoryStream<Path> histories = Files.newDirectoryStream(report, "history*.jsonl")) {
            for (Path history : histories) {
                bytes += Files.size(history);
            }
        }
        return bytes;
    }

    @Test
    void withoutMulticastOneSentenceSaysWhatToDoBeforeAnyNodeStarts() throws Exception {
        Launcher dualStack = Launcher.here(temp).with("-Djava.net.preferIPv4Stack=false");
        try (LabProcess lab = dualStack.runOnAnyPorts("--membership", "multicast")) {
            assertThat(lab.awaitExit()).isEqualTo(69);
            assertThat(lab.out()).isEmpty();
            assertThat(lab.err()).singleElement().asString().contains("Multicast", "--membership static");
            assertThat(lab.leftBehind()).isEmpty();
        }
    }

    @Test
    void everyMistakeIsOnStderrAndTheExitCodeIs64() throws Exception {
        try (LabProcess lab = Launcher.here(temp).run("--json", "--nodes", "0", "--preset", "x", "--what", "y")) {
            assertThat(lab.awaitExit()).isEqualTo(64);
            assertThat(lab.out()).isEmpty();
            // What follows an option that there is not is its value, and no mistake of its own.
            assertThat(lab.err()).hasSize(3).allSatisfy(line -> assertThat(line)
                    .startsWith("cluster-lab: ")
                    .endsWith("."));
        }
    }

    @Test
    void anAskedPortThatIsTakenIs69() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LabProcess lab = Launcher.here(temp).run("--http-port", "" + other.getLocalPort(), "-n", "1")) {
            assertThat(lab.awaitExit()).isEqualTo(69);
            assertThat(lab.err())
                    .singleElement()
                    .asString()
                    .contains("--http-port " + other.getLocalPort(), "is taken");
        }
    }

    @Test
    void dryRunPrintsThePlanAndOpensNothing() throws Exception {
        try (LabProcess json = Launcher.here(temp).run("--dry-run", "--json");
                LabProcess text = Launcher.here(temp).run("--dry-run", "--nodes", "2")) {
            assertThat(json.awaitExit()).isZero();
            assertThat(json.out()).singleElement().satisfies(line -> assertThat(JSON.std.mapFrom(line))
                    .containsEntry("event", "plan"));
            assertThat(text.awaitExit()).isZero();
            assertThat(String.join("\n", text.out())).contains("node2", "nothing was started");
            assertThat(json.leftBehind()).isEmpty();
        }
    }

    @Test
    void versionNamesItsOwnTomcatsAndJavas() throws Exception {
        try (LabProcess lab = Launcher.here(temp).run("--version")) {
            assertThat(lab.awaitExit()).isZero();
            assertThat(lab.out())
                    .satisfiesExactly(
                            own -> assertThat(own).matches("cluster-lab \\d+\\.\\d+.*"),
                            tomcat -> assertThat(tomcat).matches("Tomcat 11\\.\\d+\\.\\d+"),
                            java -> assertThat(java).startsWith("Java " + System.getProperty("java.version")));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void bashTakesTheCompletionScript() throws Exception {
        try (LabProcess lab = Launcher.here(temp).run("completion", "bash")) {
            assertThat(lab.awaitExit()).isZero();
            Path script = Files.write(temp.resolve("completion.bash"), lab.out(), StandardCharsets.UTF_8);
            assertThat(script).content().contains("--nodes", "--membership");
            Process check = new ProcessBuilder("bash", "-n", script.toString())
                    .inheritIO()
                    .start();
            assertThat(check.waitFor()).isZero();
        }
    }

    @Test
    void jarIsSmall() throws IOException {
        assertThat(Files.size(Path.of(System.getProperty("clusterlab.jar"))))
                .isLessThan(Long.getLong("clusterlab.jar.megabytes") * 1_000_000);
    }

    /** Exit code 0, stdout pure, ports free, nothing left. */
    private static void stopsInOrder(LabProcess lab, Map<String, Object> ready, String signal) throws Exception {
        assertThat(Path.of(ready.get("dir").toString())).isDirectory();
        long start = System.nanoTime();
        lab.signal(signal);
        assertThat(lab.awaitExit()).as("exit code; %s", lab).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP);
        assertThat(lab.out())
                .allSatisfy(line -> assertThat(JSON.std.mapFrom(line)).containsKey("event"));
        assertThat(JSON.std.mapFrom(lab.out().get(lab.out().size() - 1))).containsEntry("event", "stopped");
        assertThat(lab.leftBehind()).isEmpty();
        for (Map<String, Object> node : nodes(ready)) {
            for (int port : List.of(URI.create(node.get("http").toString()).getPort(), (int) node.get("ajpPort"), (int)
                    node.get("receiverPort"))) {
                assertThatCode(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
                        .as("port %d", port)
                        .doesNotThrowAnyException();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> nodes(Map<String, Object> ready) {
        return (List<Map<String, Object>>) ready.get("nodes");
    }
}
