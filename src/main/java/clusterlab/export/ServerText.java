package clusterlab.export;

import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.Topology;
import java.util.List;

/** The text of the complete {@code httpd.conf}. */
final class ServerText {

    private ServerText() {}

    static String conf(Topology topology, HttpdTarget target) {
        boolean jk = target.connector() == Connector.MOD_JK;
        StringBuilder text = new StringBuilder(
                """
                # A complete httpd as the front: httpd -f FILE (Debian: apache2 -f FILE). Any user can start it. It uses only the
                # program and the modules of the system's httpd.
                """);
        text.append("ServerRoot ").append(Quote.argument(target.dir())).append('\n');
        boolean local = target.front().equals(Topology.LOOPBACK);
        text.append("ServerName " + target.front() + "\n")
                .append(local ? "# Only this machine can connect.\n" : "")
                .append("Listen " + target.front() + ":" + topology.frontPort() + "\n");
        text.append(
                """
                # Paths below are relative to ServerRoot.
                PidFile run/httpd.pid
                DefaultRuntimeDir run
                ErrorLog logs/error.log
                LogLevel warn

                # httpd does not load a built-in module again.
                <IfModule !mpm_prefork_module>
                <IfModule !mpm_worker_module>
                """);
        load(text, target, List.of("mpm_event"));
        text.append("</IfModule>\n</IfModule>\n");
        load(text, target, List.of("unixd", "log_config", "authz_core", "authz_host", "headers"));
        if (jk) {
            text.append("<IfModule !jk_module>\n  LoadModule jk_module ")
                    .append(Quote.argument(target.jkModule()))
                    .append("\n</IfModule>\n");
        } else {
            load(text, target, List.of("proxy", "proxy_ajp", "slotmem_shm", "proxy_balancer", "lbmethod_byrequests"));
        }
        target.user().ifPresent(account -> text.append("\n# Root starts it; its children run as this user.\n")
                .append("User " + account.name() + "\n")
                .append("Group " + account.group() + "\n"));
        text.append(
                """

                # One process with all threads: it has the state of all nodes and the exact order of round robin. The other slots
                # are for processes that finish their requests while a graceful restart replaces them.
                <IfModule mpm_event_module>
                  ServerLimit 8
                  StartServers 1
                  ThreadLimit 256
                  ThreadsPerChild 256
                  MaxRequestWorkers 256
                  MinSpareThreads 1
                  MaxSpareThreads 256
                </IfModule>
                # Seconds without data from a client during a request.
                Timeout 60
                KeepAlive On
                MaxKeepAliveRequests 0
                KeepAliveTimeout 30
                TraceEnable Off
                ServerTokens Prod
                UseCanonicalName Off

                LogFormat "%h %t \\"%r\\" %>s %B %D us node=%{X-Cluster-Lab-Node}o" lab
                CustomLog logs/access.log lab

                # httpd serves no files from the disk.
                <Directory "/">
                  AllowOverride None
                  Require all denied
                </Directory>
                <Location "/">
                  Require @WHO@
                </Location>

                """
                        .replace("@WHO@", local ? "local" : "all granted"));
        text.append("Include ").append(jk ? HttpdFiles.JK_CONF : HttpdFiles.PROXY_CONF);
        return text.append('\n').toString();
    }

    private static void load(StringBuilder text, HttpdTarget target, List<String> modules) {
        for (String module : modules) {
            text.append("<IfModule !" + module + "_module>\n")
                    .append("  LoadModule " + module + "_module ")
                    .append(Quote.argument(target.modules() + "/mod_" + module + ".so"))
                    .append("\n</IfModule>\n");
        }
    }
}
