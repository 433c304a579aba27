package clusterlab.cluster;

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
import java.util.stream.Stream;

/**
 * The application that the nodes serve: the user's folder or WAR, or the session counter, unpacked with its page
 * already compiled.
 */
public final class Webapp {
    /** File to its folder in the jar. The last page is for experiments; no link leads to it. */
    private static final Map<String, String> FILES =
            Map.of("index.jsp", "webapp/", "WEB-INF/web.xml", "webapp/", "experiment.jsp", "experiment-webapp/");
    /** Jasper's own compiler compiles it at build time, so that no node has to start the compiler. */
    private static final Map<String, String> COMPILED = Map.of(
            "index.jsp", "org/apache/jsp/index_jsp.class",
            "experiment.jsp", "org/apache/jsp/experiment_jsp.class");

    private final Path docBase;
    private final boolean users;

    private Webapp(Path docBase, boolean users) {
        this.docBase = docBase;
        this.users = users;
    }

    /** The user's application, or the session counter, unpacked into the run folder. */
    static Webapp of(Topology topology, RunFolder folder) throws IOException {
        if (topology.webapp().isPresent()) {
            return new Webapp(topology.webapp().get(), true);
        }
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Path target = folder.webapp().resolve(file.getKey());
            OwnerOnly.folders(Objects.requireNonNull(target.getParent()));
            copy("/clusterlab/" + file.getValue() + file.getKey(), target);
        }
        return new Webapp(folder.webapp(), false);
    }

    public Path docBase() {
        return docBase;
    }

    /** Whether it is the user's own application. */
    boolean isUsers() {
        return users;
    }

    /** Whether it is a folder, which the user may edit meanwhile. */
    public boolean isLive() {
        return users && Files.isDirectory(docBase);
    }

    /**
     * Copies compiled pages into a node's work folder. Jasper uses a class with exactly the time of its page
     * (org.apache.jasper.compiler.Compiler.isOutDated) and compiles the page again after it was edited.
     */
    public void putCompiledPages(Path work) throws IOException {
        if (users) {
            return;
        }
        for (Map.Entry<String, String> page : COMPILED.entrySet()) {
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

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = Webapp.class.getResourceAsStream(resource);
                OutputStream out = OwnerOnly.replace(target)) {
            Objects.requireNonNull(in, () -> resource + " is missing in the jar")
                    .transferTo(out);
        }
    }
}
