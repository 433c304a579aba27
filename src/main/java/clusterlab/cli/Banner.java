package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.Lab;
import clusterlab.cli.console.Palette;
import clusterlab.lang.Cells;
import clusterlab.spec.AppSpec;
import clusterlab.spec.ClusterPlan;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Misconfiguration;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.TargetSpec;
import clusterlab.spec.Topology;
import clusterlab.spec.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plan and the ready lab, as text and as JSON. Pure. */
final class Banner {
    private Banner() {}

    /**
     * The text of a ready lab; at most 80 columns if paths are short.
     *
     * @param probed whether a probe session was read in each copy
     * @param others whether other people can log in to this machine
     * @param background whether it runs without a terminal
     */
    static String ready(Lab lab, boolean probed, boolean others, boolean colours, boolean background) {
        Topology topology = lab.topology();
        int nodes = topology.nodes().size();
        StringBuilder text = new StringBuilder("\n");
        text.append(bold(tr("Ready in %s s", seconds(lab.bootTime().toMillis())), colours));
        boolean elsewhere = topology.host().target().isPresent();
        text.append(": ").append(seen(lab, nodes));
        text.append(probed && !elsewhere ? tr("; a probe session was\nread on every node that has to hold it.") : ".")
                .append("\n\n");
        text.append(table(topology, colours)).append("\n");
        lab.loginUrl().ifPresent(link -> label(text, tr("open"), link));
        if (!elsewhere) {
            label(
                    text,
                    tr("logs"),
                    lab.folder().log(topology.nodes().get(0).name()).toString());
        }
        String files = lab.folder().path().toString();
        label(text, tr("files"), lab.folder().isTemporary() ? tr("%s (removed at the end)", files) : files);
        if (topology.host().kind() != HostSpec.Kind.JVM) {
            label(text, "host", topology.hostText());
        }
        label(text, tr("stop"), background ? "cluster-lab ctl --lab " + topology.clusterName() + " stop" : "Ctrl-C");
        text.append("\n");
        if (!elsewhere) {
            text.append(firstMinute());
        }
        if (others && !elsewhere && !topology.channel().isEncrypted()) {
            text.append(tr("This machine has other users. Each of them can read and change sessions\n"
                            + "through the replication ports; --encrypt prevents that."))
                    .append("\n\n");
        }
        return text.toString();
    }

    /** What shows a loss in half a minute, and what mends it; it needs a terminal, but not this lab. */
    private static String firstMinute() {
        return tr("Lose sessions in half a minute, in another terminal; no node is killed:") + "\n"
                + "  cluster-lab experiment first-request --send-options 8\n"
                + tr("The one number that mends it:") + "\n"
                + "  cluster-lab experiment first-request --send-options 6\n\n";
    }

    private static String seen(Lab lab, int nodes) {
        if (nodes == 1) {
            return tr("%d node", nodes);
        }
        return lab.cluster().isIncomplete()
                ? tr("%d nodes; not each sees all others", nodes)
                : lab.topology().host().isBlind()
                        ? tr("%d nodes, each answers", nodes)
                        : tr("%d nodes, each sees all others", nodes);
    }

    private static void label(StringBuilder text, String label, String value) {
        text.append("  ").append(Cells.left(label, 7)).append(value).append("\n");
    }

    /** The plan of {@code --dry-run}. */
    static String plan(Topology topology) {
        StringBuilder text = new StringBuilder();
        text.append(tr("This is the plan; nothing was started."))
                .append("\n\n")
                .append(table(topology, false))
                .append("\n");
        if (topology.host().target().isPresent()) {
            target(text, topology, topology.host().target().get());
            return text.toString();
        }
        row(text, "preset", topology.preset().word());
        row(
                text,
                "manager",
                topology.manager().kind() == ManagerSpec.Kind.OTHER
                        ? topology.managerName()
                        : topology.manager().kind().word());
        row(
                text,
                "channel",
                "channelSendOptions " + topology.channel().sendOptions()
                        + (topology.channel().isEncrypted() ? ", " + tr("encrypted") : "")
                        + (topology.channel().readTest() ? ", " + tr("read test") : ""));
        row(text, "membership", membership(topology.channel().membership()));
        topology.imported().ifPresent(imported -> row(text, "cluster", imported.file()));
        runtimes(text, topology);
        row(text, "lifecycle", Words.LIFECYCLE.word(topology.lifecycle()));
        row(text, "seed", Long.toString(topology.linkSeed()));
        row(text, "webapp", topology.webapp().map(Object::toString).orElseGet(() -> tr("the session counter")));
        if (topology.distributable()) {
            row(text, "distributable", tr("in spite of the application"));
        }
        given(text, topology);
        if (topology.deployer()) {
            row(text, "deployer", tr("FarmWarDeployer, watches war-listen of each node"));
        }
        ofLab(text, topology);
        return text.toString();
    }

