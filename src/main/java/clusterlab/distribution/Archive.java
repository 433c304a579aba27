package clusterlab.distribution;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads a tar.gz or a zip, entry by entry. */
final class Archive {
    private static final int BUFFER = 64 * 1024;

    private Archive() {}

    /** Receives the entries. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Receives one entry.
         *
         * @param entry its name, time and kind
         * @param content of a file; need not be read
         * @return whether to go on
         */
        boolean visit(Entry entry, InputStream content) throws IOException;
    }

    /**
     * A file or folder in an archive.
     *
     * @param name with slashes, as it is written there: it may lead anywhere
     * @param kind what it is
     * @param modified in milliseconds since 1970
     */
    record Entry(String name, Kind kind, long modified) {}

    /** What an entry is. */
    enum Kind {
        FILE,
        FOLDER,
        /** A link or a device. */
        OTHER
    }

    /** Whether a file's name ends as that of a tar.gz or zip. */
    static boolean hasName(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return isZip(file) || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    private static boolean isZip(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    /**
     * Visits the entries in their order.
     *
     * @throws IOException if the archive is damaged or can't be read, or the visitor throws it
     */
    static void read(Path archive, Visitor visitor) throws IOException {
        try {
            if (isZip(archive)) {
                zip(archive, visitor);
            } else {
                tar(archive, visitor);
            }
        } catch (IllegalArgumentException damaged) {
            // Both readers throw it for names and numbers that can't be decoded.
            throw new IOException("it is damaged (" + damaged.getMessage() + ")", damaged);
        }
    }

    private static void zip(Path archive, Visitor visitor) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Kind kind = entry.isDirectory() ? Kind.FOLDER : Kind.FILE;
                try (InputStream content = zip.getInputStream(entry)) {
                    if (!visitor.visit(new Entry(entry.getName(), kind, entry.getTime()), content)) {
                        return;
                    }
                }
            }
        }
    }

    private static void tar(Path archive, Visitor visitor) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in, BUFFER))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!visitor.visit(
                        new Entry(
                                entry.getName(),
                                kind(entry),
                                entry.getLastModifiedTime().toMillis()),
                        tar)) {
                    return;
                }
            }
        }
    }

    private static Kind kind(TarArchiveEntry entry) {
        if (entry.isSymbolicLink() || entry.isLink() || entry.isSparse()) {
            return Kind.OTHER;
        }
        return entry.isDirectory() ? Kind.FOLDER : entry.isFile() ? Kind.FILE : Kind.OTHER;
    }
}
