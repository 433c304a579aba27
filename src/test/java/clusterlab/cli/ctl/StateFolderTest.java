package clusterlab.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cli.console.ActionException;
import clusterlab.cli.console.Palette;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    Path home;

    private Path path;
    private StateFolder folder;
    private Ctl ctl;

    @BeforeEach
    void make() {
        path = home.resolve("labs");
        folder = new StateFolder(path);
        ctl = new Ctl(folder, new Palette(false));
    }

    private LabState state(String name) {
        return LabState.ofThisProcess(
                name, Optional.of(URI.create("http://127.0.0.1:9090/")), Optional.of("s3cret"), home);
    }

    @Test
    void aLabIsFoundUntilItEnds() throws Exception {
        LabState written = state("lab-1");
        try (StateFolder.Entry entry = folder.write(written)) {
            assertThat(entry.file()).exists();
            assertThat(folder.labs()).containsExactly(written);
        }
        assertThat(folder.labs()).isEmpty();
        assertThat(path).doesNotExist();
    }

    @Test
    void nobodyElseCanReadIt() throws Exception {
        try (StateFolder.Entry entry = folder.write(state("lab-1"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry.file())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aFolderOpenToOthersIsNotUsed() throws Exception {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> folder.write(state("lab-1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a folder of this user alone");
    }

    @Test
    void aLinkIsNotUsed() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createSymbolicLink(path, elsewhere);
        assertThatThrownBy(() -> folder.write(state("lab-1"))).isInstanceOf(IOException.class);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void filesOfLabsThatEndedAreRemoved() throws Exception {
        try (StateFolder.Entry entry = folder.write(state("lab-1"))) {
            assertThat(entry).isNotNull();
            // Its process is gone; or another has got its id since.
            Path gone = Files.writeString(
                    path.resolve("lab-2.json"),
                    new LabState("lab-2", Optional.empty(), Optional.empty(), Long.MAX_VALUE, home, Instant.now())
                            .write());
            Path other = Files.writeString(
                    path.resolve("lab-3.json"),
                    new LabState(
                                    "lab-3",
                                    Optional.empty(),
                                    Optional.empty(),
                                    ProcessHandle.current().pid(),
                                    home,
                                    Instant.EPOCH)
                            .write());
            Path broken = Files.writeString(path.resolve("lab-4.json"), "{\"name\":");
            Path unfinished = Files.createFile(path.resolve("." + Long.MAX_VALUE / 10 + "-1.tmp"));
            Path beingWritten =
                    Files.createFile(path.resolve("." + ProcessHandle.current().pid() + "-2.tmp"));
            assertThat(folder.labs()).extracting(LabState::name).containsExactly("lab-1");
            assertThat(gone).doesNotExist();
            assertThat(other).doesNotExist();
            assertThat(broken).doesNotExist();
            assertThat(unfinished).doesNotExist();
            assertThat(beingWritten).exists();
        }
    }

    @Test
    void theTokenIsShownNowhere() throws Exception {
        assertThat(state("lab-1").toString()).doesNotContain("s3cret");
        assertThat(state("lab-1").publicJson().toString()).doesNotContain("s3cret");
        assertThat(state("lab-1").write()).contains("s3cret");
    }

    @Test
    void theOnlyLabNeedsNoName() throws Exception {
        assertThatThrownBy(() -> ctl.choose(null))
                .isInstanceOf(ActionException.class)
                .hasMessage("No lab runs; start one with cluster-lab -d.");
        try (StateFolder.Entry one = folder.write(state("lab-1"))) {
            assertThat(ctl.choose(null).name()).isEqualTo("lab-1");
            try (StateFolder.Entry two = folder.write(state("lab-2"))) {
                assertThat(one.file()).isNotEqualTo(two.file());
                assertThatThrownBy(() -> ctl.choose(null))
                        .hasMessage("Several labs run; choose one with --lab: lab-1, lab-2.");
                assertThat(ctl.choose("lab-2").name()).isEqualTo("lab-2");
                assertThatThrownBy(() -> ctl.choose("lab-9"))
                        .hasMessage("No lab lab-9 runs; running labs: lab-1, lab-2.");
            }
        }
    }

    @Test
    void theFolderIsTheUsersOwn() {
        Map<String, String> linux = Map.of("os.name", "Linux", "user.name", "ann o'neill", "java.io.tmpdir", "/tmp");
        assertThat(StateFolder.place(Map.of("XDG_RUNTIME_DIR", home.toString())::get, linux::get))
                .isEqualTo(home.resolve("cluster-lab"));
        assertThat(StateFolder.place(Map.of("XDG_RUNTIME_DIR", "/nowhere/at/all")::get, linux::get))
                .isEqualTo(Path.of("/tmp/cluster-lab-ann_o_neill"));
        assertThat(StateFolder.place(Map.of("LOCALAPPDATA", "/c/local")::get, Map.of("os.name", "Windows 11")::get))
                .isEqualTo(Path.of("/c/local/cluster-lab"));
    }
}
