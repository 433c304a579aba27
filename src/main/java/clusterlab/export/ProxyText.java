package clusterlab.export;

import clusterlab.export.HttpdTarget.Activation;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;

/** The text for mod_proxy_ajp and mod_proxy_balancer. */
final class ProxyText {

    private ProxyText() {}

    static String conf(Topology topology, HttpdTarget target) {
        String status = HttpdFiles.statusPath(topology);
        String control = HttpdFiles.controlPath(topology);
        String context = Quote.contextPath(topology.contextPath());
        StringBuilder text = new StringBuilder(
                """
                # The front with mod_proxy_ajp (httpd 2.4.42 or newer, for secret=), for an httpd without mod_jk; needs mod_headers,
                # mod_proxy, mod_proxy_ajp, mod_proxy_balancer, mod_lbmethod_byrequests, mod_slotmem_shm. httpd.conf in this folder
                # includes it. To include it in an existing httpd:
                """);
        text.append(HttpdFiles.hints(target.dir() + "/" + HttpdFiles.PROXY_CONF))
                .append(
                        """

                        # A proxy only for the nodes below.
                        ProxyRequests Off
                        <Proxy "balancer://lb">
                          # route            the node's jvmRoute, after the last dot of a session id
                          # secret           of the AJP connector
                          # connectiontimeout  ms for the TCP connection
                          # ping             ms for the answer to a CPing before each request. So httpd detects a dead or frozen node
                          #                  before it sends a request to it. httpd sends the CPing twice, the second time on a new
                          #                  connection, so a frozen node delays a request by 2 s. Choose more than half the longest pause
                          #                  of garbage collection.
                          # timeout          s without data from the node before httpd gives a request up; choose more than your slowest page
                          # retry            s before httpd tries a failed node again, with a real request after a CPing
                          # httpd sends a request that a node may have begun to another node only if its method is idempotent.
                        """);
        for (NodeSpec node : topology.nodes()) {
            String name = Quote.worker(node.name());
            text.append("  BalancerMember \"ajp://")
                    .append(target.address(node))
                    .append(':')
                    .append(node.ajpPort())
                    .append("\" route=")
                    .append(name)
                    .append(" secret=")
                    .append(topology.ajpSecret().value())
                    .append(" connectiontimeout=1000ms ping=1000ms timeout=30 retry=1")
                    .append(target.activations()
                            .getOrDefault(name, Activation.ACTIVE)
                            .proxy())
                    .append('\n');
        }
        text.append("  ProxySet lbmethod=byrequests\n");
        if (topology.balancer().sticky()) {
            text.append("  # Sticky by cookie, or by ;jsessionid= in the path.\n")
                    .append("  ProxySet \"stickysession=JSESSIONID|jsessionid\" scolonpathdelim=On\n");
        }
        text.append("</Proxy>\n")
                .append("# The node receives the host name of the client's request.\n")
                .append("ProxyPreserveHost On\n")
                .append("ProxyPass \"" + status + "\" \"!\"\n")
                .append("ProxyPass \"" + control + "\" \"!\"\n")
                .append("ProxyPass \"" + context + "/\" \"balancer://lb" + context + "/\"\n");
        if (!context.isEmpty()) {
            text.append("ProxyPassMatch \"^" + context.replace(".", "[.]") + "$\" \"balancer://lb\"\n");
        }
        return text.append("# The node that answered.\n")
                .append("Header set X-Cluster-Lab-Node \"%{BALANCER_WORKER_ROUTE}e\" env=BALANCER_WORKER_ROUTE\n")
                .append(HttpdFiles.hint(topology))
                .append("\n")
                .append(HttpdFiles.guards(topology))
                .append("<LocationMatch \"^/+(" + status.substring(1) + "|" + control.substring(1) + ")$\">\n")
                .append("  SetHandler balancer-manager\n")
                .append("</LocationMatch>\n")
                .toString();
    }
}
