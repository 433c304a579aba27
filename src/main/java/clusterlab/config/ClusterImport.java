package clusterlab.config;

import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.ImportedCluster.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the {@code <Cluster>} and the {@code <Manager>} of a configuration file. */
public final class ClusterImport {
    private static final String CLUSTER = "Cluster";

    private ClusterImport() {}

    /**
     * Reads a file.
     *
     * @param file a server.xml, a {@code <Cluster>} element, a context.xml or another file with a {@code <Context>} that has a
     *     {@code <Manager>}, or a folder {@code conf} with server.xml and context.xml
     * @throws UnreadableConfigException if it can't be read, has no cluster, or several
     */
    public static ImportedCluster read(Path file) throws UnreadableConfigException {
        if (!Files.isDirectory(file)) {
            return withoutAgent(of(file.toString(), XmlTree.read(file)));
        }
        ImportedCluster server = withoutAgent(of(file.toString(), XmlTree.read(file.resolve("server.xml"))));
        Path context = file.resolve("context.xml");
        if (server.manager().isPresent() || !Files.isRegularFile(context)) {
            return server;
        }
        Optional<ClusterElement> manager = managerOf(XmlTree.read(context).root());
        return new ImportedCluster(server.file(), server.place(), server.cluster(), manager, server.remarks());
    }

    /** Of the run folder of a lab with {@code --keep}. */
    private static ImportedCluster withoutAgent(ImportedCluster read) {
        return new ImportedCluster(
                read.file(),
                read.place(),
                read.cluster().map(ClusterXml::withoutAgent),
                read.manager().map(ClusterXml::withoutAgent),
                read.remarks());
    }

    private static ImportedCluster of(String file, XmlTree tree) throws UnreadableConfigException {
        ClusterElement root = tree.root();
        switch (root.name()) {
            case CLUSTER -> {
                return new ImportedCluster(file, Place.HOST, Optional.of(root), Optional.empty(), List.of());
            }
            case "Context" -> {
                Optional<ClusterElement> manager = managerOf(root);
                if (manager.isEmpty()) {
                    throw new UnreadableConfigException(
                            "its <Context> has no <Manager>; name a file with a <Manager> or a"
                                    + " <Cluster>, or use --context-xml");
                }
                return new ImportedCluster(file, Place.HOST, Optional.empty(), manager, List.of());
            }
            case "Server", "Service", "Engine", "Host" -> {
                return ofServer(file, tree);
            }
            default ->
                throw new UnreadableConfigException("its root is <" + root.name()
                        + ">; name a server.xml, a file with a <Cluster> element, or a context.xml with a <Manager>");
        }
    }

    private record Found(ClusterElement cluster, @Nullable ClusterElement parent) {}

    private static ImportedCluster ofServer(String file, XmlTree tree) throws UnreadableConfigException {
        List<Found> clusters = new ArrayList<>();
        List<ClusterElement> managers = new ArrayList<>();
        search(tree.root(), clusters, managers);
        if (clusters.isEmpty()) {
            throw new UnreadableConfigException(
                    tree.commentedCluster().isPresent()
                            ? "its <Cluster> is in the comment that ends at line "
                                    + tree.commentedCluster().getAsInt()
                                    + ", so that Tomcat does not read it; take it out of the comment"
                            : "it has no <Cluster> in an <Engine> or a <Host>; name a file that has one");
        }
        if (clusters.size() > 1) {
            throw new UnreadableConfigException("it has " + clusters.size() + " <Cluster> elements, at lines "
                    + clusters.stream()
                            .map(one -> Integer.toString(one.cluster().line()))
                            .collect(Collectors.joining(", "))
                    + "; put the one that you mean into a file of its own");
        }
        if (managers.size() > 1) {
            throw new UnreadableConfigException("it has <Manager> elements in " + managers.size()
                    + " contexts, at lines "
                    + managers.stream().map(one -> Integer.toString(one.line())).collect(Collectors.joining(", "))
                    + "; put the <Cluster> into a file of its own");
        }
        Found only = clusters.get(0);
        boolean engine = only.parent() != null && only.parent().name().equals("Engine");
        return new ImportedCluster(
                file,
                engine ? Place.ENGINE : Place.HOST,
                Optional.of(only.cluster()),
                managers.stream().findFirst(),
                List.of());
    }

    /** Elements where Tomcat has rules for them only (EngineRuleSet, HostRuleSet, ContextRuleSet); the depth of a file is bounded. */
    private static void search(ClusterElement element, List<Found> clusters, List<ClusterElement> managers) {
        for (ClusterElement child : element.children()) {
            boolean container =
                    element.name().equals("Engine") || element.name().equals("Host");
            if (container && child.name().equals(CLUSTER)) {
                clusters.add(new Found(child, element));
            } else if (element.name().equals("Context") && child.name().equals("Manager")) {
                managers.add(child);
            } else {
                search(child, clusters, managers);
            }
        }
    }

    private static Optional<ClusterElement> managerOf(ClusterElement context) {
        return context.name().equals("Context") ? context.child("Manager") : Optional.empty();
    }
}
