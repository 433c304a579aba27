package clusterlab.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    Path temp;

    private Path java;
    private Path jar;

    @BeforeEach
    void make() throws Exception {
        java = Files.createDirectory(temp.resolve("jdk"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17\"");
        jar = Files.writeString(temp.resolve("a.jar"), "a");
    }

    private ClassArchive archive() throws Exception {
        return ClassArchive.of(java, jar.toString(), List.of("-X"), temp).orElseThrow();
    }

    private static Path file(List<String> options) {
        return Path.of(options.get(0).substring(options.get(0).indexOf('=') + 1));
    }

    @Test
    void theFirstNodeWritesItAndLaterOnesUseIt() throws Exception {
        ClassArchive first = archive();
        List<String> writes = first.options();
        assertThat(writes.get(0)).startsWith("-XX:ArchiveClassesAtExit=");
        assertThat(archive().options()).as("another one beside it").isEmpty();
        Files.writeString(file(writes), "classes");
        first.keep();
        List<String> uses = archive().options();
        assertThat(uses.get(0)).startsWith("-XX:SharedArchiveFile=");
        assertThat(file(uses)).hasContent("classes");
    }

    @Test
    void whatAKilledNodeWroteIsDiscarded() throws Exception {
        ClassArchive first = archive();
        Files.writeString(file(first.options()), "half");
        first.discard();
        assertThat(archive().options().get(0)).startsWith("-XX:ArchiveClassesAtExit=");
        assertThat(temp.toFile().list()).containsExactlyInAnyOrder("jdk", "a.jar");
    }

    @Test
    void anotherJarJdkOrOptionHasAnotherOne() throws Exception {
        ClassArchive first = archive();
        Files.writeString(file(first.options()), "classes");
        first.keep();
        assertThat(ClassArchive.of(java, jar.toString(), List.of("-Y"), temp)
                        .orElseThrow()
                        .options()
                        .get(0))
                .contains("AtExit");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1));
        ClassArchive changed = archive();
        assertThat(changed.options().get(0)).contains("AtExit");
        changed.discard();
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25\"");
        assertThat(archive().options().get(0)).contains("AtExit");
    }

    @Test
    void aJvmArchivesNoClassesOfAFolder() throws Exception {
        assertThat(ClassArchive.of(java, jar + File.pathSeparator + temp, List.of(), temp))
                .isEmpty();
    }
}
