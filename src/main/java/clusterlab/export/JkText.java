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
                # mod_jk's workers: one a node, a balancer before them, and two that report.

                # Only these can be mounted; the nodes are reached through the balancer alone.
                worker.list=lb,status,control
                # Seconds between two looks at failed nodes and idle connections. With the default, 60, a node that is back
                # waits up to a minute whatever recover_time says.
                worker.maintain=1

                # What all nodes share.
                worker.template.type=ajp13
                worker.template.host=127.0.0.1
                # The AJP connector's secret: without it whoever reaches the AJP port can pose as this httpd.
                worker.template.secret=@SECRET@
                # ms for the TCP connection. A dead process refuses at once; this is for hosts that don't answer at all.
                worker.template.socket_connect_timeout=1000
                # A: ask (CPing) after connecting, before each request, and on idle connections: a node that is gone is found
                # before a request is given to it, so nobody notices. One more round trip a request.
                worker.template.ping_mode=A
                # ms for the answer (CPong). A frozen node costs a request so much before it goes elsewhere. Above the
                # longest pause of garbage collection, or pauses count as failures.
                worker.template.ping_timeout=2000
                # ms of silence in mid-answer before a request is given up; 0, the default, waits for ever for a node that
                # froze while it worked. Above the slowest thing that the application does.
                worker.template.reply_timeout=30000
                # Tries on the same node, the first counted. A second would only double what a frozen node costs: the balancer
                # tries the next node anyway.
                worker.template.retries=1
                # 1+2: what a node may have begun is not sent again, so no POST runs twice (0, the default, does that).
                # 16: but GET is, as long as no part of an answer has come back: it is idempotent in HTTP. If yours is not, use 3:
                # then a GET that a node dies on fails. 8 would do the same for HEAD, but with 8 mod_jk (1.2.48 to 1.2.50)
                # never looks at 16: ajp_get_reply in jk_ajp_common.c.
                worker.template.recovery_options=19
                # connection_pool_size is left out: mod_jk takes httpd's ThreadsPerChild, so that no thread waits for a
                # connection. Half of them stay (connection_pool_minsize); seconds after which an idle one above that closes.
                # Keep it below the connector's keepAliveTimeout if you set one.
                worker.template.connection_pool_timeout=60

                """
                        .replace("@SECRET@", topology.ajpSecret().value()));
        for (NodeSpec node : topology.nodes()) {
            String worker = "worker." + Quote.worker(node.name());
            text.append(worker).append(".reference=worker.template\n");
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
                # Whether a session's requests go to the node that its id names (jvmRoute, after the last dot).
                worker.lb.sticky_session=@STICKY@
                # Which node gets what is not bound to one: the one with the fewest new sessions, in turn. The default, Request,
                # counts the requests of old sessions too, and can send many new sessions to one node after uneven load.
                worker.lb.method=Next
                # Seconds before a failed node is tried again. It is tried with a real request, but ping_mode asks first, so
                # a node that is still away costs that request a refused connection, and nothing more.
                worker.lb.recover_time=1
                # Requests that run into reply_timeout before the whole node counts as failed: one slow page is no dead node.
                # The count is halved at each worker.maintain.
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
        return "# The front by mod_jk; needs mod_jk and mod_headers. httpd.conf here includes it; to have it in an httpd that\n"
                + "# is there already:\n"
                + HttpdFiles.hints(target.dir() + "/" + HttpdFiles.JK_CONF)
                + "\n"
                + file("JkWorkersFile", target, HttpdFiles.WORKERS)
                + file("JkLogFile", target, HttpdFiles.LOGS + "/mod_jk.log")
                + "JkLogLevel info\n"
                + "# Here httpd's processes share what they know of the nodes.\n"
                + file("JkShmFile", target, HttpdFiles.RUN + "/jk-runtime-status")
                + """
                # Seconds; looks after the nodes (worker.maintain) in a thread of its own, so that a request need not come for it.
                JkWatchdogInterval 1
                # Mounts at server level hold for no VirtualHost unless they are copied.
                JkMountCopy All
                """
                + mounts
                + "JkMount " + HttpdFiles.statusPath(topology) + " status\n"
                + "JkMount " + HttpdFiles.controlPath(topology) + " control\n"
                + """
                # X-Cluster-Lab-Node, which node answered, has to come from the node: mod_jk tells httpd (JK_LB_LAST_NAME) only
                # after it has sent the answer. An answer without a body is httpd's to complete, so there it is in time. After a
                # 5xx of httpd's own it would name a node that did not answer.
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
