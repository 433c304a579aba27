package clusterlab.cluster.embedded;

import clusterlab.agent.ForcedDistributable;
import clusterlab.agent.PageAttributes;
import clusterlab.cluster.Webapp;
import clusterlab.config.ClusterReader;
import clusterlab.config.ClusterXml;
import clusterlab.config.ContextXml;
import clusterlab.files.OwnerOnly;
import clusterlab.lang.Lang;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.Host;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.HostConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ajp.AbstractAjpProtocol;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Creates the Tomcat of one node of the plan: Engine, Host, connectors and the application. */
public final class TomcatFactory {
    private final Topology topology;
    private final Webapp webapp;
    private final List<String> nodeNames;
    private final Function<String, List<String>> holders;

    /**
     * A factory for nodes of this plan.
     *
     * @param nodeNames a live list of all nodes
     * @param holders gives the nodes that hold a session
     */
    public TomcatFactory(
            Topology topology, Webapp webapp, List<String> nodeNames, Function<String, List<String>> holders) {
        this.topology = topology;
        this.webapp = webapp;
        this.nodeNames = nodeNames;
        this.holders = holders;
    }

    /** A Tomcat that is not started yet, with this cluster on its host. */
    Tomcat tomcat(NodeSpec node, Path home, SimpleTcpCluster cluster, ClassLoader libraries, Valve... valves)
            throws IOException {
        OwnerOnly.folders(home.resolve("webapps"));
        OwnerOnly.folders(home.resolve("temp"));
        // Tomcat.initBaseDir would create the folder that the JVM's first Tomcat set here: the folder of an earlier
        // lab, removed by now. If several nodes start at the same time, one of them fails on it.
        System.setProperty(Globals.CATALINA_HOME_PROP, home.toString());
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(home.toString());
        // Each engine needs a name of its own: otherwise the MBean domains of engines in one JVM collide.
        tomcat.getService().setName(node.name());
        tomcat.getEngine().setName(node.name());
        tomcat.getEngine().setJvmRoute(node.name());
        tomcat.getService().addConnector(http(node));
        tomcat.getService().addConnector(ajp(node));
        Host host = tomcat.getHost();
        if (topology.isClusterOfEngine()) {
            tomcat.getEngine().setCluster(cluster);
        } else {
            // On the host rather than the engine: FarmWarDeployer.start refuses the engine.
            host.setCluster(cluster);
        }
        if (topology.app().lib().isPresent()) {
            tomcat.getEngine().setParentClassLoader(libraries);
        }
        if (webapp.isUsers() || topology.deployer()) {
            ((StandardHost) host).setContextClass(NamingContext.class.getName());
        }
        Context context = context(tomcat, node, home);
        if (topology.deployer()) {
            deploysWars(tomcat);
        }
        String manager = ClusterXml.managerWithAgent(topology, 0);
        if (!manager.isEmpty()) {
            ClusterReader.manager(context, manager, ClusterFactory.properties(topology, home)::get, libraries);
        }
        for (Valve valve : valves) {
            context.getPipeline().addValve(valve);
        }
        return tomcat;
    }

    /** What a server.xml gives a host: HostRuleSet adds HostConfig. */
    private static void deploysWars(Tomcat tomcat) {
        Host host = tomcat.getHost();
        host.setAppBase(ClusterXml.APP_BASE);
        host.setAutoDeploy(false);
        host.addLifecycleListener(new HostConfig());
        host.addContainerListener(new DeployedDefaults());
        // Seconds; FarmWarDeployer looks into its folder as often.
        tomcat.getEngine().setBackgroundProcessorDelay(1);
    }

    /** Sets what the session counter shows. */
    void describe(NodeSpec node, Context context) {
        var attributes = context.getServletContext();
        attributes.setAttribute(PageAttributes.NODE, node.name());
        attributes.setAttribute(PageAttributes.INDEX, node.index());
        attributes.setAttribute(PageAttributes.NODES, nodeNames);
        attributes.setAttribute(PageAttributes.HOLDERS, holders);
        attributes.setAttribute(PageAttributes.LANG, Lang.current().code());
    }

    private Connector http(NodeSpec node) {
        Connector connector = new Connector(new ResettableHttpProtocol());
        connector.setPort(node.httpPort());
        limitToLoopback(connector);
        return connector;
    }

    private Connector ajp(NodeSpec node) {
        Connector connector = new Connector(new ResettableAjpProtocol());
        connector.setPort(node.ajpPort());
        limitToLoopback(connector);
        AbstractAjpProtocol<?> protocol = (AbstractAjpProtocol<?>) connector.getProtocolHandler();
        protocol.setSecretRequired(true);
        protocol.setSecret(topology.ajpSecret().value());
        return connector;
    }

    private void limitToLoopback(Connector connector) {
        connector.setProperty("address", Topology.LOOPBACK);
        if (topology.lifecycle() == NodeLifecycle.LAB) {
            // It opens after the node has its sessions, not when the node begins to start.
            connector.setProperty("bindOnInit", "false");
        }
        // Threads are created on demand; ten spare threads for each connector would be expensive with many nodes.
        ((AbstractProtocol<?>) connector.getProtocolHandler()).setMinSpareThreads(1);
    }

    private Context context(Tomcat tomcat, NodeSpec node, Path home) throws IOException {
        Context context = tomcat.addWebapp(
                topology.contextPath(), webapp.docBase(topology, node.name()).toString());
        Optional<Path> given = webapp.contextXml(topology, node.name());
        if (given.isPresent()) {
            Path file = OwnerOnly.folders(home.resolve("conf")).resolve("context.xml");
            try (OutputStream out = OwnerOnly.replace(file)) {
                out.write(ContextXml.merged(Optional.empty(), given.get()).getBytes(StandardCharsets.UTF_8));
            }
            context.setConfigFile(file.toUri().toURL());
        }
        Path work = home.resolve("work");
        ((StandardContext) context).setWorkDir(work.toString());
        StandardJarScanner scanner = new StandardJarScanner();
        // The class path is cluster-lab's own jar; the application's libraries are still scanned.
        scanner.setScanClassPath(false);
        scanner.setScanManifest(false);
        context.setJarScanner(scanner);
        StandardRoot resources = new StandardRoot(context);
        resources.setCachingAllowed(!webapp.isLive());
        context.setResources(resources);
        context.addLifecycleListener(new JspSettings(webapp.isLive()));
        if (topology.distributable()) {
            context.addLifecycleListener(new ForcedDistributable());
        }
        describe(node, context);
        return context;
    }
}
