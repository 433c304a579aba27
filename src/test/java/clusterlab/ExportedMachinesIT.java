package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code export hosts} writes, on four machines that are network namespaces: unmodified Tomcats, a real httpd with mod_jk,
 * and a firewall that lets in only what the exported script opens.
 */
class ExportedMachinesIT {
    private static final List<String> NODES = List.of("WAS1", "WAS2", "WAS3");
    private static final String FRONT = "http://10.30.30.5:8000/";

    @TempDir
    Path folder;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"9.0.117", "11.0.24"})
    void theTutorialsClusterRunsAsExported(String tomcat) throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/sbin/nft")),
                "SKIPPED: ExportedMachinesIT makes network namespaces; it needs root and nft.");
        assumeTrue(
                Files.exists(Path.of("/usr/lib/apache2/modules/mod_jk.so")),
                "SKIPPED: ExportedMachinesIT needs httpd with mod_jk: apt install apache2-bin libapache2-mod-jk.");
        String prefix = "exp" + ProcessHandle.current().pid() + "-" + tomcat.replaceAll("\\..*", "");
        try (LabProcess export = LabProcess.Launcher.here(temp)
                .run(
                        "export",
                        "hosts",
                        "--preset",
                        "tutorial",
                        "--no-sticky",
                        "--host",
                        "WAS1=10.30.30.2",
                        "--host",
                        "WAS2=10.30.30.3",
                        "--host",
                        "WAS3=10.30.30.4",
                        "--front-host",
                        "10.30.30.5",
                        "--install-dir",
                        folder.toString(),
                        "--out",
                        folder.resolve("hosts").toString())) {
            assertThat(export.awaitExit()).as(export.toString()).isZero();
        }
        try (Machines machines = Machines.with(tomcat, folder)) {
            machines.exported(prefix);
            for (String node : NODES) {
                eventually(node + " sees the two others")
                        .untilAsserted(() -> assertThat(machines.added(node)).hasSize(2));
            }
            eventually("a session whose counter goes on over all three")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> machines.counterGoesOn(prefix, FRONT));
            // The machine of the front reaches AJP, and neither the receiver nor anything else.
            assertThat(Machines.output(
                            "ip",
                            "netns",
                            "exec",
                            prefix + "-web",
                            "curl",
                            "-sS",
                            "-m",
                            "2",
                            "http://10.30.30.2:4000/"))
                    .contains("timed out");
            assertThat(Machines.output(
                            "ip", "netns", "exec", prefix + "-web", "curl", "-sS", "-m", "2", "http://10.30.30.2:22/"))
                    .contains("timed out");
        }
        assertThat(Machines.output("ip", "netns", "list")).doesNotContain(prefix);
    }
}
