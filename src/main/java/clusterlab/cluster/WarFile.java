package clusterlab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks a WAR. */
final class WarFile {
    private WarFile() {}

    /**
     * Writes all files of a WAR below a folder.
     *
     * @throws ZipException if it is no zip file, or has a file that would lie outside of the folder
     */
    static void unpack(Path war, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path target = target(folder, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                    if (entry.getLastModifiedTime() != null) {
                        // Browsers compare it.
                        Files.setLastModifiedTime(target, entry.getLastModifiedTime());
                    }
                }
            }
        }
    }

    private static Path target(Path folder, String name) throws ZipException {
        try {
            Path target = folder.resolve(name).normalize();
            if (target.startsWith(folder)) {
                return target;
            }
        } catch (InvalidPathException e) {
            // As one that lies elsewhere.
        }
        throw new ZipException("its file " + name + " has no place in a folder");
    }
}
