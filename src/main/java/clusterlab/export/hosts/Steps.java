package clusterlab.export.hosts;

import clusterlab.export.HttpdFiles;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.TargetJson;
import clusterlab.export.proxy.NginxText;
import clusterlab.export.tomcat.TomcatFiles;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;

/** The README of an export for machines: its steps in the order of the tutorial. */
final class Steps {
    private final Topology topology;
    private final Placement placement;
    private final MachinePaths paths;
    private final StringBuilder text = new StringBuilder();

    private Steps(Topology topology, Placement placement, MachinePaths paths) {
        this.topology = topology;
        this.placement = placement;
        this.paths = paths;
    }

    static String of(Topology topology, Placement placement, MachinePaths paths, Source source) {
        Steps steps = new Steps(topology, placement, paths);
        steps.text
                .append("# ")
                .append(topology.nodes().size())
                .append(topology.nodes().size() == 1 ? " Tomcat" : " Tomcats as one cluster")
                .append("\n\nMade by: `")
                .append(source.command().replace("`", "'"))
                .append("`\n\n");
        steps.machines();
        steps.install();
        if (steps.hasFront()) {
            steps.front();
        }
        steps.application();
        steps.cluster();
        steps.firewall();
        steps.start();
        steps.proof();
        return steps.text.toString();
    }

    private boolean hasFront() {
        return topology.balancer().kind() != BalancerSpec.Kind.NONE;
    }

    private void machines() {
        text.append("| machine | folder here | what runs there |\n|---|---|---|\n");
        for (String machine : placement.machines()) {
            StringBuilder runs = new StringBuilder();
            for (NodeSpec node : placement.nodesOn(machine, topology)) {
                runs.append(runs.isEmpty() ? "" : ", ")
                        .append(node.name())
                        .append(" (HTTP ")
                        .append(node.httpPort())
                        .append(')');
            }
            if (hasFront() && machine.equals(placement.front())) {
                runs.append(runs.isEmpty() ? "" : ", ")
                        .append("the front (port ")
                        .append(topology.frontPort())
                        .append(')');
            }
            if (!runs.isEmpty()) {
                text.append("| ")
                        .append(machine)
                        .append(" | ")
                        .append(placement.folder(machine))
                        .append(" | ")
                        .append(runs)
                        .append(" |\n");
            }
        }
        text.append("\nAll commands run as root on the machine that they are for.\n\n");
    }

    private void install() {
        String version = topology.host().runtime(topology.nodes().get(0).name()).tomcatVersion("");
        text.append(
                        "## 1. Java, Tomcat and this folder\n\nOn each machine with a node: Java 17 or newer (8 is enough for"
                                + " Tomcat 9.0, 11 for 10.1), and Tomcat ")
                .append(version.isEmpty() ? "9.0, 10.1 or 11" : version)
                .append(" in `")
                .append(paths.catalinaHome())
                .append("`, the same on all. Copy each machine's folder to `")
                .append(paths.install())
                .append("`:\n\n```sh\n");
        for (String machine : placement.machines()) {
            text.append("rsync -a ")
                    .append(placement.folder(machine))
                    .append("/ root@")
                    .append(machine)
                    .append(':')
                    .append(paths.install())
                    .append("/\n");
        }
        text.append("```\n\nThen there:\n\n```sh\nid -u ")
                .append(paths.user())
                .append(" >/dev/null 2>&1 || useradd --system --home-dir ")
                .append(paths.install())
                .append(" --shell /usr/sbin/nologin ")
                .append(paths.user())
                .append("\nchown -R ")
                .append(paths.user())
                .append(": ")
                .append(paths.install())
                .append("\nsystemctl link ")
                .append(paths.install())
                .append("/*.service\n```\n\n`bin/setenv.sh` has the secrets: keep it readable for `")
                .append(paths.user())
                .append("` only.\n\n");
    }

    private void front() {
        BalancerSpec.Kind kind = topology.balancer().kind();
        boolean jk = topology.balancer().connector().orElse(Connector.MOD_JK) == Connector.MOD_JK;
        String program = SystemdUnit.program(topology);
        text.append("## 2. ")
                .append(program)
                .append(kind.speaksAjp() ? jk ? " with mod_jk" : " with mod_proxy" : "")
                .append("\n\nOn ")
                .append(placement.front());
        if (kind.speaksAjp()) {
            text.append(", ")
                    .append(paths.layout().name())
                    .append(": `")
                    .append(paths.layout().install())
                    .append('`');
        } else {
            text.append(": `apt install ")
                    .append(program)
                    .append("` or `dnf install ")
                    .append(program)
                    .append('`');
        }
        text.append(". Check the configuration:\n\n```sh\n")
                .append(SystemdUnit.check(topology, paths))
                .append("\n```\n\n");
        if (kind.speaksAjp()) {
            text.append('`')
                    .append(jk ? HttpdFiles.JK_CONF : HttpdFiles.PROXY_CONF)
                    .append("` says how to include it in an httpd that runs already. ");
        }
        text.append("With SELinux: `setsebool -P ")
                .append(kind == BalancerSpec.Kind.HAPROXY ? "haproxy_connect_any 1" : "httpd_can_network_connect 1")
                .append("`.\n\n");
        if (kind == BalancerSpec.Kind.NGINX) {
            text.append("What nginx can't do without its commercial part:\n\n");
            NginxText.LIMITS.forEach(limit -> text.append("- ").append(limit).append('\n'));
            text.append('\n');
        }
    }

