package clusterlab.export.hosts;

import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdTarget;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.TargetJson;
import clusterlab.export.firewall.FirewallFiles;
import clusterlab.export.proxy.HaproxyText;
import clusterlab.export.proxy.NginxText;
import clusterlab.export.proxy.ProxyTarget;
import clusterlab.export.tomcat.TomcatFiles;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A folder for each machine, and a README with the steps. */
public final class HostsFiles {
    private HostsFiles() {}

    /**
     * All folders.
     *
     * @throws IllegalArgumentException if a name, a port or a path can't be in the files; the message is a sentence
     * @throws IOException if a file of the user can't be read; the message is a part of a sentence
     */
    public static Export of(Topology topology, Placement placement, MachinePaths paths, Source source)
            throws IOException {
        boolean front = topology.balancer().kind() != BalancerSpec.Kind.NONE;
        Export all = Export.of(List.of(
                new ConfigFile("README.md", Steps.of(topology, placement, paths, source), false),
                new ConfigFile(TargetJson.FILE, target(topology, placement), false)));
        for (String machine : placement.machines()) {
            if (!front && placement.nodesOn(machine, topology).isEmpty()) {
                continue;
            }
            Export here = Export.of(FirewallFiles.of(topology, placement, machine, source))
                    .below("firewall");
            for (NodeSpec node : placement.nodesOn(machine, topology)) {
                here = here.and(TomcatFiles.base(topology, node, placement, source)
                                .below(node.name()))
                        .and(Export.of(List.of(new ConfigFile(
                                SystemdUnit.name(node), SystemdUnit.tomcat(topology, node, paths, source), false))));
            }
            if (front && placement.front().equals(machine)) {
                here = here.and(front(topology, placement, paths, source));
            }
            all = all.and(here.below(placement.folder(machine)));
        }
        return all;
    }

    private static String target(Topology topology, Placement placement) {
        BalancerSpec.Kind front = topology.balancer().kind();
        return TargetJson.of(
                topology,
                front == BalancerSpec.Kind.NONE
                        ? Optional.empty()
                        : Optional.of("http://" + placement.front() + ":" + topology.frontPort()),
                topology.nodes().stream()
                        .map(node -> new TargetJson.Target(
                                node.name(),
                                placement.address(node),
                                node.httpPort(),
                                front.speaksAjp() ? Optional.of(node.ajpPort()) : Optional.empty()))
                        .toList());
    }

    private static Export front(Topology topology, Placement placement, MachinePaths paths, Source source) {
        ConfigFile unit = new ConfigFile(SystemdUnit.FRONT, SystemdUnit.front(topology, paths, source), false);
        return files(topology, placement, paths, source).and(Export.of(List.of(unit)));
    }

    private static Export files(Topology topology, Placement placement, MachinePaths paths, Source source) {
        ProxyTarget proxy = ProxyTarget.of(source.hash(), placement, ProxyTarget.Check.HEALTH);
        return switch (topology.balancer().kind()) {
            case HAPROXY ->
                Export.of(
                        List.of(new ConfigFile("haproxy/" + HaproxyText.FILE, HaproxyText.of(topology, proxy), false)));
            case NGINX ->
                Export.of(List.of(
                                new ConfigFile(NginxText.FILE, NginxText.of(topology, proxy), false),
                                new ConfigFile(NginxText.LOGS + "/.keep", "", false),
                                new ConfigFile(NginxText.RUN + "/.keep", "", false)))
                        .below("nginx");
            default -> httpd(topology, placement, paths, source);
        };
    }

    private static Export httpd(Topology topology, Placement placement, MachinePaths paths, Source source) {
        Connector connector = topology.balancer().connector().orElse(Connector.MOD_JK);
        HttpdTarget target = HttpdTarget.of(paths.layout(), connector, paths.install() + "/httpd")
                .on(placement);
        List<ConfigFile> httpd =
                HttpdFiles.of(topology, target).stream().map(source::signed).toList();
        return Export.of(httpd).below("httpd");
    }
}
