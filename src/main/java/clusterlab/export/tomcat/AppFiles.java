package clusterlab.export.tomcat;

import clusterlab.config.ContextXml;
import clusterlab.config.DefaultWebXml;
import clusterlab.export.ConfigFile;
import clusterlab.export.CopiedFile;
import clusterlab.export.Export;
import clusterlab.export.Source;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The application of a CATALINA_BASE: the user's, or the session counter. */
public final class AppFiles {
    /** The files of the session counter. */
    private static final List<String> COUNTER = List.of("index.jsp", "WEB-INF/web.xml");

    private AppFiles() {}

    /** The name of an application below appBase, without .war (HostConfig: ROOT, and a hash for a slash). */
    public static String baseName(Topology topology) {
        return topology.contextPath().isEmpty()
                ? "ROOT"
                : topology.contextPath().substring(1).replace('/', '#');
    }

    /** The session counter, below a folder. */
    public static List<ConfigFile> counter(String folder) throws IOException {
        List<ConfigFile> files = new ArrayList<>();
        for (String name : COUNTER) {
            try (InputStream in = AppFiles.class.getResourceAsStream("/clusterlab/webapp/" + name)) {
                Objects.requireNonNull(in, () -> name + " is missing in the jar");
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                files.add(new ConfigFile(
                        folder + "/" + name, name.endsWith(".xml") ? DefaultWebXml.common(text) : text, false));
            }
        }
        return files;
    }

    /**
     * The {@code <Context>} of {@code --context-xml}, without what names the application's place; it may have passwords.
     *
     * @throws IOException if the file can't be read; the message is a part of a sentence
     */
    public static Optional<String> context(Topology topology, Source source) throws IOException {
        Optional<Path> file = topology.app().contextXml();
        return file.isPresent()
                ? Optional.of(TomcatFiles.commented(ContextXml.merged(Optional.empty(), file.get()), source))
                : Optional.empty();
    }

    /**
     * The application, its {@code <Context>} and its server's libraries.
     *
     * @throws IOException if a file of the user can't be read; the message is a part of a sentence
     */
    static Export of(Topology topology, NodeSpec node, Source source) throws IOException {
        List<ConfigFile> files = new ArrayList<>();
        List<CopiedFile> copies = new ArrayList<>();
        String name = baseName(topology);
        Optional<Path> app = topology.webapp();
        if (app.isPresent()) {
            // Tomcat 10 and later convert what is there (HostConfig.migrateLegacyApps).
            String appBase = topology.isConverted(node.name()) ? "webapps-javaee/" : "webapps/";
            copies.add(new CopiedFile(appBase + name + (Files.isDirectory(app.get()) ? "" : ".war"), app.get()));
        } else {
            files.addAll(counter("webapps/" + name));
        }
        context(topology, source)
                .ifPresent(context ->
                        files.add(new ConfigFile("conf/Catalina/localhost/" + name + ".xml", context, true)));
        if (topology.app().lib().isPresent()) {
            try (Stream<Path> jars = Files.list(topology.app().lib().get())) {
                jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .forEach(jar -> copies.add(new CopiedFile("lib/" + fileName(jar), jar)));
            }
        }
        return new Export(files, copies);
    }

    /** A jar's name may have characters that the files of an export have not; its name does not matter. */
    private static String fileName(Path jar) {
        return String.valueOf(jar.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
