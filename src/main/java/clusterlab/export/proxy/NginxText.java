package clusterlab.export.proxy;

import clusterlab.export.HttpdTarget.Activation;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of nginx 1.18 or newer, without its commercial part. Directives as in its reference. */
public final class NginxText {
    /** The name of the file. */
    public static final String FILE = "nginx.conf";
    /** Folder of the logs; nginx makes none. */
    public static final String LOGS = "logs";
    /** Folder of the pid file and of request bodies. */
    public static final String RUN = "run";

    /** What users of a front may expect, and this one can't do. */
    public static final List<String> LIMITS = List.of(
            "no health checks: a node counts as down only after a request failed on it, and for a second (max_fails, fail_timeout)",
            "so a frozen node holds up each request to it for proxy_read_timeout",
            "no sticky cookie: the route is read from the session's id, so requests without a session go in turn",
            "no drain: a node that is marked down gets no requests of its own sessions either",
            "without any node it answers 502, not 503",
            "nodes change with a reload only, and there is no page with their states and counts");

    private NginxText() {}

    /**
     * The file; paths in it are relative to nginx's prefix.
     *
     * @throws IllegalArgumentException if a node's name can't be in it
     */
    public static String of(Topology topology, ProxyTarget target) {
        StringBuilder text = new StringBuilder(target.comment());
        text.append(
                """
                # nginx as the front. Check it with nginx -t -p FOLDER -c nginx.conf, run it in the foreground with
                # nginx -p FOLDER -c nginx.conf -g 'daemon off;'. It speaks HTTP to the nodes: their AJP connectors are not used.
                #
                # What only the commercial part of nginx or a module can do, so this front can't:
                """);
        LIMITS.forEach(limit -> text.append("#  - ").append(limit).append('\n'));
        text.append(
                """

                # One worker has the state of all nodes and the exact order of round robin.
                worker_processes 1;
                pid run/nginx.pid;
                error_log logs/error.log;
                events {
                  worker_connections 2048;
                }
                http {
                  client_body_temp_path run/body;
                  proxy_temp_path run/proxy;
                  fastcgi_temp_path run/fastcgi;
                  uwsgi_temp_path run/uwsgi;
                  scgi_temp_path run/scgi;
                  # The last field is the node's status for each try.
                  log_format lab '$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent $request_time node=$lab_node'
                                 ' tries=$upstream_addr,$upstream_status';
                  access_log logs/access.log lab;
                  server_tokens off;
                  client_max_body_size 0;

                """);
        if (topology.balancer().sticky()) {
            sticky(text, topology, target);
        }
        upstream(text, "lb", topology.nodes(), target, null);
        if (topology.balancer().sticky()) {
            for (NodeSpec node : topology.nodes()) {
                if (target.activation(node) != Activation.STOPPED) {
                    upstream(text, "lb_" + HaproxyText.name(node), topology.nodes(), target, node);
                }
            }
        }
        text.append(
                        "  # The node that answered; none if nginx itself did.\n  map \"$upstream_header_time $upstream_addr\" $lab_node {\n")
                .append("    default \"\";\n");
        for (NodeSpec node : topology.nodes()) {
            text.append("    \"~^(.*, )?[0-9.]+ (.*[, ])?")
                    .append(target.address(node).replace(".", "\\."))
                    .append("$\" ")
                    .append(HaproxyText.name(node))
                    .append(";\n");
        }
        text.append("  }\n\n  server {\n    listen ")
                .append(target.listen(topology))
                .append(";\n    location / {\n      proxy_pass http://")
                .append(topology.balancer().sticky() ? "$lab_upstream" : "lb")
                .append(
                        """
                        ;
                              proxy_http_version 1.1;
                              # A new connection for each request: on an idle one that the node closes at the same moment a POST would fail.
                              proxy_set_header Connection "";
                              proxy_set_header Host $http_host;
                              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                              proxy_set_header X-Forwarded-Proto $scheme;
                              # For the TCP connection; a dead process refuses it at once.
                              proxy_connect_timeout 1s;
                              # Without data from a node: choose more than your slowest page.
                              proxy_read_timeout 30s;
                              # A request that no node has got is sent to another one, and so is one that a node died on if its method is idempotent;
                              # a POST that a node may have begun never is (that would be non_idempotent).
                              proxy_next_upstream error timeout;
                              proxy_next_upstream_tries 3;
                              proxy_buffering off;
                              proxy_request_buffering on;
                              add_header X-Cluster-Lab-Node $lab_node always;
                            }
                          }
                        }
                        """);
        return text.toString();
    }

    private static void sticky(StringBuilder text, Topology topology, ProxyTarget target) {
        text.append(
                """
                  # Sticky: the end of a session's id is its node's jvmRoute, in the cookie or in the path.
                  map $cookie_JSESSIONID $lab_cookie_route {
                    default "";
                    "~\\.(?<lab_c>[A-Za-z0-9_-]+)$" $lab_c;
                  }
                  map $request_uri $lab_path_route {
                    default $lab_cookie_route;
                    "~^[^?]*;jsessionid=[^;/?]*\\.(?<lab_p>[A-Za-z0-9_-]+)([;/?]|$)" $lab_p;
                  }
                  map $lab_path_route $lab_upstream {
                    default lb;
                """);
        for (NodeSpec node : topology.nodes()) {
            if (target.activation(node) != Activation.STOPPED) {
                text.append("    ")
                        .append(HaproxyText.name(node))
                        .append(" lb_")
                        .append(HaproxyText.name(node))
                        .append(";\n");
            }
        }
        text.append("  }\n\n");
    }

    /** All nodes in turn, or one with the others behind it. */
    private static void upstream(
            StringBuilder text, String name, List<NodeSpec> nodes, ProxyTarget target, @Nullable NodeSpec first) {
        text.append("  upstream ").append(name).append(" {\n");
        for (NodeSpec node : nodes) {
            boolean down = target.activation(node) == Activation.STOPPED
                    || (target.activation(node) == Activation.DISABLED && !node.equals(first));
            text.append("    server ")
                    .append(target.address(node))
                    .append(" max_fails=1 fail_timeout=1s")
                    .append(first == null || node.equals(first) ? "" : " backup")
                    .append(down ? " down" : "")
                    .append(";\n");
        }
        text.append("  }\n");
    }
}
