package clusterlab.distribution;

import clusterlab.files.OwnerOnly;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.TomcatVersion;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Gives the CATALINA_HOME of a Tomcat. An archive is unpacked once into a folder that is named after its version, place, size
 * and time; several labs may do that at once.
 *
 * <pre>
 * CACHE/
 *   .unpacking-123/                  only while a lab unpacks; renamed when all is there
 *   apache-tomcat-9.0.117-1a2b3c4d/  complete, never changed
 * </pre>
 */
public final class Unpacker {
    private static final String UNFINISHED = ".unpacking-";

    /** Nobody unpacks for so long: the lab was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** A Tomcat has 25 MB; an archive that becomes so much is no Tomcat. */
    private static final long MOST_BYTES = 1_000_000_000;

    private Unpacker() {}

    /**
     * The CATALINA_HOME to run from. A CATALINA_HOME is given back as it is. An archive takes half a second the first time.
     *
     * @param cacheFolder created if it is missing; see {@link LabCache#homes}
     * @throws IOException if the archive is damaged, holds another version, has an entry that leads out of the folder, or the
     *     folder can't be written or is open to other users; the message is a sentence for the user
     */
    public static Path unpacked(TomcatHome tomcat, Path cacheFolder) throws IOException {
        if (Files.isDirectory(tomcat.source())) {
            return tomcat.source();
        }
        try {
            Path home = cacheFolder.resolve(name(tomcat)).toAbsolutePath();
            if (!isHome(home)) {
                unpack(tomcat, home, OwnerOnly.folders(cacheFolder.toAbsolutePath()));
            }
            return home;
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "Tomcat " + tomcat.version() + " can't be unpacked: " + e.getFile() + " is gone; get it again.", e);
        } catch (IOException e) {
            throw new IOException(
                    "Tomcat " + tomcat.version() + " can't be unpacked from " + tomcat.source() + " to " + cacheFolder
                            + " (" + e.getMessage() + "); use another archive, or make room in that folder.",
                    e);
        }
    }

    /** Not a digest of the content: that would read the archive at each start. */
    private static String name(TomcatHome tomcat) throws IOException {
        Path source = tomcat.source().toRealPath();
        BasicFileAttributes file = Files.readAttributes(source, BasicFileAttributes.class);
        CRC32 crc = new CRC32();
        crc.update((source + "\n" + file.size() + "\n" + file.lastModifiedTime().toMillis())
                .getBytes(StandardCharsets.UTF_8));
        return "apache-tomcat-" + tomcat.version() + "-"
                + Long.toHexString(crc.getValue() | 1L << 32).substring(1);
    }

    private static boolean isHome(Path folder) {
        return Files.isRegularFile(folder.resolve(TomcatIdentity.CATALINA))
                && Files.isRegularFile(folder.resolve("bin").resolve("bootstrap.jar"));
    }

    private static void unpack(TomcatHome tomcat, Path home, Path cacheFolder) throws IOException {
        if (!OwnerOnly.isOurs(cacheFolder) || OwnerOnly.isOpenToAll(cacheFolder)) {
            throw new IOException("other users can replace what is in " + cacheFolder);
        }
        removeAbandoned(cacheFolder);
        Path unfinished = Files.createTempDirectory(cacheFolder, UNFINISHED);
        try {
            Extractor extractor = new Extractor(unfinished);
            Archive.read(tomcat.source(), extractor::extract);
            Path content = content(unfinished);
            Optional<TomcatVersion> version = TomcatIdentity.ofHome(content);
            if (version.isEmpty() || !version.get().toString().equals(tomcat.version())) {
                throw new IOException(
                        "it holds " + version.map(found -> "Tomcat " + found).orElse("a Tomcat without a version"));
            }
            publish(content, home, unfinished);
        } finally {
            deleteTree(unfinished);
        }
    }

    /** The folder in it that is a CATALINA_HOME: itself, or the one folder that archives of Tomcat have. */
    private static Path content(Path unfinished) throws IOException {
        if (isHome(unfinished)) {
            return unfinished;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(unfinished)) {
            for (Path folder : folders) {
                if (isHome(folder)) {
                    return folder;
                }
            }
        }
        throw new IOException("there is no Tomcat in it: it has no bin/bootstrap.jar and lib/catalina.jar");
    }

    /** Whichever lab renames first wins; what is there already and incomplete is moved away first. */
    private static void publish(Path content, Path home, Path unfinished) throws IOException {
        for (int i = 0; i < 2; i++) {
            try {
                Files.move(content, home, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (IOException e) {
                if (isHome(home)) {
                    return;
                }
                if (i > 0 || !Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
            Path broken = Files.createTempDirectory(unfinished.getParent(), UNFINISHED);
            try {
                Files.move(home, broken.resolve("broken"), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException movedByAnother) {
                // Then its place is free.
            } finally {
                deleteTree(broken);
            }
        }
    }

    private static void removeAbandoned(Path cacheFolder) throws IOException {
        FileTime before = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(cacheFolder, UNFINISHED + "*")) {
            for (Path folder : all) {
                try {
                    if (Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                                    .compareTo(before)
                            < 0) {
                        deleteTree(folder);
                    }
                } catch (NoSuchFileException finished) {
                    // The lab that unpacked there is done.
                }
            }
        }
    }

    /** Follows no link; another lab may delete the same. */
    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                if (e != null && !(e instanceof NoSuchFileException)) {
                    throw e;
                }
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Writes entries below a folder and nowhere else. */
    private static final class Extractor {
        private final Path root;
        private long bytesLeft = MOST_BYTES;

        private Extractor(Path root) {
            this.root = root;
        }

        private boolean extract(Archive.Entry entry, InputStream content) throws IOException {
            Path target = target(entry.name());
            switch (entry.kind()) {
                case FOLDER -> Files.createDirectories(target);
                case OTHER -> throw new IOException("its entry " + entry.name() + " is a link or a device");
                case FILE -> {
                    Files.createDirectories(target.resolveSibling("."));
                    // Never replaces a file: two entries of one name are refused.
                    Files.copy(new Counted(content), target);
                    // A JVM's class archive is void when the time of a jar has changed.
                    Files.setLastModifiedTime(target, FileTime.fromMillis(entry.modified()));
                    if (entry.name().endsWith(".sh") && !target.toFile().setExecutable(true, true)) {
                        throw new IOException(target + " can't be made executable");
                    }
                }
            }
            return true;
        }

        private Path target(String name) throws IOException {
            Path target;
            try {
                target = root.resolve(name).normalize();
            } catch (InvalidPathException e) {
                throw new IOException("its entry " + name + " has no valid name", e);
            }
            boolean leaves = !target.startsWith(root) || name.startsWith("/") || name.contains("\\");
            for (String part : name.split("/", -1)) {
                leaves |= part.equals("..");
            }
            if (leaves) {
                throw new IOException("its entry " + name + " leads out of the folder");
            }
            return target;
        }

        /** Ends an archive that grows without end. */
        private final class Counted extends FilterInputStream {
            private Counted(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int read = super.read(bytes, from, length);
                bytesLeft -= Math.max(0, read);
                if (bytesLeft < 0) {
                    throw new IOException("it is larger than a Tomcat can be");
                }
                return read;
            }
        }
    }
}
