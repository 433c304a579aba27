package clusterlab.export.containers;

import clusterlab.config.StockCluster;
import clusterlab.config.StockCluster.Discovery;
import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdTarget;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.proxy.HaproxyText;
import clusterlab.export.proxy.NginxText;
import clusterlab.export.proxy.ProxyTarget;
import clusterlab.export.tomcat.AppFiles;
import clusterlab.export.tomcat.StockServerXml;
import clusterlab.export.tomcat.TomcatFiles;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code compose.yaml} with the official images, and the files that it mounts. */
public final class ComposeFiles {
    /** The name that all nodes answer to. */
    private static final String ALIAS = "nodes";

    private static final String HTTPD = "/usr/local/apache2";
    private static final int FIRST_NODE = 11;

    private final Topology topology;
    private final Optional<Discovery> discovery;
    private final String network;
    private final Source source;
    private final BalancerSpec.Kind front;

    private ComposeFiles(Topology topology, Optional<Discovery> discovery, String network, Source source) {
        this.topology = topology;
        this.discovery = discovery;
        this.network = network;
        this.source = source;
        this.front = topology.balancer().kind() == BalancerSpec.Kind.EMBEDDED
                ? BalancerSpec.Kind.HAPROXY
                : topology.balancer().kind();
    }

    /**
     * All files.
     *
     * @param discovery empty for static members
     * @param network the first three numbers of a private network of 256 addresses, such as 172.30.14
     * @param key of the EncryptInterceptor, hexadecimal
     * @throws IOException if a file of the user can't be read; the message is a part of a sentence
     * @throws IllegalArgumentException if the configuration of the front can't contain a name of the plan
     */
    public static Export of(Topology topology, Optional<Discovery> discovery, String network, Secret key, Source source)
            throws IOException {
        return new ComposeFiles(topology, discovery, network, source).all(key);
    }

    private Export all(Secret key) throws IOException {
        List<ConfigFile> files = new ArrayList<>();
        for (NodeSpec node : topology.nodes()) {
            files.add(new ConfigFile(
                    "conf/" + node.name() + "/server.xml",
                    serverXml(node),
                    topology.imported().isPresent()));
        }
        files.add(new ConfigFile("conf/context.xml", TomcatFiles.contextXml(topology, source), false));
        files.add(new ConfigFile("conf/logging.properties", source.hash() + TomcatFiles.LOGGING, false));
        Optional<String> context = AppFiles.context(topology, source);
        context.ifPresent(text -> files.add(new ConfigFile("conf/context-of-app.xml", text, true)));
        if (topology.webapp().isEmpty()) {
            files.addAll(AppFiles.counter("webapp"));
        }
        files.add(new ConfigFile("node.env", environment(key), true));
        files.addAll(frontFiles());
        files.add(new ConfigFile("compose.yaml", compose(), false));
        Export all = Export.of(files);
        return ImageFiles.needed(topology) ? all.and(ImageFiles.of(topology, source)) : all;
    }

    private String address(NodeSpec node) {
        return network + "." + (FIRST_NODE + node.index());
    }

    private Placement placement() {
        Map<String, String> nodes = new LinkedHashMap<>();
        topology.nodes().forEach(node -> nodes.put(node.name(), address(node)));
        return new Placement(nodes, "0.0.0.0");
    }

    private String serverXml(NodeSpec node) {
        // All nodes have the ports of the first one: each has an address of its own.
        int port = topology.nodes().get(0).receiverPort();
        ClusterElement cluster = discovery.isPresent()
                ? StockCluster.discovering(topology, discovery.get(), port)
                : StockCluster.listing(topology, node, placement().nodes(), port);
        return StockServerXml.container(
                topology,
                source,
                "Node " + node.name() + " of " + topology.clusterName() + ". node.env says what ${CLUSTER_KEY} is.",
                node.name(),
                StockCluster.encrypted(cluster),
                front == BalancerSpec.Kind.HTTPD,
                front == BalancerSpec.Kind.NONE ? Optional.empty() : Optional.of(network + ".10"));
    }

