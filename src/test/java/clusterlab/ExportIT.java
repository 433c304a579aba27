package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.LabProcess.Launcher;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export httpd} as a user has it: the packaged jar writes, a real httpd and a lab are started by hand. */
class ExportIT {
    @TempDir
    Path temp;

    @Test
    void writtenFilesAndTheLabThatBelongsToThemWorkTogether() throws Exception {
        Path out = temp.resolve("httpd");
        List<Integer> ports = freePorts(2);
        Map<String, Object> exported;
        try (LabProcess export = Launcher.here(temp)
                .run(
                        "export",
                        "httpd",
                        "--json",
                        "--nodes",
                        "1",
                        "--connector",
                        "mod_proxy",
                        "--out",
                        out.toString(),
                        "--ajp-port",
                        ports.get(0).toString(),
                        "--front-port",
                        ports.get(1).toString())) {
            assertThat(export.awaitExit()).as(export.toString()).isZero();
            exported = JSON.std.mapFrom(export.out().get(0));
        }
        assertThat(exported).containsEntry("event", "exported");
        List<String> command =
                new ArrayList<>(List.of(exported.get("httpd").toString().split(" ", -1)));
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(command.get(0))) || System.getenv("CI") != null, "no httpd here");
        command.add("-DFOREGROUND");
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-C", "User daemon", "-C", "Group daemon"));
        }
        Process httpd = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("httpd.out").toFile())
                .start();
        try (LabProcess lab = Launcher.here(temp)
                .run("--json", "@" + exported.get("labOptions"), "--http-port", "0", "--receiver-port", "0")) {
            lab.awaitReady();
            String front = exported.get("front").toString();
            eventually("the counter through httpd").untilAsserted(() -> assertThat(counts(front))
                    .as(() -> said(temp.resolve("httpd.out")) + said(out.resolve("logs/error.log")))
                    .isTrue());
        } finally {
            httpd.destroy();
            httpd.waitFor();
        }
    }

    @Test
    void terminalShowsWhatToStartButNoSecret() throws Exception {
        Path out = temp.resolve("with blank");
        try (LabProcess export = Launcher.here(temp)
                .run("export", "httpd", "--out", out.toString(), "--layout", "debian", "--ajp-secret", "not-shown")) {
            assertThat(export.awaitExit()).as(export.toString()).isZero();
            assertThat(String.join("\n", export.out()))
                    .contains(
                            "/usr/sbin/apache2 -f '" + out + "/httpd.conf'",
                            "java -jar cluster-lab.jar '@" + out + "/lab.options'",
                            "workers.properties  (contains a secret")
                    .doesNotContain("not-shown");
            assertThat(export.err()).isEmpty();
        }
    }

    @Test
    void everyMistakeIsToldAtOnce() throws Exception {
        try (LabProcess export =
                Launcher.here(temp).run("export", "httpd", "--layout", "x", "--nodes", "0", "--front", "none", "--y")) {
            assertThat(export.awaitExit()).isEqualTo(64);
            assertThat(export.out()).isEmpty();
            assertThat(export.err()).hasSize(4).allSatisfy(line -> assertThat(line)
                    .startsWith("cluster-lab: ")
                    .endsWith("."));
        }
    }

    private static boolean counts(String url) {
        try {
            Browser browser = new Browser();
            return browser.open(url).status() == 200 && browser.open(url).body().contains("Session Counter = 2<");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String said(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
