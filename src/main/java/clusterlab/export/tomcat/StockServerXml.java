package clusterlab.export.tomcat;

import clusterlab.config.ClusterXml;
import clusterlab.config.StockCluster;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.Optional;

/** The {@code conf/server.xml} of a node without a lab. Secrets are names of environment variables in it. */
public final class StockServerXml {
    private static final String CONNECTOR = "    <Connector port=\"%d\" protocol=\"HTTP/1.1\"%s/>\n";

    private StockServerXml() {}

    static String of(Topology topology, NodeSpec node, Placement placement, Source source) {
        String address = placement.address(node);
        String connectors = CONNECTOR.formatted(node.httpPort(), " address=\"" + address + "\"");
        BalancerSpec.Kind front = topology.balancer().kind();
        if (front.speaksAjp()) {
            connectors +=
                    """
                        <!-- For httpd only: without the secret any program that reaches the port can act as httpd. -->
                        <Connector port="%d" protocol="AJP/1.3" address="%s"
                                   secretRequired="true" secret="${AJP_SECRET}"/>
                    """
                            .formatted(node.ajpPort(), address);
        }
        Optional<String> proxy = front.speaksAjp() || front == BalancerSpec.Kind.NONE
                ? Optional.empty()
                : Optional.of(placement.front());
        return text(
                topology,
                source,
                "Node " + node.name() + " of " + topology.clusterName()
                        + ". setenv.sh says where ${AJP_SECRET} and ${CLUSTER_KEY} come from.",
                connectors,
                ClusterXml.escape(node.name()),
                StockCluster.of(topology, node, placement.nodes()),
                proxy.map(StockServerXml::remoteIp).orElse(""));
    }

    /**
     * The file for a container, which has one connector on all of its addresses.
     *
     * @param about a sentence for a comment
     * @param route the jvmRoute
     * @param ajp whether it speaks AJP instead of HTTP to its front; HTTP is there for health checks anyway
     * @param proxy address of the front that is believed, empty for any private address
     */
    public static String container(
            Topology topology,
            Source source,
            String about,
            String route,
            ClusterElement cluster,
            boolean ajp,
            Optional<String> proxy) {
        NodeSpec node = topology.nodes().get(0);
        String connectors = CONNECTOR.formatted(node.httpPort(), "");
        if (ajp) {
            connectors +=
                    """
                        <!-- In the network of the containers only. -->
                        <Connector port="%d" protocol="AJP/1.3" address="0.0.0.0"
                                   secretRequired="true" secret="${AJP_SECRET}"/>
                    """
                            .formatted(node.ajpPort());
        }
        return text(
                topology,
                source,
                about,
                connectors,
                route,
                cluster,
                ajp ? "" : proxy.map(StockServerXml::remoteIp).orElse(REMOTE_IP));
    }

    private static final String REMOTE_IP =
            "        <Valve className=\"org.apache.catalina.valves.RemoteIpValve\" protocolHeader=\"X-Forwarded-Proto\"/>\n";

    /** Behind a front that speaks HTTP, the client's address is in a header; only the front's is believed. */
    private static String remoteIp(String front) {
        return "        <Valve className=\"org.apache.catalina.valves.RemoteIpValve\" internalProxies=\""
                + front.replace(".", "\\.") + "\"\n" + "               protocolHeader=\"X-Forwarded-Proto\"/>\n";
    }

    private static String text(
            Topology topology,
            Source source,
            String about,
            String connectors,
            String route,
            ClusterElement cluster,
            String remoteIp) {
        boolean engine = StockCluster.isOfEngine(topology);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- %s -->
                <!-- %s -->
                <Server port="-1">
                  <!-- No shutdown port: a signal ends the process. -->
                  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener"/>
                  <Listener className="org.apache.catalina.mbeans.GlobalResourcesLifecycleListener"/>
                  <Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener"/>
                  <Service name="Catalina">
                %s    <!-- The front finds a session's node by its jvmRoute. -->
                    <Engine name="Catalina" defaultHost="localhost" jvmRoute="%s">
                %s      <Host name="localhost" appBase="webapps" unpackWARs="true" autoDeploy="false">
                        <!-- %s answers 200 when everything has started, and begins no session. -->
                        <Valve className="org.apache.catalina.valves.HealthCheckValve" path="%s"/>
                %s%s      </Host>
                    </Engine>
                  </Service>
                </Server>
                """
                .formatted(
                        source.xml(),
                        about,
                        connectors,
                        route,
                        engine ? cluster.xml(3) : "",
                        TomcatFiles.HEALTH,
                        TomcatFiles.HEALTH,
                        remoteIp,
                        engine ? "" : cluster.xml(4));
    }
}
