package clusterlab.cluster;

import clusterlab.cluster.conversion.JakartaCopy;
import clusterlab.files.OwnerOnly;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The application that the nodes serve: the user's folder or WAR, or the session counter, unpacked with its page
 * already compiled.
 */
public final class Webapp implements AutoCloseable {
    /** File to its folder in the jar. The last page is for experiments; no link leads to it. */
    private static final Map<String, String> FILES =
            Map.of("index.jsp", "webapp/", "WEB-INF/web.xml", "webapp/", "experiment.jsp", "experiment-webapp/");
    /**
     * The session counter's pages, and the class of each in a work folder. Jasper's own compiler compiles them at build time, so
     * that no embedded node has to start the compiler.
     */
    public static final Map<String, String> PAGES = Map.of(
            "index.jsp", "org/apache/jsp/index_jsp.class",
            "experiment.jsp", "org/apache/jsp/experiment_jsp.class");

    private final Path docBase;
    private final Kind kind;
    private final RunFolder folder;
    private final boolean converted;
    private @Nullable Path copy;

    private enum Kind {
        COUNTER,
        FOLDER,
        WAR
    }

    private Webapp(Path docBase, Kind kind, RunFolder folder, boolean converted) {
        this.docBase = docBase;
        this.kind = kind;
        this.folder = folder;
        this.converted = converted;
    }

    /**
     * The user's application, or the session counter, unpacked into the run folder. A WAR is unpacked once, and all nodes
     * serve that folder, as they do with a folder of the user: Tomcat only reads it. Served from the packed file, each class
     * of a library in it costs a pass through the library's packed bytes; a Spring Boot application took minutes to start.
     *
     * <p>An application for javax.servlet is converted once for all nodes on Tomcat 10 or later; the others serve the original.
     *
     * @throws BootException if a file can't be read or written; the message is for the user
     */
    static Webapp of(Topology topology, RunFolder folder) throws BootException {
        Optional<Path> users = topology.webapp();
        try {
            if (users.isEmpty()) {
                return counter(folder);
            }
            if (Files.isDirectory(users.get())) {
                return users(users.get(), Kind.FOLDER, topology, folder);
            }
            Path unpacked = Files.createTempDirectory(folder.path(), "war-");
            WarFile.unpack(users.get(), unpacked);
            return users(unpacked, Kind.WAR, topology, folder);
        } catch (ZipException e) {
            throw new BootException(users.orElseThrow() + " is not a WAR: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new BootException("The run folder " + folder.path() + " can't be written: " + e.getMessage(), e);
        }
    }

    private static Webapp users(Path docBase, Kind kind, Topology topology, RunFolder folder)
            throws IOException, BootException {
        Webapp webapp = new Webapp(docBase, kind, folder, topology.isConverted());
        boolean ready = false;
        try {
            if (webapp.converted) {
                webapp.copy();
            }
            ready = true;
            return webapp;
        } finally {
            if (!ready) {
                webapp.close();
            }
        }
    }

    private static Webapp counter(RunFolder folder) throws IOException {
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Path target = folder.webapp().resolve(file.getKey());
            OwnerOnly.folders(Objects.requireNonNull(target.getParent()));
            copy("/clusterlab/" + file.getValue() + file.getKey(), target);
        }
        return new Webapp(folder.webapp(), Kind.COUNTER, folder, false);
    }

    /** Its files as they were given. */
    public Path docBase() {
        return docBase;
    }

    /**
     * The files that a node of this plan serves: the original, or its copy for jakarta.servlet, which is made here if no node
     * needed it before (an upgrade).
     *
     * @throws IOException if the copy can't be made; the message is a sentence for the user
     */
    public Path docBase(Topology plan, String node) throws IOException {
        if (!plan.isConverted(node)) {
            return docBase;
        }
        try {
            return copy();
        } catch (BootException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The file with the {@code <Context>} of a node's application: the one that the user named, else the application's
     * META-INF/context.xml, as Tomcat does with conf/Catalina/localhost (HostConfig); empty if there is none.
     *
     * @throws IOException as {@link #docBase(Topology, String)}
     */
    public Optional<Path> contextXml(Topology plan, String node) throws IOException {
        Optional<Path> users = plan.app().contextXml();
        if (users.isPresent() || !isUsers()) {
            return users;
        }
        return Optional.of(docBase(plan, node).resolve("META-INF/context.xml")).filter(Files::isRegularFile);
    }

    /** The jars that are directly in a folder, by name. */
    public static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private synchronized Path copy() throws BootException {
        Path made = copy;
        if (made == null) {
            try {
                made = Files.createTempDirectory(folder.path(), "jakarta-");
                JakartaCopy.write(docBase, made);
                copy = made;
            } catch (IOException | RuntimeException e) {
                if (made != null) {
                    delete(made);
                }
                // A class file that is none makes the library throw what its parser throws.
                throw new BootException(
                        "The application can't be converted for jakarta.servlet (" + e.getMessage()
                                + "); build it again, or run it on Tomcat 9 (--tomcat 9.0.117).",
                        e);
            }
        }
        return made;
    }

    /** Whether it is the user's own application. */
    public boolean isUsers() {
        return kind != Kind.COUNTER;
    }

    /** Whether all nodes serve a folder that the user may edit meanwhile; a converted copy is none. */
    public boolean isLive() {
        return kind == Kind.FOLDER && !converted;
    }

    /**
     * Copies compiled pages into a node's work folder. Jasper uses a class with exactly the time of its page
     * (org.apache.jasper.compiler.Compiler.isOutDated) and compiles the page again after it was edited.
     */
    public void putCompiledPages(Path work) throws IOException {
        if (isUsers()) {
            return;
        }
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            Path target = work.resolve(page.getValue());
            OwnerOnly.folders(Objects.requireNonNull(target.getParent()));
            copy("/clusterlab/jsp/" + page.getValue(), target);
            FileTime time = Files.getLastModifiedTime(docBase.resolve(page.getKey()));
            Files.setLastModifiedTime(target, FileTime.fromMillis(time.toMillis()));
        }
    }

    /** The paths of the user's pages below the context path, at most 200. */
    List<String> pagesToCompile() throws IOException {
        if (!isLive()) {
            return List.of();
        }
        Path webInf = docBase.resolve("WEB-INF");
        try (Stream<Path> files = Files.walk(docBase)) {
            return files.filter(file -> file.toString().endsWith(".jsp") && !file.startsWith(webInf))
                    .map(file -> "/" + docBase.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .limit(200)
                    .toList();
        }
    }

    /** Removes the files of a WAR and of a converted copy, also from a folder that stays. */
    @Override
    public synchronized void close() {
        if (kind == Kind.WAR) {
            delete(docBase);
        }
        if (copy != null) {
            delete(copy);
        }
    }

    private static void delete(Path tree) {
        try {
            RunFolder.deleteTree(tree, () -> false);
        } catch (IOException e) {
            System.getLogger(Webapp.class.getName()).log(System.Logger.Level.DEBUG, "end of " + tree, e);
        }
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = Webapp.class.getResourceAsStream(resource);
                OutputStream out = OwnerOnly.replace(target)) {
            Objects.requireNonNull(in, () -> resource + " is missing in the jar")
                    .transferTo(out);
        }
    }
}
