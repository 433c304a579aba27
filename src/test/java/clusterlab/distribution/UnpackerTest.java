package clusterlab.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.spec.NodeRuntime.TomcatHome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
    private static final String VERSION = "9.0.117";

    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void cacheIsMissing() {
        cache = folder.resolve("cache/homes");
    }

    @Test
    void homeIsUsedAsItIsAndNothingIsWritten() throws IOException {
        Path home = TesterTomcats.home(folder.resolve("home"), VERSION);
        assertThat(unpacked(home)).isEqualTo(home);
        assertThat(cache).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.tar.gz", "t.zip"})
    void archiveIsUnpackedOnce(String name) throws IOException {
        Path archive = name.endsWith(".zip")
                ? TesterTomcats.zip(folder.resolve(name), VERSION)
                : TesterTomcats.tarGz(folder.resolve(name), VERSION);
        Path home = unpacked(archive);
        assertThat(home.getParent()).isEqualTo(cache);
        assertThat(home.getFileName().toString()).startsWith("apache-tomcat-" + VERSION + "-");
        assertThat(TomcatIdentity.ofHome(home))
                .hasValueSatisfying(v -> assertThat(v).hasToString(VERSION));
        assertThat(home.resolve("webapps")).isEmptyDirectory();
        assertThat(home.resolve("bin/catalina.sh")).isExecutable();
        assertThat(Files.getLastModifiedTime(home.resolve("lib/catalina.jar")).toMillis())
                .isEqualTo(TesterTomcats.MODIFIED);
        assertThat(inCache()).containsExactly(home);

        Path mark = Files.writeString(home.resolve("mark"), "");
        assertThat(unpacked(archive)).isEqualTo(home);
        assertThat(mark).exists();
    }

    @Test
    void archiveWithoutATopFolderIsUnpackedToo() throws IOException {
        Path archive = TesterTomcats.tarGz(folder.resolve("t.tgz"), TesterTomcats.files("./", VERSION));
        assertThat(unpacked(archive).resolve("lib/catalina.jar")).exists();
        assertThat(inCache()).hasSize(1);
    }

    @Test
    void changedArchiveIsUnpackedAgain() throws IOException {
        Path archive = TesterTomcats.tarGz(folder.resolve("t.tgz"), VERSION);
        Path first = unpacked(archive);
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        assertThat(unpacked(archive)).isNotEqualTo(first);
    }

    @Test
    void homeThatLostFilesIsUnpackedAgain() throws IOException {
        Path archive = TesterTomcats.tarGz(folder.resolve("t.tgz"), VERSION);
        Path home = unpacked(archive);
        Files.delete(home.resolve("lib/catalina.jar"));
        assertThat(unpacked(archive)).isEqualTo(home);
        assertThat(home.resolve("lib/catalina.jar")).exists();
        assertThat(inCache()).containsExactly(home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "apache-tomcat-9.0.117/../../evil",
                "/tmp/cluster-lab-evil",
                "apache-tomcat-9.0.117/..\\..\\evil",
                "apache-tomcat-9.0.117/conf/../x"
            })
    void entryThatLeadsOutIsRefusedAndNothingStays(String name) throws IOException {
        Map<String, byte[]> entries = TesterTomcats.files("apache-tomcat-9.0.117/", VERSION);
        entries.put(name, TesterTomcats.bytes("evil"));
        for (Path archive : List.of(
                TesterTomcats.tarGz(folder.resolve("t.tgz"), entries),
                TesterTomcats.zip(folder.resolve("t.zip"), entries))) {
            assertThatThrownBy(() -> unpacked(archive))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("leads out of the folder")
                    .hasMessageContaining(archive.toString());
        }
        assertThat(inCache()).isEmpty();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("evil");
        }
        assertThat(Path.of("/tmp/cluster-lab-evil")).doesNotExist();
    }

    @Test
    void linkIsRefused() throws IOException {
        Path archive = folder.resolve("t.tgz");
        try (OutputStream out = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            TarArchiveEntry link = new TarArchiveEntry("apache-tomcat-9.0.117/lib", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        assertThatThrownBy(() -> unpacked(archive)).hasMessageContaining("is a link");
        assertThat(inCache()).isEmpty();
    }

    @Test
    void twoEntriesOfOneNameAreRefused() throws IOException {
        Map<String, byte[]> entries = TesterTomcats.files("t/", VERSION);
        entries.put("./t/lib/catalina.jar", TesterTomcats.bytes("another"));
        Path archive = TesterTomcats.tarGz(folder.resolve("t.tgz"), entries);
        assertThatThrownBy(() -> unpacked(archive)).hasMessageContaining("catalina.jar");
        assertThat(inCache()).isEmpty();
    }

    @Test
    void otherVersionThanThePlanHasIsRefused() throws IOException {
        Path archive = TesterTomcats.tarGz(folder.resolve("t.tgz"), "9.0.116");
        assertThatThrownBy(() -> unpacked(archive)).hasMessageContainingAll("Tomcat 9.0.117", "Tomcat 9.0.116");
        assertThat(inCache()).isEmpty();
    }

    @Test
    void whatIsNoTomcatOrGoneIsRefused() throws IOException {
        Path other = TesterTomcats.zip(folder.resolve("t.zip"), Map.of("readme", TesterTomcats.bytes("x")));
        assertThatThrownBy(() -> unpacked(other)).hasMessageContaining("no Tomcat in it");
        Path broken = Files.writeString(folder.resolve("t.tar.gz"), "x");
        assertThatThrownBy(() -> unpacked(broken)).isInstanceOf(IOException.class);
        Files.delete(broken);
        assertThatThrownBy(() -> unpacked(broken)).hasMessageContainingAll(broken.toString(), "is gone");
        assertThat(inCache()).isEmpty();
    }

    @Test
    void cacheThatOthersCanWriteToIsRefused() throws IOException {
        Path archive = TesterTomcats.tarGz(folder.resolve("t.tgz"), VERSION);
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxrwxrwx");
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, open);
        assertThatThrownBy(() -> unpacked(archive)).hasMessageContaining("other users");
        assertThat(inCache()).isEmpty();
    }

    @Test
    void leftoverOfAKilledLabIsRemovedAfterAnHour() throws IOException {
        Path young = Files.createDirectories(cache.resolve(".unpacking-1"));
        Path old = Files.createDirectories(cache.resolve(".unpacking-2"));
        Files.writeString(old.resolve("file"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path home = unpacked(TesterTomcats.tarGz(folder.resolve("t.tgz"), VERSION));
        assertThat(inCache()).containsExactlyInAnyOrder(young, home);
    }

    @Test
    void severalLabsUnpackTheSameAtOnce() throws Exception {
        int labs = 8;
        ExecutorService threads = Executors.newFixedThreadPool(labs);
        try {
            for (int round = 0; round < 5; round++) {
                Path archive = TesterTomcats.tarGz(folder.resolve(round + ".tgz"), VERSION);
                CyclicBarrier start = new CyclicBarrier(labs);
                List<Callable<Path>> all = new ArrayList<>();
                for (int i = 0; i < labs; i++) {
                    all.add(() -> {
                        start.await(30, TimeUnit.SECONDS);
                        Path home = unpacked(archive);
                        assertThat(home.resolve("lib/catalina.jar")).isNotEmptyFile();
                        return home;
                    });
                }
                Set<Path> homes = new HashSet<>();
                for (Future<Path> one : threads.invokeAll(all, 60, TimeUnit.SECONDS)) {
                    homes.add(one.get());
                }
                assertThat(homes).hasSize(1);
                assertThat(inCache()).hasSize(round + 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Path unpacked(Path source) throws IOException {
        return Unpacker.unpacked(new TomcatHome(VERSION, source), cache);
    }

    private List<Path> inCache() throws IOException {
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(cache)) {
            return all.toList();
        }
    }
}
