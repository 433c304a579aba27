package clusterlab.export;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an export. Everything is written into a folder beside it, which then gets its name: so the folder has all files or is as it
 * was.
 */
public final class ExportFolder {
    /** Says which command wrote the folder. Only a folder with it is replaced. */
    public static final String MARK = "cluster-lab-export.txt";

    private final Path dir;
    private final Path parent;

    /** A folder that need not exist. */
    public ExportFolder(Path dir) {
        this.dir = dir.toAbsolutePath().normalize();
        this.parent = Optional.ofNullable(this.dir.getParent()).orElse(this.dir);
    }

    /**
     * Why it can't be written to, as the end of a sentence that begins with its name; empty if it can.
     *
     * @param force whether an earlier export in it is replaced
     * @throws IOException if it can't be read
     */
    public Optional<String> refusal(boolean force) throws IOException {
        if (dir.equals(parent)) {
            return Optional.of("this is the root of the file system; name a folder below it.");
        }
        if (!Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("this is no folder; name a new one.");
        }
        if (isEmpty() || (force && Files.isRegularFile(dir.resolve(MARK)))) {
            return Optional.empty();
        }
        return Optional.of(
                Files.isRegularFile(dir.resolve(MARK))
                        ? "an earlier export is in it; name a new folder, or add --force to replace it."
                        : "it has files that are no export; name a new or an empty folder.");
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.findAny().isEmpty();
        }
    }

    /**
     * Writes everything, in place of what {@link #refusal} allows to be there.
     *
     * @throws IOException if something can't be read or written; then the folder is as it was
     */
    public void write(Source source, Export export) throws IOException {
        Files.createDirectories(parent);
        Path draft =
                Files.createDirectory(parent.resolve("." + dir.getFileName() + "." + System.nanoTime() + ".draft"));
        Thread hook = new Thread(() -> delete(draft), "draft of an export");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            ConfigWriter.write(draft, export.files());
            for (CopiedFile copy : export.copies()) {
                copy(copy.source(), draft.resolve(copy.path()));
            }
            Files.writeString(
                    draft.resolve(MARK),
                    source.command()
                            + "\n\nThis folder was written by this command; --force replaces it as a whole.\n");
            replaceBy(draft);
        } finally {
            delete(draft);
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void replaceBy(Path draft) throws IOException {
        if (!Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(draft, dir, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = parent.resolve("." + dir.getFileName() + "." + System.nanoTime() + ".old");
        Files.move(dir, old, StandardCopyOption.ATOMIC_MOVE);
        boolean moved = false;
        try {
            Files.move(draft, dir, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } finally {
            if (!moved) {
                Files.move(old, dir, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        delete(old);
    }

    /** A link to a file becomes a file; one to a folder is refused, since it could lead back. */
    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        if (Files.isRegularFile(source)) {
            Files.copy(source, target);
            return;
        }
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(source.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!Files.isRegularFile(file)) {
                    throw new IOException(file + " is no file, or a link to a folder; take it out");
                }
                Files.copy(file, target.resolve(source.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(ExportFolder.class.getName()).log(System.Logger.Level.DEBUG, "end of " + tree, e);
        }
    }
}