    /** Docker reads a line as it stands: no quotes, no line breaks (checked by the command). */
    private String environment(Secret key) {
        StringBuilder text = new StringBuilder(source.hash());
        text.append("# Secrets: keep it out of a repository.\n")
                .append(StockCluster.KEY_VARIABLE)
                .append('=')
                .append(key.value())
                .append("\nJAVA_OPTS=")
                .append(literal(Jvm.options(topology, discovery.isPresent())))
                .append('\n');
        if (front == BalancerSpec.Kind.HTTPD) {
            text.append("AJP_SECRET=").append(topology.ajpSecret().value()).append('\n');
        }
        if (discovery.isPresent()) {
            text.append(
                            "# DNSMembershipProvider reads it: the network alias of all nodes.\nDNS_MEMBERSHIP_SERVICE_NAME=")
                    .append(ALIAS)
                    .append('\n');
        }
        topology.app()
                .environment()
                .forEach((name, value) ->
                        text.append(name).append('=').append(literal(value)).append('\n'));
        return text.toString();
    }

    /** Compose takes what stands in single quotes as it is; a value with one stands in double quotes. */
    private static String literal(String value) {
        if (value.matches("[A-Za-z0-9@%+=:,./_-]*")) {
            return value;
        }
        return value.contains("'")
                ? "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\""
                : "'" + value + "'";
    }

    private List<ConfigFile> frontFiles() {
        ProxyTarget target = ProxyTarget.of(source.hash(), placement(), ProxyTarget.Check.HEALTH);
        return switch (front) {
            case HAPROXY ->
                List.of(new ConfigFile("front/" + HaproxyText.FILE, HaproxyText.of(samePorts(), target), false));
            case NGINX -> List.of(new ConfigFile("front/" + NginxText.FILE, NginxText.of(samePorts(), target), false));
            case HTTPD ->
                HttpdFiles.of(
                                samePorts(),
                                new HttpdTarget(
                                                Connector.MOD_PROXY,
                                                HTTPD + "/lab",
                                                HTTPD + "/modules",
                                                HTTPD + "/modules/mod_jk.so",
                                                Optional.of(new HttpdTarget.Account("www-data", "www-data")),
                                                Map.of())
                                        .on(placement()))
                        .stream()
                        .filter(file -> file.path().equals(HttpdFiles.HTTPD_CONF)
                                || file.path().equals(HttpdFiles.PROXY_CONF))
                        .map(source::signed)
                        .map(file -> new ConfigFile("front/" + file.path(), file.content(), file.ownerOnly()))
                        .toList();
            default -> List.of();
        };
    }

    /** The plan with the first node's ports for all nodes. */
    private Topology samePorts() {
        NodeSpec first = topology.nodes().get(0);
        Topology same = topology;
        for (NodeSpec node : topology.nodes()) {
            same = same.withNode(node.withPort(node.httpPort(), first.httpPort())
                    .withPort(node.ajpPort(), first.ajpPort())
                    .withPort(node.receiverPort(), first.receiverPort()));
        }
        return same;
    }

    private String compose() {
        StringBuilder text = new StringBuilder(source.hash());
        text.append(
                """
                # docker compose up --wait; docker compose logs | grep 'Replication member added'; docker compose stop NODE; docker compose down
                # Networks of containers have no multicast, so the members are found by @HOW@.
                name: @NAME@
                services:
                """
                        .replace("@HOW@", discovery.isPresent() ? "the name " + ALIAS + " (DNS)" : "their addresses")
                        .replace("@NAME@", topology.clusterName()));
        for (NodeSpec node : topology.nodes()) {
            node(text, node);
        }
        if (front != BalancerSpec.Kind.NONE) {
            front(text);
        }
        text.append(
                """
                networks:
                  cluster:
                    ipam:
                      config:
                        - subnet: %s.0/24
                """
                        .formatted(network));
        return text.toString();
    }

