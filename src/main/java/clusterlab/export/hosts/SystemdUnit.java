package clusterlab.export.hosts;

import clusterlab.export.HttpdFiles;
import clusterlab.export.Source;
import clusterlab.export.proxy.HaproxyText;
import clusterlab.export.proxy.NginxText;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;

/** Units of systemd: processes in the foreground, which end by SIGTERM. */
final class SystemdUnit {
    private static final int FIRST_FREE_PORT = 1024;

    private SystemdUnit() {}

    static String name(NodeSpec node) {
        return "cluster-lab-" + node.name() + ".service";
    }

    static final String FRONT = "cluster-lab-front.service";

    /** The word of the front; the embedded one stands for httpd. */
    static String program(Topology topology) {
        return switch (topology.balancer().kind()) {
            case HAPROXY -> "haproxy";
            case NGINX -> "nginx";
            default -> "httpd";
        };
    }

    private static String command(Topology topology, MachinePaths paths) {
        String folder = paths.install() + "/" + program(topology);
        return switch (topology.balancer().kind()) {
            case HAPROXY -> "/usr/sbin/haproxy -db -f " + folder + "/" + HaproxyText.FILE;
            case NGINX ->
                "/usr/sbin/nginx -p " + folder + " -c " + folder + "/" + NginxText.FILE + " -g \"daemon off;\"";
            default ->
                paths.layout().programs().get(0) + " -f " + folder + "/" + HttpdFiles.HTTPD_CONF + " -DFOREGROUND";
        };
    }

    /** Reads the front's configuration and does nothing else. */
    static String check(Topology topology, MachinePaths paths) {
        String folder = paths.install() + "/" + program(topology);
        return switch (topology.balancer().kind()) {
            case HAPROXY -> "haproxy -c -f " + folder + "/" + HaproxyText.FILE;
            case NGINX -> "nginx -t -p " + folder + " -c " + folder + "/" + NginxText.FILE;
            default -> paths.layout().programs().get(0) + " -t -f " + folder + "/" + HttpdFiles.HTTPD_CONF;
        };
    }

    static String tomcat(Topology topology, NodeSpec node, MachinePaths paths, Source source) {
        return source.hash()
                + """
                [Unit]
                Description=Tomcat %s of %s
                Wants=network-online.target
                After=network-online.target

                [Service]
                User=%s
                Environment=CATALINA_HOME=%s
                Environment=CATALINA_BASE=%s/%s
                ExecStart=%s/bin/catalina.sh run
                # A JVM that SIGTERM ended says 143.
                SuccessExitStatus=143
                # Tomcat tells the other nodes that it leaves, and requests end.
                TimeoutStopSec=60
                Restart=on-failure
                RestartSec=5
                UMask=0027
                NoNewPrivileges=true
                PrivateTmp=true

                [Install]
                WantedBy=multi-user.target
                """
                        .formatted(
                                node.name(),
                                topology.clusterName(),
                                paths.user(),
                                paths.catalinaHome(),
                                paths.install(),
                                node.name(),
                                paths.catalinaHome());
    }

    static String front(Topology topology, MachinePaths paths, Source source) {
        return source.hash()
                + """
                [Unit]
                Description=%s before %s
                Wants=network-online.target
                After=network-online.target

                [Service]
                User=%s
                ExecStart=%s
                KillMode=mixed
                Restart=on-failure
                RestartSec=5
                NoNewPrivileges=true
                PrivateTmp=true
                %s
                [Install]
                WantedBy=multi-user.target
                """
                        .formatted(
                                program(topology),
                                topology.clusterName(),
                                paths.user(),
                                command(topology, paths),
                                topology.frontPort() < FIRST_FREE_PORT
                                        ? "# For a port below 1024.\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n"
                                        : "");
    }
}
