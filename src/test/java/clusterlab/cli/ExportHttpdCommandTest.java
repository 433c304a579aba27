package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ExportHttpdCommandTest {
    private static final String SECRET = "only-in-the-files";

    @TempDir
    Path temp;

    @Test
    void filesAreForTheLayoutTheConnectorAndTheNodesThatWereAskedFor() throws IOException {
        Path out = temp.resolve("a/b");
        assertThat(export(
                        out,
                        "--nodes",
                        "2",
                        "--layout",
                        "rhel",
                        "--connector",
                        "mod_proxy",
                        "--front-port",
                        "8088",
                        "--ajp-port",
                        "9009",
                        "--port-step",
                        "10"))
                .isZero();
        assertThat(out.resolve("httpd.conf"))
                .content()
                .contains(
                        "Listen 127.0.0.1:8088", "/usr/lib64/httpd/modules/mod_proxy_ajp.so", "Include mod_proxy.conf");
        assertThat(out.resolve("workers.properties"))
                .content()
                .contains("worker.node1.port=9009", "worker.node2.port=9019")
                .doesNotContain("node3");
        assertThat(out.resolve("run")).isDirectory();
    }

    @Test
    void labOptionsMakeALabThatFits() throws IOException {
        Path out = temp.resolve("out");
        assertThat(export(out, "--preset", "tutorial", "--context-path", "/shop", "--ajp-secret", SECRET))
                .isZero();
        List<String> lines = Files.readAllLines(out.resolve(LabOptions.FILE));
        assertThat(lines)
                .contains(
                        "--front none",
                        "--preset tutorial",
                        "--nodes 3",
                        "--ajp-port 8009",
                        "--context-path /shop",
                        "--ajp-secret " + SECRET);
        assertThat(Main.commandLine().execute("run", "--dry-run", "@" + out.resolve(LabOptions.FILE), "--ajp-port=0"))
                .as("a lab takes them, and what follows counts")
                .isIn(0, 64);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerReadsAFileWithTheSecret() throws IOException {
        Path out = temp.resolve("out");
        assertThat(export(out, "--ajp-secret", SECRET)).isZero();
        // Again, over files that are there.
        assertThat(export(out, "--ajp-secret", SECRET)).isZero();
        int secret = 0;
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains(SECRET)) {
                    secret++;
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
        assertThat(secret).as("workers.properties, mod_proxy.conf, lab.options").isEqualTo(3);
    }

    @Test
    void mistakesAreUsageErrorsAndWriteNothing() {
        Path out = temp.resolve("out");
        for (List<String> mistake : List.of(
                List.of("--layout", "beos"),
                List.of("--nodes", "0"),
                List.of("--front", "none"),
                List.of("--ajp-port", "0"),
                List.of("--front-port", "0"),
                List.of("--what"),
                List.of("--connector", "mod_proxy", "--ajp-secret", "x".repeat(64)),
                List.of("--http-port", "8010"))) {
            assertThat(export(out, mistake.toArray(String[]::new)))
                    .as(mistake.toString())
                    .isEqualTo(ExitCode.USAGE);
        }
        assertThat(Main.commandLine().execute("export", "httpd")).isEqualTo(ExitCode.USAGE);
        assertThat(Main.commandLine().execute("export")).isEqualTo(ExitCode.USAGE);
        assertThat(out).doesNotExist();
    }

    @Test
    void folderThatIsAFileIsUnavailable() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(export(file)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(export(file.resolve("below"))).isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static int export(Path out, String... options) {
        return Main.commandLine()
                .execute(Stream.concat(Stream.of("export", "httpd", "--out", out.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }
}
