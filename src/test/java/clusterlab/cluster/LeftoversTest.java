package clusterlab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.files.OwnerOnly;
import clusterlab.files.OwnerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final OwnerProcess SELF = OwnerProcess.self();
    /** A later process has its id. */
    private static final OwnerProcess DEAD =
            new OwnerProcess(SELF.pid(), SELF.started().minus(Duration.ofHours(1)));

    @TempDir
    Path temp;

    @Test
    void onlyFoldersOfDeadProcessesAreRemoved() throws Exception {
        Path dead = folder("dead", Leftovers.mark(DEAD));
        Path alive = folder("alive", Leftovers.mark(SELF));
        Path kept = OwnerOnly.folders(temp.resolve(Leftovers.PREFIX + "kept"));
        Path elsewhere = folder("container", DEAD.pid() + "\n" + DEAD.started() + "\npid:[1]\n");
        Path unreadable = folder("other", "not a mark");
        Path state = Files.writeString(temp.resolve(Leftovers.PREFIX + "file"), Leftovers.mark(DEAD));
        new Leftovers(temp).removeDead();
        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
        assertThat(kept).exists();
        assertThat(elsewhere).exists();
        assertThat(unreadable).exists();
        assertThat(state).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksAreNotFollowed() throws Exception {
        Path precious = Files.writeString(
                Files.createDirectory(temp.resolve("precious")).resolve("file"), "");
        Path dead = folder("dead", Leftovers.mark(DEAD));
        Files.createSymbolicLink(dead.resolve("link"), precious.getParent());
        Path real = Files.move(folder("real", Leftovers.mark(DEAD)), temp.resolve("real"));
        Files.createSymbolicLink(temp.resolve(Leftovers.PREFIX + "link"), real);
        new Leftovers(temp).removeDead();
        assertThat(dead).doesNotExist();
        assertThat(precious).exists();
        assertThat(real.resolve(Leftovers.OWNER)).exists();
    }

    /** Another user may have created it there. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void folderThatIsOpenToOthersStays() throws Exception {
        Path open = folder("open", Leftovers.mark(DEAD));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        new Leftovers(temp).removeDead();
        assertThat(open).exists();
    }

    @Test
    void folderOfThisProcessIsItsOwn() throws Exception {
        Path folder = OwnerOnly.folders(temp.resolve(Leftovers.PREFIX + "1"));

        Leftovers.own(folder);
        new Leftovers(temp).removeDead();
        assertThat(folder.resolve(Leftovers.OWNER)).hasContent(Leftovers.mark(SELF));
    }

    private Path folder(String name, String mark) throws IOException {
        Path folder = OwnerOnly.folders(temp.resolve(Leftovers.PREFIX + name));
        Files.writeString(Files.createDirectory(folder.resolve("node1")).resolve("file"), "");
        Files.writeString(folder.resolve(Leftovers.OWNER), mark);
        return folder;
    }
}
