package clusterlab.cluster;

import clusterlab.files.OwnerOnly;
import clusterlab.files.OwnerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes the temporary run folders of labs that ended without removing theirs: by SIGKILL, or by a second Ctrl-C. A folder that
 * is to be removed has a file with its process. A folder without that file, of another user, or with a process that may be
 * alive, stays.
 */
final class Leftovers {
    /** The beginning of the name of a temporary run folder. */
    static final String PREFIX = "cluster-lab-";

    /** In the folder: its process. It is removed last. */
    static final String OWNER = "owner";

    /** A start has to wait for it. What is left then, the next run removes. */
    private static final Duration MOST = Duration.ofMillis(500);

    private final Path place;

    /** The leftovers in this folder for temporary files. */
    Leftovers(Path place) {
        this.place = place;
    }

    /** Where {@link Files#createTempDirectory} creates folders. */
    static Leftovers ofUser() {
        return new Leftovers(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Writes into a folder that it belongs to this process. */
    static void own(Path folder) throws IOException {
        try (OutputStream out = OwnerOnly.replace(folder.resolve(OWNER))) {
            out.write(mark(OwnerProcess.self()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Refuses a folder of another lab that runs.
     *
     * @throws IOException if it belongs to another process that is alive
     */
    static void refuseInUse(Path folder) throws IOException {
        Path owner = folder.resolve(OWNER);
        if (Files.exists(owner, LinkOption.NOFOLLOW_LINKS) && !isDead(owner)) {
            throw new IOException("another lab uses it; name another folder, or remove " + owner + " if none does");
        }
    }

    /** Process id, its start, and the namespace in which the id is valid: another container may share the folder. */
    static String mark(OwnerProcess process) {
        return process.pid() + "\n" + process.started() + "\n" + namespace() + "\n";
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }

    /** Removes the folders of dead processes, for half a second at most. A folder that can't be removed stays. */
    void removeDead() {
        Await.Deadline deadline = Await.Deadline.in(MOST);
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (Path folder : candidates) {
                if (deadline.passed()) {
                    return;
                }
                removeIfDead(folder, deadline);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // The lab starts without this.
        }
    }

    private static void removeIfDead(Path folder, Await.Deadline deadline) {
        try {
            if (OwnerOnly.isClosedFolder(folder) && isDead(folder.resolve(OWNER))) {
                RunFolder.deleteTree(folder, deadline::passed);
            }
        } catch (IOException inUse) {
            // It stays, or another run removes it at the same time.
        }
    }

    private static boolean isDead(Path owner) throws IOException {
        if (!Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        List<String> mark = Files.readAllLines(owner);
        try {
            return mark.size() == 3
                    && mark.get(2).equals(namespace())
                    && new OwnerProcess(Long.parseLong(mark.get(0)), Instant.parse(mark.get(1)))
                            .alive()
                            .isEmpty();
        } catch (RuntimeException notAMark) {
            return false;
        }
    }
}
