package clusterlab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigWriterTest {

    @TempDir
    Path dir;

    @Test
    void secretFileIsItsOwnersEvenOverAnOpenOne() throws Exception {
        Path old = Files.writeString(dir.resolve("secret"), "old");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-rw-rw-"));
        ConfigWriter.write(
                dir, List.of(new ConfigFile("secret", "new\n", true), new ConfigFile("sub/open", "text\n", false)));
        assertThat(old).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(old)))
                .isEqualTo("rw-------");
        assertThat(dir.resolve("sub").resolve("open")).hasContent("text");
        try (var files = Files.walk(dir)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "/etc/passwd", "a/../b", ".", "", "a//b", "a\\b", "a\nb"})
    void pathThatLeavesTheFolderIsRefused(String path) {
        assertThatThrownBy(() -> new ConfigFile(path, "", false)).isInstanceOf(IllegalArgumentException.class);
    }
}
