package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class RunFolderTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {"events.jsonl", "httpd", "httpd/logs/error_log", "node1/logs/catalina.out", "node64", "webapp"})
    void linkWhereTheLabWritesIsRefused(String planted) throws Exception {
        Path victim = Files.writeString(dir.resolve("victim"), "precious");
        Path link = dir.resolve("run").resolve(planted);
        Files.createDirectories(Objects.requireNonNull(link.getParent()));
        Files.createSymbolicLink(link, victim);
        assertThatThrownBy(() -> RunFolder.of(plan()))
                .hasMessageContaining(planted)
                .hasMessageContaining("is a symbolic link");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void pagesThatAnotherTomcatCompiledAreRemovedAndThoseOfTheSameStay() throws Exception {
        try (RunFolder folder = RunFolder.at(dir.resolve("run"), Preset.LAB)) {
            folder.workOf("node1", "/tomcat-9");
            Path page = folder.work("node1").resolve("org/apache/jsp/index_jsp.class");
            Files.createDirectories(page.getParent());
            Files.writeString(page, "javax");
            folder.workOf("node1", "/tomcat-9");
            assertThat(page).exists();
            folder.workOf("node2", "/tomcat-10");
            assertThat(page).exists();
            folder.workOf("node1", "/tomcat-10");
            assertThat(folder.work("node1")).doesNotExist();
        }
    }

    @Test
    void pagesOfAnUnknownTomcatAreRemoved() throws Exception {
        try (RunFolder folder = RunFolder.at(dir.resolve("run"), Preset.LAB)) {
            Files.createDirectories(folder.work("node1").resolve("org"));
            folder.workOf("node1", "/tomcat-10");
            assertThat(folder.work("node1")).doesNotExist();
        }
    }

    @Test
    void fifoWhereTheLabWritesIsRefused() throws Exception {
        Path run = Files.createDirectory(dir.resolve("run"));
        Path fifo = run.resolve("events.jsonl");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> RunFolder.at(run, Preset.LAB))
                .hasMessageContaining(fifo.toString())
                .hasMessageContaining("not a regular file");
    }

    @Test
    void folderThatEveryUserCanWriteIsRefused() throws Exception {
        Path run = Files.createDirectory(dir.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> RunFolder.at(run, Preset.LAB)).hasMessageContaining("chmod o-w " + run);
    }

    @Test
    void folderOfALabThatRunsIsRefused() throws Exception {
        Path run = dir.resolve("run");
        try (RunFolder first = RunFolder.at(run, Preset.LAB)) {
            assertThatThrownBy(() -> RunFolder.at(run, Preset.LAB)).hasMessageContaining("another lab uses it");
            assertThat(first.path()).exists();
        }
        try (RunFolder next = RunFolder.at(run, Preset.LAB)) {
            assertThat(next.path()).isDirectory();
        }
    }

    @Test
    void usersOwnFilesInTheFolderStayAsTheyAre() throws Exception {
        Path run = Files.createDirectory(dir.resolve("run"));
        Path own = Files.createSymbolicLink(run.resolve("notes"), dir);
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (RunFolder folder = RunFolder.of(plan())) {
            assertThat(folder.path()).isEqualTo(run.toRealPath());
        }
        assertThat(own).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
                .isEqualTo("rwxr-xr-x");
    }

    private Topology plan() throws Exception {
        return Planner.plan(
                        ClusterSpec.builder(Preset.LAB).dir(dir.resolve("run")).build(), PortPolicy.assuming(Set.of()))
                .topology();
    }
}
