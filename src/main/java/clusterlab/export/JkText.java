package clusterlab.export;

import clusterlab.export.HttpdTarget.Activation;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.stream.Collectors;

/** The texts for mod_jk. Directives as in its reference guides (workers.properties, Apache HTTP Server) and source. */
final class JkText {

    private JkText() {}

    static String workers(Topology topology, HttpdTarget target) {
        StringBuilder text = new StringBuilder(
                """
                # mod_jk's workers: one for each node, a balancer before them, and two status workers.

                # Only these can be mounted. Requests reach the nodes only through the balancer.
                worker.list=lb,status,control
                # Seconds between two checks of failed nodes and idle connections. With the default, 60, a node that is back
                # waits up to a minute, with any recover_time.
                worker.maintain=1

                # Settings of all nodes.
                worker.template.type=ajp13
                worker.template.host=127.0.0.1
                # The AJP connector's secret: without it any program that reaches the AJP port can act as this httpd.
                worker.template.secret=@SECRET@
                # ms for the TCP connection. A dead process refuses it immediately. This limit is for hosts that do not answer.
                worker.template.socket_connect_timeout=1000
                # A: send a CPing after connecting, before each request, and on idle connections. So mod_jk detects a dead node
                # before it sends a request to it, and the client sees no error. It costs one more round trip per request.
                worker.template.ping_mode=A
                # ms for the answer (CPong). A frozen node delays a request by this time, then another node gets it. Choose more
                # than the longest pause of garbage collection, otherwise pauses count as failures.
                worker.template.ping_timeout=2000
                # ms without data from the node before mod_jk gives a request up. 0, the default, waits for ever for a node that
                # froze during the request. Choose more than the slowest request of the application.
                worker.template.reply_timeout=30000
                # Tries on the same node, including the first. A second try would only double the delay by a frozen node: the
                # balancer tries the next node anyway.
                worker.template.retries=1
                # 1+2: mod_jk does not send a request again if a node may have begun it, so no POST runs twice (with 0, the
                # default, it can). 16: mod_jk sends a GET again if no part of an answer has arrived: GET is idempotent in HTTP. If
                # your GETs are not, use 3: then a GET fails if its node dies. 8 would do the same as 16 for HEAD, but with 8 mod_jk
                # (1.2.48 to 1.2.50) ignores 16: ajp_get_reply in jk_ajp_common.c.
                worker.template.recovery_options=19
                # connection_pool_size is not set: mod_jk takes httpd's ThreadsPerChild, so that no thread waits for a
                # connection. mod_jk keeps half of them (connection_pool_minsize). After this many seconds it closes any other idle
                # connection. Choose less than the connector's keepAliveTimeout if you set one.
                worker.template.connection_pool_timeout=60

                """
                        .replace("@SECRET@", topology.ajpSecret().value()));
        for (NodeSpec node : topology.nodes()) {
            String worker = "worker." + Quote.worker(node.name());
            text.append(worker).append(".reference=worker.template\n");
            if (!target.address(node).equals(Topology.LOOPBACK)) {
                text.append(worker)
                        .append(".host=")
                        .append(target.address(node))
                        .append('\n');
            }
            text.append(worker).append(".port=").append(node.ajpPort()).append('\n');
            Activation activation = target.activations().getOrDefault(node.name(), Activation.ACTIVE);
            if (activation != Activation.ACTIVE) {
                text.append(worker)
                        .append(".activation=")
                        .append(activation.jk())
                        .append('\n');
            }
        }
        text.append(
                """

                worker.lb.type=lb
                worker.lb.balance_workers=@NODES@
                # Whether a session's requests go to the node in its id (jvmRoute, after the last dot).
                worker.lb.sticky_session=@STICKY@
                # How mod_jk chooses a node for a request without a session: in turn, the node with the fewest new sessions. The
                # default, Request, also counts requests of old sessions, and can send many new sessions to one node after uneven load.
                worker.lb.method=Next
                # Seconds before mod_jk tries a failed node again. It uses a real request, but ping_mode sends a CPing first. So
                # if the node is still down, this costs the request only a refused connection.
                worker.lb.recover_time=1
                # How many requests exceed reply_timeout before the node counts as failed: one slow page does not mean a dead node.
                # mod_jk halves the count at each worker.maintain.
                worker.lb.max_reply_timeouts=3

                worker.status.type=status
                worker.status.read_only=True
                worker.control.type=status
                """
                        .replace(
                                "@NODES@",
                                topology.nodes().stream().map(NodeSpec::name).collect(Collectors.joining(",")))
                        .replace("@STICKY@", topology.balancer().sticky() ? "True" : "False"));
        return text.toString();
    }

    static String conf(Topology topology, HttpdTarget target) {
        String context = Quote.contextPath(topology.contextPath());
        String mounts =
                context.isEmpty() ? "JkMount /* lb\n" : "JkMount " + context + " lb\nJkMount " + context + "/* lb\n";
        return "# The front with mod_jk; needs mod_jk and mod_headers. httpd.conf in this folder includes it. To include it in an\n"
                + "# existing httpd:\n"
                + HttpdFiles.hints(target.dir() + "/" + HttpdFiles.JK_CONF)
                + "\n"
                + file("JkWorkersFile", target, HttpdFiles.WORKERS)
                + file("JkLogFile", target, HttpdFiles.LOGS + "/mod_jk.log")
                + "JkLogLevel info\n"
                + "# Here httpd's processes share the state of the nodes.\n"
                + file("JkShmFile", target, HttpdFiles.RUN + "/jk-runtime-status")
                + """
                # Seconds; checks the nodes (worker.maintain) in a separate thread, so that the check needs no request.
                JkWatchdogInterval 1
                # A VirtualHost does not have the mounts of the server unless it copies them.
                JkMountCopy All
                """
                + mounts
                + "JkMount " + HttpdFiles.statusPath(topology) + " status\n"
                + "JkMount " + HttpdFiles.controlPath(topology) + " control\n"
                + """
                # X-Cluster-Lab-Node names the node that answered. The node has to set it: mod_jk sets JK_LB_LAST_NAME only after it
                # has sent the answer. httpd itself completes an answer without a body, so there the name is available in time. In a 5xx
                # of httpd itself it would name a node that did not answer.
                Header always set X-Cluster-Lab-Node "expr=%{note:JK_LB_LAST_NAME}" "expr=-n note('JK_LB_LAST_NAME') && %{REQUEST_STATUS} -lt 500"
                """
                + HttpdFiles.hint(topology)
                + "\n"
                + HttpdFiles.guards(topology);
    }

    private static String file(String directive, HttpdTarget target, String path) {
        return directive + " " + Quote.argument(target.dir() + "/" + path) + "\n";
    }
}