    private void node(StringBuilder text, NodeSpec node) {
        int port = topology.nodes().get(0).httpPort();
        text.append("  ").append(node.name()).append(":\n");
        if (ImageFiles.needed(topology)) {
            text.append("    build: ./image\n");
        } else {
            text.append("    image: ").append(ImageFiles.official(topology)).append('\n');
        }
        text.append("    env_file: node.env\n");
        if (node.index() > 0) {
            text.append(
                            "    # One after the other: nodes that start together can wait 60 s for each other's sessions.\n")
                    .append("    depends_on:\n      ")
                    .append(topology.nodes().get(node.index() - 1).name())
                    .append(":\n        condition: service_healthy\n");
        }
        text.append("    ports:\n      - \"127.0.0.1:")
                .append(node.httpPort())
                .append(':')
                .append(port)
                .append("\"\n    networks:\n      cluster:\n        ipv4_address: ")
                .append(address(node))
                .append("\n        aliases: [")
                .append(ALIAS)
                .append("]\n    volumes:\n");
        volume(text, "./conf/" + node.name() + "/server.xml", ImageFiles.HOME + "/conf/server.xml");
        volume(text, "./conf/context.xml", ImageFiles.HOME + "/conf/context.xml");
        volume(text, "./conf/logging.properties", ImageFiles.HOME + "/conf/logging.properties");
        if (topology.app().contextXml().isPresent()) {
            volume(
                    text,
                    "./conf/context-of-app.xml",
                    ImageFiles.HOME + "/conf/Catalina/localhost/" + AppFiles.baseName(topology) + ".xml");
        }
        if (topology.webapp().isEmpty()) {
            volume(text, "./webapp", ImageFiles.HOME + "/webapps/" + AppFiles.baseName(topology));
        }
        text.append(
                """
                    # Answers when everything has started; begins no session.
                    healthcheck:
                      test:
                        - CMD
                        - bash
                        - -c
                        - >-
                          exec 3<>/dev/tcp/127.0.0.1/%d && printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3
                          && head -n 1 <&3 | grep -q ' 200'
                      interval: 2s
                      timeout: 3s
                      retries: 60
                    stop_grace_period: 30s
                """
                        .formatted(port, TomcatFiles.HEALTH));
    }

    private static void volume(StringBuilder text, String from, String to) {
        text.append("      - ").append(Yaml.quoted(from + ":" + to + ":ro")).append('\n');
    }

    private void front(StringBuilder text) {
        String image =
                switch (front) {
                    case NGINX -> "nginx:stable";
                    case HTTPD -> "httpd:2.4";
                    default -> "haproxy:lts";
                };
        text.append("  front:\n    image: ").append(image).append("\n    depends_on:\n");
        for (NodeSpec node : topology.nodes()) {
            text.append("      ").append(node.name()).append(":\n        condition: service_healthy\n");
        }
        text.append("    ports:\n      - \"127.0.0.1:")
                .append(topology.frontPort())
                .append(':')
                .append(topology.frontPort())
                .append("\"\n    networks:\n      cluster:\n        ipv4_address: ")
                .append(network)
                .append(".10\n    volumes:\n");
        switch (front) {
            case NGINX -> {
                volume(text, "./front/" + NginxText.FILE, "/front/" + NginxText.FILE);
                text.append("    tmpfs: [/front/logs, /front/run]\n")
                        .append("    command: [nginx, -p, /front, -c, /front/" + NginxText.FILE
                                + ", -g, daemon off;]\n");
            }
            case HTTPD -> {
                volume(text, "./front/" + HttpdFiles.HTTPD_CONF, HTTPD + "/lab/" + HttpdFiles.HTTPD_CONF);
                volume(text, "./front/" + HttpdFiles.PROXY_CONF, HTTPD + "/lab/" + HttpdFiles.PROXY_CONF);
                text.append("    tmpfs: [" + HTTPD + "/lab/logs, " + HTTPD + "/lab/run]\n")
                        .append("    command: [httpd, -f, " + HTTPD + "/lab/" + HttpdFiles.HTTPD_CONF
                                + ", -DFOREGROUND]\n");
            }
            default -> volume(text, "./front/" + HaproxyText.FILE, "/usr/local/etc/haproxy/" + HaproxyText.FILE);
        }
    }
}
