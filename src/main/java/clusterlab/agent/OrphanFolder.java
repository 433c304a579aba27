package clusterlab.agent;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The temporary run folder of a lab that was killed and can't remove it any more. */
final class OrphanFolder {
    private static final int ALIVE_MILLIS = 1_000;
    /** Other nodes of the same lab may write meanwhile, and remove it too. */
    private static final int TRIES = 3;

    private OrphanFolder() {}

    /** Whether the lab's process has ended: its connection may break a moment earlier. */
    static boolean isAbandoned(long lab) {
        ProcessHandle process = ProcessHandle.of(lab).orElse(null);
        if (process == null) {
            return true;
        }
        try {
            process.onExit().get(ALIVE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | IllegalStateException alive) {
            return false;
        }
    }

    /** Removes the folder; what can't be removed, the next start of a lab removes. */
    static void remove(String folder) {
        Path root = Path.of(folder);
        for (int i = 0; i < TRIES && Files.exists(root); i++) {
            try {
                Files.walkFileTree(root, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                        Files.deleteIfExists(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException inUse) {
                // Once more.
            }
        }
    }
}
