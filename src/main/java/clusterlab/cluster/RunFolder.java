package clusterlab.cluster;

import clusterlab.files.OwnerOnly;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the files of a run.
 *
 * <pre>
 * DIR/
 *   webapp/               the session counter, unless --webapp names another
 *   war-1234/             the unpacked WAR of --webapp, while the lab runs
 *   jakarta-1234/         its copy for jakarta.servlet, if it was made for javax.servlet
 *   node1/logs/catalina.out
 *   node1/work            compiled JSPs
 *   node1/temp
 *   httpd/                generated configuration
 *   events.jsonl
 * </pre>
 */
public final class RunFolder implements AutoCloseable {
    /** Temporary folders of this process that are still there. */
    private static final Set<RunFolder> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final boolean temporary;

    private RunFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * The folder of a run of this plan: the one that the user chose, which stays, or a temporary one. Temporary folders whose
     * run was killed are removed before.
     *
     * @throws IOException if it can't be created; if something in it is a symbolic link or belongs to another user
     */
    public static RunFolder of(Topology topology) throws IOException {
        if (topology.dir().isPresent()) {
            return at(topology.dir().get(), topology.preset());
        }
        Leftovers.ofUser().removeDead();
        RunFolder folder =
                new RunFolder(Files.createTempDirectory(Leftovers.PREFIX).toRealPath(), !topology.keep());
        if (folder.temporary) {
            OPEN.add(folder);
            Leftovers.own(folder.path);
        }
        return folder;
    }

    /**
     * Removes the temporary folders of this process, for an end that does not wait.
     *
     * @param enough ends it early
     * @return whether none is left; one where something is written at the same time may be
     */
    public static boolean removeAll(BooleanSupplier enough) {
        boolean gone = true;
        for (RunFolder folder : OPEN) {
            try {
                deleteTree(folder.path, enough);
            } catch (IOException inUse) {
                // The next run removes it.
            }
            gone &= !Files.exists(folder.path);
        }
        return gone;
    }

    /** Others can read nothing of an earlier run, and this run writes through no link. The folder itself keeps its mode. */
    static RunFolder at(Path dir, Preset preset) throws IOException {
        RunFolder folder = new RunFolder(OwnerOnly.folders(dir).toRealPath(), false);
        if (OwnerOnly.isOpenToAll(folder.path)) {
            throw new IOException("every user can replace what is in it; take that right away with chmod o-w " + dir);
        }
        Leftovers.refuseInUse(folder.path);
        OwnerOnly.close(folder.journal());
        OwnerOnly.close(folder.webapp());
        OwnerOnly.close(folder.httpd());
        OwnerOnly.close(folder.kubernetes());
        for (int i = 0; i < ClusterSpec.MAX_NODES; i++) {
            OwnerOnly.close(folder.node(preset.nodeName(i)));
        }
        Leftovers.own(folder.path);
        return folder;
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

    /**
     * Empties {@link #work} if another Tomcat wrote to it: Jasper takes a compiled page that is as old as its source, and one that
     * Tomcat 9.0 compiled fails in later ones (javax and jakarta).
     *
     * @param tomcat which one writes to it next
     */
    public void workOf(String node, String tomcat) throws IOException {
        Path last = node(node).resolve("work.tomcat");
        if (Files.exists(last) && Files.readString(last).equals(tomcat)) {
            return;
        }
        if (Files.exists(work(node))) {
            deleteTree(work(node), () -> false);
        }
        OwnerOnly.folders(node(node));
        try (OutputStream out = OwnerOnly.replace(last)) {
            out.write(tomcat.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The log of one node. */
    public Path log(String node) {
        return node(node).resolve("logs").resolve("catalina.out");
    }

    /** The folder for the unpacked session counter. */
    public Path webapp() {
        return path.resolve("webapp");
    }

    /** The folder for what the pods of nodes mount. */
    public Path kubernetes() {
        return path.resolve("kubernetes");
    }

    /** The folder for the configuration of an httpd. */
    public Path httpd() {
        return path.resolve("httpd");
    }

    /** All events, one JSON object a line. */
    public Path journal() {
        return path.resolve("events.jsonl");
    }

    /** Whether {@link #close} removes it. */
    public boolean isTemporary() {
        return temporary;
    }

    /** Removes a temporary folder; another lab may use one that stays. */
    @Override
    public void close() throws IOException {
        if (temporary && Files.exists(path)) {
            deleteTree(path, () -> false);
            OPEN.remove(this);
        } else {
            Files.deleteIfExists(path.resolve(Leftovers.OWNER));
        }
    }

    /**
     * Removes a run folder and everything below it; files may disappear meanwhile.
     *
     * @param enough ends it early; then the file with the folder's process is still there
     */
    static void deleteTree(Path root, BooleanSupplier enough) throws IOException {
        Path last = root.resolve(Leftovers.OWNER);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (enough.getAsBoolean()) {
                    return FileVisitResult.TERMINATE;
                }
                if (!file.equals(last)) {
                    Files.deleteIfExists(file);
                }
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
                if (dir.equals(root)) {
                    Files.deleteIfExists(last);
                }
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
