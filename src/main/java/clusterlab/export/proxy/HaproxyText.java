package clusterlab.export.proxy;

import clusterlab.export.tomcat.TomcatFiles;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;

/** The configuration of HAProxy 2.4 or newer. Words as in its configuration manual. */
public final class HaproxyText {
    /** The name of the file. */
    public static final String FILE = "haproxy.cfg";
    /** The backend with all nodes. */
    public static final String BACKEND = "nodes";

    private HaproxyText() {}

    /**
     * The file.
     *
     * @throws IllegalArgumentException if a node's name can't be in it
     */
    public static String of(Topology topology, ProxyTarget target) {
        StringBuilder text = new StringBuilder(target.comment());
        text.append(
                """
                # HAProxy as the front. Check it with haproxy -c -f FILE, run it in the foreground with haproxy -db -f FILE. It speaks HTTP to
                # the nodes: their AJP connectors are not used.
                global
                    maxconn 2000
                """);
        target.socket().ifPresent(socket -> text.append(
                        "    # One process with one thread has the exact order of round robin.\n    nbthread 1\n")
                .append("    stats socket ")
                .append(socket)
                .append(" mode 600 level admin\n"));
        text.append(
                """

                defaults
                    mode http
                    # For the TCP connection; a dead process refuses it at once.
                    timeout connect 1s
                    # Without data from a client, and from a node: choose more than your slowest page.
                    timeout client 60s
                    timeout server 30s
                    timeout http-request 10s
                    timeout http-keep-alive 30s
                    timeout queue 5s
                    # For the answer to a health check. A frozen node is passed over after two of them; a request that it has got already waits
                    # for timeout server. (on-marked-down shutdown-sessions would cut requests of a node that stops in good order too.)
                    timeout check 1s
                    # A request that no node has got is sent to another one, and so is a GET or HEAD that a node died on (see disable-l7-retry).
                    # Three tries in all.
                    retries 2
                    option redispatch 1
                    retry-on conn-failure empty-response
                    option http-keep-alive

                frontend front
                    bind @LISTEN@
                    default_backend nodes

                backend nodes
                    balance roundrobin
                    # A POST that a node may have begun is never sent again.
                    http-request disable-l7-retry unless METH_GET or { method HEAD }
                    # The client's address, for RemoteIpValve.
                    option forwardfor
                    http-request set-header X-Forwarded-Proto http
                """
                        .replace("@LISTEN@", target.listen(topology)));
        text.append("    option httpchk\n");
        if (target.check() == ProxyTarget.Check.HEALTH) {
            text.append("    # Answers 200 when the node and its applications have started; begins no session.\n")
                    .append("    http-check send meth GET uri ")
                    .append(TomcatFiles.HEALTH)
                    .append(" ver HTTP/1.1 hdr Host localhost\n");
        } else {
            text.append("    # Tomcat's connector answers it itself; it begins no session.\n")
                    .append("    http-check send meth OPTIONS uri * ver HTTP/1.1 hdr Host localhost\n");
        }
        text.append("    http-check expect status 200\n");
        if (topology.balancer().sticky()) {
            text.append(
                            "    # Sticky: the end of a session's id is its node's jvmRoute, in the cookie or in the path. A node that is down is\n")
                    .append("    # passed over.\n");
            for (NodeSpec node : topology.nodes()) {
                String name = name(node);
                text.append("    use-server ")
                        .append(name)
                        .append(" if { req.cook(JSESSIONID) -m end .")
                        .append(name)
                        .append(" } || { path -m reg ;jsessionid=[^;/]*\\.")
                        .append(name)
                        .append("(;|/|$) }\n");
            }
        }
        text.append("    # The node that answered.\n    http-response set-header X-Cluster-Lab-Node %s\n");
        for (NodeSpec node : topology.nodes()) {
            text.append("    server ")
                    .append(name(node))
                    .append(' ')
                    .append(target.address(node))
                    .append(
                            " check inter 1s fastinter 500ms downinter 500ms fall 2 rise 1 observe layer4 error-limit 1 on-error mark-down");
            text.append(
                    switch (target.activation(node)) {
                        case ACTIVE -> "";
                        case DISABLED -> " weight 0";
                        case STOPPED -> " disabled";
                    });
            text.append('\n');
        }
        return text.toString();
    }

    /** A name that is one word of the file. */
    static String name(NodeSpec node) {
        if (!node.name().matches("[A-Za-z0-9_-]{1,60}")) {
            throw new IllegalArgumentException(
                    "A node cannot have the name " + node.name() + " behind a proxy: use letters, digits, _ and -.");
        }
        return node.name();
    }
}