    private void application() {
        text.append("## 3. The application\n\nIt is in each base's `webapps/`")
                .append(
                        topology.webapp().isEmpty()
                                ? ": `index.jsp`, the session counter.\n\n"
                                : topology.isConverted()
                                        ? " or `webapps-javaee/`, where Tomcat 10.1 and 11 convert it from javax.servlet.\n\n"
                                        : ".\n\n")
                .append("## 4. `<distributable/>`\n\n")
                .append(
                        topology.webapp().isEmpty()
                                ? "It stands in the counter's WEB-INF/web.xml."
                                : "It has to stand in the application's WEB-INF/web.xml.")
                .append(" In conf/web.xml it would do nothing: the default can only take the flag away"
                        + " (WebXml.merge).\n\n");
    }

    private void cluster() {
        text.append(
                        "## 5. The cluster\n\n`<Cluster>` in each `conf/server.xml`. Each receiver and, with multicast, each heartbeat"
                                + " uses the machine's address from the table above.")
                .append(
                        topology.channel().isEncrypted()
                                ? " Messages are encrypted with the key in `"
                                        + (topology.imported().isPresent() ? "conf/server.xml" : "bin/setenv.sh")
                                        + "`.\n\n"
                                : " Messages are not encrypted: whoever reaches a receiver's port can read and change sessions. Make the"
                                        + " files again with "
                                        + (topology.imported().isPresent() ? "an EncryptInterceptor" : "`--encrypt`")
                                        + ", unless only these machines are in their network.\n\n");
    }

    private void firewall() {
        text.append("## 6. The firewall\n\nOn each machine one of these; `--remove` takes it back:\n\n```sh\nsh ")
                .append(paths.install())
                .append("/firewall/firewalld.sh     # CentOS, RHEL, Fedora\nsh ")
                .append(paths.install())
                .append("/firewall/ufw.sh           # Ubuntu, Debian\nsh ")
                .append(paths.install())
                .append("/firewall/nftables.sh      # others\n```\n\n");
        if (topology.channel().membership() instanceof MembershipSpec.Multicast) {
            text.append(
                    "Multicast does not pass most clouds' networks, and routers only if they are told to: if the nodes do not find each"
                            + " other, make the files again with `--membership static`.\n\n");
        }
    }

    private void start() {
        text.append(
                "## 7. Start\n\nOne node after the other: nodes that start together can wait 60 s for each other's sessions.\n\n```sh\n");
        for (NodeSpec node : topology.nodes()) {
            text.append("systemctl enable --now ")
                    .append(SystemdUnit.name(node))
                    .append("     # on ")
                    .append(placement.address(node))
                    .append("\nuntil curl -fs http://")
                    .append(placement.address(node))
                    .append(':')
                    .append(node.httpPort())
                    .append(TomcatFiles.HEALTH)
                    .append("; do sleep 1; done\n");
        }
        if (hasFront()) {
            text.append("systemctl enable --now ")
                    .append(SystemdUnit.FRONT)
                    .append("     # on ")
                    .append(placement.front())
                    .append('\n');
        }
        text.append("```\n\n");
    }

    private void proof() {
        text.append("## 8. The proof\n\n`journalctl -u ")
                .append(SystemdUnit.name(topology.nodes().get(0)))
                .append("` has a line `Replication member added` for each other node.");
        if (hasFront()) {
            text.append(" Open http://")
                    .append(placement.front())
                    .append(':')
                    .append(topology.frontPort())
                    .append(topology.startPath())
                    .append(
                            topology.balancer().sticky()
                                    ? " and reload: the counter goes up by one each time. Stop the node that the page names, reload: the"
                                            + " counter goes on, on another node."
                                    : " and reload: the nodes answer in turn, the session id stays the same, and the counter goes up by one"
                                            + " each time.");
        }
        text.append("\n\n`"
                + TargetJson.FILE
                + "` has the addresses of nodes and front for programs. Who asks the nodes themselves has to be let in to their HTTP ports:"
                + " the firewall scripts open them to the front at most.\n");
    }
}
