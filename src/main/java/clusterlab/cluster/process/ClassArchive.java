package clusterlab.cluster.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * The archive of classes (AppCDS) of one class path on one JDK, which makes a start about a third faster. The first node that
 * ends in order writes it, all later ones use it. The JVM checks it, and ignores one that does not fit.
 *
 * <p>Its name holds path, size and time of each jar: the JVM silently ignores the archive if one of them has changed.
 */
final class ClassArchive {
    /** Archives that a node of this process writes at present. */
    private static final Set<Path> IN_WORK = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Path unfinished;
    private boolean writes;

    private ClassArchive(Path file) {
        this.file = file;
        this.unfinished = file.resolveSibling(
                "." + file.getFileName() + "-" + ProcessHandle.current().pid());
    }

    /**
     * The archive of this class path, or empty if there can be none: a JVM archives no classes from folders.
     *
     * @param folder of the archives
     * @throws IOException if a jar can't be read
     */
    static Optional<ClassArchive> of(Path java, String classPath, List<String> jvmOptions, Path folder)
            throws IOException {
        CRC32 key = new CRC32();
        add(key, java.toRealPath().toString());
        // The layout of the heap and of objects has to be the same.
        jvmOptions.forEach(option -> add(key, option));
        Path release = java.resolve("release");
        if (Files.exists(release)) {
            add(key, Files.readString(release));
        }
        for (String entry : List.of(classPath.split(File.pathSeparator, -1))) {
            Path jar = Path.of(entry);
            if (!Files.isRegularFile(jar)) {
                return Optional.empty();
            }
            add(key, entry + Files.size(jar) + Files.getLastModifiedTime(jar).toMillis());
        }
        return Optional.of(new ClassArchive(
                folder.toAbsolutePath().resolve(String.format(Locale.ROOT, "classes-%08x.jsa", key.getValue()))));
    }

    private static void add(CRC32 key, String text) {
        key.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The options with which a node uses the archive, or writes it at its end. */
    List<String> options() {
        if (Files.exists(file)) {
            return List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr");
        }
        writes = IN_WORK.add(file);
        return writes
                ? List.of("-XX:ArchiveClassesAtExit=" + unfinished, "-Xlog:disable", "-Xlog:all=error:stderr")
                : List.of();
    }

    /** The node has ended: what it wrote is complete. */
    void keep() {
        if (!writes) {
            return;
        }
        writes = false;
        try {
            if (Files.exists(unfinished)) {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            // Without an archive a start is slower, that is all.
            System.getLogger(ClassArchive.class.getName()).log(System.Logger.Level.DEBUG, "no archive", e);
        } finally {
            IN_WORK.remove(file);
        }
    }

    /** The node was killed: what it wrote, if anything, is not complete. */
    void discard() {
        if (writes) {
            writes = false;
            try {
                Files.deleteIfExists(unfinished);
            } catch (IOException e) {
                System.getLogger(ClassArchive.class.getName()).log(System.Logger.Level.DEBUG, "half an archive", e);
            } finally {
                IN_WORK.remove(file);
            }
        }
    }
}
