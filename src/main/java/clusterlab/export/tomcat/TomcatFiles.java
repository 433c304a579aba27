package clusterlab.export.tomcat;

import clusterlab.config.DefaultWebXml;
import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CATALINA_BASE for each node, which an unmodified Tomcat 9.0, 10.1 or 11 runs with its catalina.sh.
 *
 * <pre>
 * bin/setenv.sh                secrets, JVM options
 * conf/server.xml              connectors, the &lt;Cluster&gt; element
 * conf/web.xml, context.xml    the defaults of applications
 * conf/logging.properties      to the console, which catalina.sh start writes into logs/catalina.out
 * webapps/                     the application
 * logs/ temp/ work/
 * </pre>
 */
public final class TomcatFiles {
    /** The path that answers 200 when a node has started. */
    public static final String HEALTH = "/cluster-lab/health";

    private TomcatFiles() {}

    /** The bases of all nodes, each in a folder with the node's name. */
    public static Export of(Topology topology, Placement placement, Source source) throws IOException {
        Export all = Export.of(List.of());
        for (NodeSpec node : topology.nodes()) {
            all = all.and(base(topology, node, placement, source).below(node.name()));
        }
        return all;
    }

    /**
     * One base.
     *
     * @throws IOException if a file of the user can't be read; the message is a part of a sentence
     */
    public static Export base(Topology topology, NodeSpec node, Placement placement, Source source) throws IOException {
        List<ConfigFile> files = new ArrayList<>();
        for (String folder : List.of("logs", "temp", "work", "lib", "webapps")) {
            files.add(new ConfigFile(folder + "/.keep", "", false));
        }
        files.add(new ConfigFile("bin/setenv.sh", SetEnv.of(topology, node, source), true));
        // A key may stand in a file of the user's.
        files.add(new ConfigFile(
                "conf/server.xml",
                StockServerXml.of(topology, node, placement, source),
                topology.imported().isPresent()));
        files.add(new ConfigFile("conf/web.xml", webXml(source), false));
        files.add(new ConfigFile("conf/context.xml", contextXml(topology, source), false));
        files.add(new ConfigFile("conf/logging.properties", source.hash() + LOGGING, false));
        return Export.of(files).and(AppFiles.of(topology, node, source));
    }

    /** The defaults of all applications. */
    public static String webXml(Source source) throws IOException {
        return commented(DefaultWebXml.common(DefaultWebXml.text()), source);
    }

    /** An XML declaration is the first thing in a file, so the comment comes after it. */
    static String commented(String xml, Source source) {
        int end = xml.indexOf("?>") + 2;
        return xml.substring(0, end) + "\n<!-- " + source.xml() + " -->\n"
                + xml.substring(end).stripLeading();
    }

    /** What all applications have: a manager that came with a context.xml of the user. */
    public static String contextXml(Topology topology, Source source) {
        Optional<ClusterElement> manager = topology.imported().flatMap(ImportedCluster::manager);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- " + source.xml() + " -->\n<Context>\n"
                + "  <WatchedResource>WEB-INF/web.xml</WatchedResource>\n"
                + manager.map(one -> one.unplaced().xml(1)).orElse("")
                + "</Context>\n";
    }

    /** The lines of the tutorial, "Replication member added", are of level INFO. */
    public static final String LOGGING =
            """
            handlers = java.util.logging.ConsoleHandler
            .handlers = java.util.logging.ConsoleHandler
            java.util.logging.ConsoleHandler.level = INFO
            java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
            java.util.logging.ConsoleHandler.encoding = UTF-8
            """;
}
