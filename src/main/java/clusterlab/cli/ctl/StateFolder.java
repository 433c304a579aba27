package clusterlab.cli.ctl;

import clusterlab.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state files of this user's running labs, one each. Other users can't read them: they contain tokens.
 *
 * <p>The folder is {@code $XDG_RUNTIME_DIR/cluster-lab}; without that {@code cluster-lab-USER} in the folder for
 * temporary files, which is shared, so the folder must belong to this user and be closed to others; on Windows {@code
 * %LOCALAPPDATA%\cluster-lab}, which is private by inheritance.
 */
public final class StateFolder {
    private static final String SUFFIX = ".json";
    private static final String UNFINISHED = ".tmp";

    private final Path path;

    /** A state folder at this path, which need not exist yet. */
    StateFolder(Path path) {
        this.path = path;
    }

    /** The state folder of this user. */
    public static StateFolder ofUser() {
        return new StateFolder(place(System.getenv()::get, System::getProperty));
    }

    static Path place(Function<String, @Nullable String> environment, Function<String, @Nullable String> properties) {
        String runtime = environment.apply("XDG_RUNTIME_DIR");
        if (runtime != null && Files.isDirectory(Path.of(runtime)) && Files.isWritable(Path.of(runtime))) {
            return Path.of(runtime, "cluster-lab");
        }
        String local = environment.apply("LOCALAPPDATA");
        String system = String.valueOf(properties.apply("os.name")).toLowerCase(Locale.ROOT);
        if (local != null && system.contains("win")) {
            return Path.of(local, "cluster-lab");
        }
        String user = String.valueOf(properties.apply("user.name")).replaceAll("[^A-Za-z0-9._-]", "_");
        return Path.of(String.valueOf(properties.apply("java.io.tmpdir")), "cluster-lab-" + user);
    }

    /**
     * Publishes the state of a lab until the result is closed.
     *
     * @throws IOException if the folder or the file can't be written; the lab also runs without it
     */
    public Entry write(LabState state) throws IOException {
        open();
        // Removes the files of labs that were killed.
        var unused = labs();
        // Others can never read the file (createTempFile), and no reader finds it half written.
        Path temporary =
                Files.createTempFile(path, "." + ProcessHandle.current().pid() + "-", UNFINISHED);
        Path file = path.resolve(state.name() + SUFFIX);
        try {
            Files.writeString(temporary, state.write());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return new Entry(file);
    }

    private void open() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            OwnerOnly.folders(path);
        }
        // Another user may have created it in the shared place, to read tokens or to mislead ctl.
        if (!OwnerOnly.isClosedFolder(path)) {
            throw new IOException(path + " is not a folder of this user alone; remove it");
        }
    }

    /** The labs that run, oldest first; files of labs that ended without removing theirs are removed. */
    public List<LabState> labs() throws IOException {
        List<LabState> found = new ArrayList<>();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        open();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
            for (Path file : files) {
                read(file).ifPresent(found::add);
            }
        }
        removeUnfinished();
        found.sort(Comparator.comparing(LabState::started).thenComparing(LabState::name));
        return found;
    }

    /** Those of labs that were killed while they wrote. */
    private void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, ".*-*" + UNFINISHED)) {
            for (Path file : files) {
                String writer = String.valueOf(file.getFileName()).replaceAll("^\\.(\\d{1,18})-.*|.*", "$1");
                if (!writer.isEmpty()
                        && ProcessHandle.of(Long.parseLong(writer)).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Optional<LabState> read(Path file) throws IOException {
        try {
            LabState state = LabState.read(Files.readString(file));
            if (state.process().isPresent()) {
                return Optional.of(state);
            }
        } catch (IOException unreadable) {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
        }
        Files.deleteIfExists(file);
        return Optional.empty();
    }

    /** The file of a running lab. */
    public static final class Entry implements AutoCloseable {
        private final Path file;

        private Entry(Path file) {
            this.file = file;
        }

        Path file() {
            return file;
        }

        /** Removes it, and the folder if it was the last. */
        @Override
        public void close() {
            try {
                Files.deleteIfExists(file);
                Path folder = file.getParent();
                if (folder != null) {
                    Files.delete(folder);
                }
            } catch (IOException othersAreThere) {
                // A folder that is not empty stays; a file that could not be removed is stale now.
            }
        }
    }

    /** The path, for messages. */
    @Override
    public String toString() {
        return path.toString();
    }
}
