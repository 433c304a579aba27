package clusterlab.cluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the files of a run.
 *
 * <pre>
 * DIR/
 *   webapp/               the session counter, unless --webapp names another
 *   war-1234/             the unpacked WAR of --webapp, while the lab runs
 *   node1/logs/catalina.out
 *   node1/work            compiled JSPs
 *   node1/temp
 *   httpd/                generated configuration
 * </pre>
 */
public final class RunFolder implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    private RunFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** A folder that {@link #close} removes unless {@code keep}. */
    public static RunFolder temporary(boolean keep) throws IOException {
        return new RunFolder(Files.createTempDirectory("cluster-lab-").toRealPath(), !keep);
    }

    /** A folder that the user chose; it stays. */
    public static RunFolder at(Path dir) throws IOException {
        return new RunFolder(Files.createDirectories(dir).toRealPath(), false);
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** The home of one node: CATALINA_BASE in a stock Tomcat. */
    public Path node(String name) {
        return path.resolve(name);
    }

    /** The folder for one node's compiled pages. */
    public Path work(String node) {
        return node(node).resolve("work");
    }

    /** The log of one node. */
    public Path log(String node) {
        return node(node).resolve("logs").resolve("catalina.out");
    }

    /** The folder for the unpacked session counter. */
    public Path webapp() {
        return path.resolve("webapp");
    }

    /** Whether {@link #close} removes it. */
    public boolean isTemporary() {
        return temporary;
    }

    /** Removes a temporary folder. */
    @Override
    public void close() throws IOException {
        if (temporary && Files.exists(path)) {
            deleteTree(path);
        }
    }

    /** Removes a folder and everything below it; files may disappear meanwhile. */
    static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (Files.exists(file)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