    /** A cluster elsewhere: only what the lab itself does with it. */
    private static void target(StringBuilder text, Topology topology, TargetSpec target) {
        row(text, "host", topology.hostText());
        for (NodeCommand command : NodeCommand.values()) {
            if (target.can(command)) {
                String words = String.join(" ", target.commands().getOrDefault(command, List.of()));
                row(text, command.name().toLowerCase(Locale.ROOT), words.isEmpty() ? tr("by itself") : words);
            }
        }
        ofLab(text, topology);
    }

    /** What the lab itself has, wherever its nodes run. */
    private static void ofLab(StringBuilder text, Topology topology) {
        row(text, "dashboard", topology.adminUrl().orElseGet(() -> tr("none")));
        row(text, "path", topology.startPath());
        row(text, "dir", topology.dir().map(Object::toString).orElseGet(() -> tr("a temporary folder")));
    }

    /** What the nodes give to the application; names only, since a value may be a password. */
    private static void given(StringBuilder text, Topology topology) {
        AppSpec app = topology.app();
        if (topology.isConverted()) {
            row(
                    text,
                    "",
                    topology.nodeNames().stream().allMatch(topology::isConverted)
                            ? tr("converted for jakarta.servlet")
                            : tr(
                                    "converted for jakarta.servlet on %s",
                                    topology.nodeNames().stream()
                                            .filter(topology::isConverted)
                                            .collect(Collectors.joining(", "))));
        }
        app.contextXml().ifPresent(file -> row(text, "context", file.toString()));
        app.lib().ifPresent(folder -> row(text, "lib", folder.toString()));
        if (!app.environment().isEmpty()) {
            row(text, "env", String.join(", ", app.environment().keySet()));
        }
        if (!app.systemProperties().isEmpty()) {
            row(text, "properties", String.join(", ", app.systemProperties().keySet()));
        }
    }

    private static String table(Topology topology, boolean colours) {
        StringBuilder text = new StringBuilder();
        topology.frontUrl().ifPresent(url -> text.append("  front  ")
                .append(bold(url, colours))
                .append("  (")
                .append(topology.balancer().kind().word())
                .append(topology.balancer().sticky() ? ", " + tr("sticky sessions") : ", " + tr("nodes in turn"))
                .append(")\n"));
        for (NodeSpec node : topology.nodes()) {
            String name = String.format(Locale.ROOT, "%-7s", node.name());
            text.append("  ").append(colour(name, node.index(), colours));
            String ports = topology.host().target().isPresent()
                    ? "AJP " + (node.ajpPort() == 0 ? "none" : node.ajp().text())
                    : String.format(
                            Locale.ROOT,
                            "AJP %-5d  receiver %s%d",
                            node.ajpPort(),
                            node.isPod() ? node.address() + ":" : "",
                            node.receiverPort());
            text.append(String.format(Locale.ROOT, "%-32s %s%n", url(node, topology), ports));
        }
        return text.toString().replace("\r\n", "\n");
    }

    /** The host, and what each node runs on; one line if that is the same for all. */
    private static void runtimes(StringBuilder text, Topology topology) {
        HostSpec host = topology.host();
        row(text, "host", topology.hostText());
        boolean same =
                topology.nodeNames().stream().map(host::runtime).distinct().count() == 1;
        for (String node : same ? topology.nodeNames().subList(0, 1) : topology.nodeNames()) {
            NodeRuntime runtime = host.runtime(node);
            row(text, same ? "nodes" : node, "Tomcat " + tomcat(runtime) + ", Java " + java(runtime));
            runtime.tomcat().ifPresent(tomcat -> row(text, "", tomcat.source().toString()));
            runtime.java().ifPresent(java -> row(text, "", java.home().toString()));
        }
    }

    private static String tomcat(NodeRuntime runtime) {
        return runtime.tomcatVersion(Versions.ofTomcat());
    }

    private static String java(NodeRuntime runtime) {
        return runtime.java().map(NodeRuntime.JavaHome::version).orElse(System.getProperty("java.version"));
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-11s %s\n", name, value));
    }

    private static String membership(MembershipSpec membership) {
        if (membership instanceof MembershipSpec.Multicast multicast) {
            return tr(
                    "multicast %s:%d every %d ms, removed after %d ms",
                    multicast.address(), multicast.port(), multicast.frequency(), multicast.dropTime());
        }
        if (membership instanceof MembershipSpec.Cloud cloud) {
            return tr(
                            "%s, asked every %d ms, removed %d ms after it is no longer listed",
                            cloud.word(), cloud.heartbeat(), cloud.expirationTime())
                    + cloud.planted()
                            .map(mistake -> tr("; misconfigured: %s", mistake.summary()))
                            .orElse("");
        }
        MembershipSpec.Static fixed = (MembershipSpec.Static) membership;
        return tr("static, pinged every %d ms, removed after %d ms", fixed.pingInterval(), fixed.expirationTime());
    }

