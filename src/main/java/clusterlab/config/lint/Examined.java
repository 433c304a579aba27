package clusterlab.config.lint;

import clusterlab.config.UnreadableConfigException;
import clusterlab.config.XmlTree;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.TomcatVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The files of a configuration.
 *
 * @param path as the user named it
 * @param server the file with the cluster: a server.xml or an element alone; empty if only a context.xml was named
 * @param context conf/context.xml, for all applications
 * @param web conf/web.xml
 * @param clusters each {@code <Cluster>} of server
 * @param contexts each {@code <Context>} of server and context, with its file
 * @param commentedCluster line of a {@code <Cluster} in a comment of server
 * @param tomcat that will run it, if it is known
 */
record Examined(
        Path path,
        Optional<Document> server,
        Optional<Document> context,
        Optional<Document> web,
        List<ClusterConfig> clusters,
        List<Placed> contexts,
        OptionalInt commentedCluster,
        Optional<TomcatVersion> tomcat) {

    /**
     * A file.
     *
     * @param name for findings
     */
    record Document(String name, ClusterElement root) {}

    /** An element and the name of its file. */
    record Placed(String file, ClusterElement element) {}

    /**
     * Reads a server.xml, a file with a {@code <Cluster>}, {@code <Engine>}, {@code <Host>} or {@code <Context>}, or a folder conf.
     *
     * @throws UnreadableConfigException if it can't be read, or is none of these
     */
    static Examined read(Path path, Optional<TomcatVersion> tomcat) throws UnreadableConfigException {
        Optional<Document> server = Optional.empty();
        Optional<Document> context = Optional.empty();
        Optional<Document> web = Optional.empty();
        OptionalInt commented = OptionalInt.empty();
        if (Files.isDirectory(path)) {
            if (!Files.exists(path.resolve("server.xml"))) {
                throw new UnreadableConfigException("this folder has no server.xml; name a folder conf, or a file");
            }
            XmlTree tree = XmlTree.read(path.resolve("server.xml"));
            server = Optional.of(new Document("server.xml", tree.root()));
            commented = tree.commentedCluster();
            context = optional(path, "context.xml");
            web = optional(path, "web.xml");
        } else {
            XmlTree tree = XmlTree.read(path);
            Document only = new Document(String.valueOf(path.getFileName()), tree.root());
            switch (tree.root().name()) {
                case "Context" -> context = Optional.of(only);
                case "Server", "Service", "Engine", "Host", "Cluster" -> {
                    server = Optional.of(only);
                    commented = tree.commentedCluster();
                }
                default ->
                    throw new UnreadableConfigException(
                            "its root is <" + tree.root().name()
                                    + ">; name a server.xml, a file with a <Cluster> element, a context.xml, or a folder conf");
            }
        }
        List<ClusterConfig> clusters = new ArrayList<>();
        List<Placed> contexts = new ArrayList<>();
        context.ifPresent(file -> contexts.add(new Placed(file.name(), file.root())));
        server.ifPresent(file ->
                walk(file.root(), new Around(file.name(), Optional.empty(), Optional.empty()), (element, around) -> {
                    if (element.name().equals("Cluster")) {
                        clusters.add(new ClusterConfig(
                                file.name(), element, around.engine, around.host, Optional.empty(), tomcat));
                    } else if (element.name().equals("Context")) {
                        contexts.add(new Placed(file.name(), element));
                    }
                }));
        return new Examined(path, server, context, web, clusters, contexts, commented, tomcat);
    }

    private static Optional<Document> optional(Path folder, String name) throws UnreadableConfigException {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file)
                ? Optional.of(new Document(name, XmlTree.read(file).root()))
                : Optional.empty();
    }

    /** Each element of a name in the server's file. */
    void each(String name, Consumer<ClusterElement> action) {
        server.ifPresent(file ->
                walk(file.root(), new Around(file.name(), Optional.empty(), Optional.empty()), (element, around) -> {
                    if (element.name().equals(name)) {
                        action.accept(element);
                    }
                }));
    }

    private record Around(String file, Optional<ClusterElement> engine, Optional<ClusterElement> host) {}

    private interface Visitor {
        void visit(ClusterElement element, Around around);
    }

    /** The depth of a file is bounded. */
    private static void walk(ClusterElement element, Around around, Visitor visitor) {
        visitor.visit(element, around);
        Around inside =
                switch (element.name()) {
                    case "Engine" -> new Around(around.file, Optional.of(element), Optional.empty());
                    case "Host" -> new Around(around.file, around.engine, Optional.of(element));
                    default -> around;
                };
        element.children().forEach(child -> walk(child, inside, visitor));
    }
}
