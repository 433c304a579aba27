package clusterlab.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class OwnerOnlyTest {
    @TempDir
    Path dir;

    @Test
    void whatIsCreatedIsTheOwnersAlone() throws Exception {
        Path folder = OwnerOnly.folders(dir.resolve("a/b"));
        write(OwnerOnly.append(folder.resolve("file")), "1");
        write(OwnerOnly.append(folder.resolve("file")), "2");
        assertThat(mode(dir.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("file"))).isEqualTo("rw-------");
        assertThat(folder.resolve("file")).hasContent("12");
        write(OwnerOnly.replace(folder.resolve("file")), "3");
        assertThat(folder.resolve("file")).hasContent("3");
    }

    @Test
    void whatAnEarlierRunLeftOpenIsClosed() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("node1/logs"));
        Path file = Files.writeString(folder.resolve("catalina.out"), "old\n");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        OwnerOnly.folder(dir.resolve("node1"));
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void linkIsRefusedAndItsTargetStaysAsItIs() throws Exception {
        Path victim = Files.writeString(dir.resolve("victim"), "precious");
        Path deep = Files.createDirectories(dir.resolve("httpd/logs"));
        Path link = Files.createSymbolicLink(deep.resolve("error_log"), victim);
        Path dangling = Files.createSymbolicLink(dir.resolve("events.jsonl"), dir.resolve("none"));
        assertThatThrownBy(() -> OwnerOnly.append(link)).hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> OwnerOnly.replace(link)).hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> OwnerOnly.append(dangling)).hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> OwnerOnly.close(dir.resolve("httpd")))
                .isInstanceOf(IOException.class)
                .hasMessage(link + ": is a symbolic link; remove it");
        Path folder = Files.createSymbolicLink(dir.resolve("node1"), deep);
        assertThatThrownBy(() -> OwnerOnly.folder(folder)).hasMessageContaining("is a symbolic link");
        assertThat(victim).hasContent("precious");
        assertThat(dir.resolve("none")).doesNotExist();
    }

    private static void write(OutputStream to, String text) throws IOException {
        try (to) {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