    /** The ready line of {@code --json}. */
    static Map<String, @Nullable Object> readyJson(Lab lab, boolean replicates) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("event", "ready");
        json.put("millis", lab.bootTime().toMillis());
        json.put("front", lab.topology().frontUrl().orElse(null));
        json.put("admin", lab.topology().adminUrl().orElse(null));
        json.put("token", lab.topology().adminUrl().isPresent() ? lab.token().value() : null);
        json.put("dir", lab.folder().path().toString());
        json.put("host", Words.host(lab.topology().host().kind()));
        json.put("seed", lab.topology().linkSeed());
        json.put("replicates", replicates);
        json.put("nodes", nodes(lab.topology()));
        return json;
    }

    /** The plan of {@code --dry-run --json}. */
    static Map<String, @Nullable Object> planJson(Topology topology, List<String> notices) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("event", "plan");
        json.put("preset", topology.preset().word());
        json.put("front", topology.frontUrl().orElse(null));
        json.put("admin", topology.adminUrl().orElse(null));
        json.put("sticky", topology.balancer().sticky());
        json.put("manager", topology.manager().kind().word());
        json.put(
                "cluster",
                topology.imported()
                        .map(imported -> imported(imported, topology))
                        .orElse(null));
        json.put("sendOptions", topology.channel().sendOptions());
        json.put("membership", topology.channel().membership().word());
        json.put(
                "misconfigured",
                topology.channel()
                        .membership()
                        .planted()
                        .map(Misconfiguration::word)
                        .orElse(null));
        json.put("encrypt", topology.channel().isEncrypted());
        json.put("readTest", topology.channel().readTest());
        json.put("host", Words.host(topology.host().kind()));
        json.put("lifecycle", Words.LIFECYCLE.word(topology.lifecycle()));
        json.put("seed", topology.linkSeed());
        json.put("webapp", topology.webapp().map(Object::toString).orElse(null));
        json.put(
                "converted",
                topology.nodeNames().stream().filter(topology::isConverted).toList());
        json.put("contextPath", topology.contextPath());
        json.put("distributable", topology.distributable());
        json.put("deployer", topology.deployer());
        json.put("contextXml", topology.app().contextXml().map(Object::toString).orElse(null));
        json.put("lib", topology.app().lib().map(Object::toString).orElse(null));
        json.put("env", List.copyOf(topology.app().environment().keySet()));
        json.put(
                "systemProperties",
                List.copyOf(topology.app().systemProperties().keySet()));
        json.put("dir", topology.dir().map(Object::toString).orElse(null));
        json.put("notices", notices);
        json.put("nodes", nodes(topology));
        return json;
    }

    private static Map<String, Object> imported(ImportedCluster imported, Topology topology) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", imported.file());
        json.put("manager", imported.managerClass());
        json.put("remarks", imported.remarks());
        json.put(
                "changes",
                ClusterPlan.changes(topology).stream()
                        .map(change -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("element", change.element());
                            one.put("line", change.line());
                            one.put("attribute", change.attribute());
                            one.put("from", change.from());
                            one.put("to", change.to());
                            one.put("why", change.why());
                            return one;
                        })
                        .toList());
        return json;
    }

    private static List<Map<String, Object>> nodes(Topology topology) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (NodeSpec node : topology.nodes()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", node.name());
            json.put("http", url(node, topology));
            json.put("ajpPort", node.ajpPort());
            json.put("receiverAddress", node.address());
            json.put("receiverPort", node.receiverPort());
            NodeRuntime runtime = topology.host().runtime(node.name());
            json.put("tomcat", tomcat(runtime));
            json.put("java", java(runtime));
            runtime.tomcat()
                    .ifPresent(tomcat -> json.put("tomcatFrom", tomcat.source().toString()));
            runtime.java().ifPresent(java -> json.put("javaHome", java.home().toString()));
            if (!runtime.jvmOptions().isEmpty()) {
                json.put("jvmOptions", runtime.jvmOptions());
            }
            list.add(json);
        }
        return list;
    }

    private static String url(NodeSpec node, Topology topology) {
        return node.httpUrl() + topology.startPath().substring(1);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f", millis / 1000.0);
    }

    private static String bold(String text, boolean colours) {
        return new Palette(colours).bold(text);
    }

    private static String colour(String text, int index, boolean colours) {
        return new Palette(colours).node(text, index);
    }
}
