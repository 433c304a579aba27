package clusterlab.export;

import clusterlab.files.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Writes generated files. A reader sees the complete old file or the complete new file. */
public final class ConfigWriter {

    private ConfigWriter() {}

    /**
     * Writes all files and replaces older ones of the same names. A file with a secret has restricted permissions from the
     * beginning: POSIX mode 0600, or an access list with only the owner on file systems without modes.
     *
     * @param dir created if it is missing
     * @throws IOException if the folder or a file can't be written
     */
    public static void write(Path dir, List<ConfigFile> files) throws IOException {
        write(dir, files, false);
    }

    /** Writes all files, and the folders that are missing, so that only the owner can read them. */
    public static void writeClosed(Path dir, List<ConfigFile> files) throws IOException {
        write(dir, files, true);
    }

    private static void write(Path dir, List<ConfigFile> files, boolean closed) throws IOException {
        for (ConfigFile file : files) {
            Path target = dir.resolve(file.path());
            Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file below dir");
            if (closed) {
                OwnerOnly.folders(folder);
            } else {
                Files.createDirectories(folder);
            }
            Path draft = folder.resolve("." + target.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            FileAttribute<?>[] attributes =
                    closed || file.ownerOnly() ? OwnerOnly.newFile(folder) : new FileAttribute<?>[0];
            try (SeekableByteChannel channel = Files.newByteChannel(
                    draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                ByteBuffer bytes = ByteBuffer.wrap(file.content().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            if (file.isScript() && !draft.toFile().setExecutable(true)) {
                throw new IOException(target + " can't be made executable");
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
