package clusterlab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ExportFolderTest {
    private static final Source SOURCE = Source.of(List.of("export", "x", "--ajp-secret", "hidden", "--env=A=secret"));
    private static final Export ONE = Export.of(List.of(new ConfigFile("a/one", "1\n", false)));

    @TempDir
    Path temp;

    @Test
    void folderHasAllFilesAndSaysWhatMadeItWithoutSecrets() throws Exception {
        Path dir = temp.resolve("deep/out");
        new ExportFolder(dir).write(SOURCE, ONE);
        assertThat(dir.resolve("a/one")).hasContent("1");
        assertThat(dir.resolve(ExportFolder.MARK))
                .content()
                .startsWith("cluster-lab export x --ajp-secret *** --env=A=***\n")
                .doesNotContain("hidden", "secret\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void failureLeavesTheFolderAsItWas() throws Exception {
        Path dir = temp.resolve("out");
        new ExportFolder(dir).write(SOURCE, ONE);
        Path tree = Files.createDirectories(temp.resolve("tree/sub"));
        Files.createSymbolicLink(tree.resolve("up"), temp.resolve("tree"));
        Export failing = new Export(
                List.of(new ConfigFile("two", "2\n", false)), List.of(new CopiedFile("tree", temp.resolve("tree"))));
        assertThatThrownBy(() -> new ExportFolder(dir).write(SOURCE, failing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("link to a folder");
        assertThat(dir.resolve("a/one")).hasContent("1");
        assertThat(dir.resolve("two")).doesNotExist();
        assertThat(names()).containsExactlyInAnyOrder("out", "tree");
    }

    @Test
    void onlyAnEarlierExportIsReplacedAndOnlyWhenThatIsAsked() throws Exception {
        Path dir = temp.resolve("out");
        ExportFolder folder = new ExportFolder(dir);
        assertThat(folder.refusal(false)).isEmpty();
        Files.createDirectory(dir);
        assertThat(folder.refusal(false)).as("empty").isEmpty();
        folder.write(SOURCE, ONE);
        assertThat(folder.refusal(false).orElseThrow()).contains("--force");
        assertThat(folder.refusal(true)).isEmpty();
        folder.write(SOURCE, Export.of(List.of(new ConfigFile("two", "2\n", false))));
        assertThat(dir.resolve("a")).doesNotExist();
        assertThat(dir.resolve("two")).hasContent("2");
        Files.delete(dir.resolve(ExportFolder.MARK));
        assertThat(folder.refusal(true).orElseThrow()).contains("no export");
        assertThat(new ExportFolder(dir.resolve("two")).refusal(true).orElseThrow())
                .contains("no folder");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void scriptCanBeExecuted() throws Exception {
        Path dir = temp.resolve("out");
        new ExportFolder(dir).write(SOURCE, Export.of(List.of(new ConfigFile("run.sh", "#!/bin/sh\nexit 0\n", true))));
        assertThat(Files.isExecutable(dir.resolve("run.sh"))).isTrue();
    }

    @Test
    void commandStaysInItsLine() {
        Source hostile = Source.of(List.of("export", "a\nb\u2028c\u0007", "--->"));
        assertThat(hostile.hash()).isEqualTo("# Made by: cluster-lab export a?b?c? --->\n");
        assertThat(hostile.xml()).doesNotContain("--", "\n").doesNotEndWith("-");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
