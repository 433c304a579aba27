package clusterlab.web;

import clusterlab.Lab;
import clusterlab.LabControl;
import clusterlab.cluster.BootListener;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeHost;
import clusterlab.cluster.NodeState;
import clusterlab.front.Balancer;
import clusterlab.load.LoadGenerator;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogRecord;

/** A lab with its admin server, on any free ports, and a client that has the token. */
final class TesterAdmin implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** 64 nodes ping each other so seldom that a killed one is noticed after a minute ({@code Preset.staticFor}). */
    private static final Duration ANSWER = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final PortPolicy ports = PortPolicy.probing();
    private final Lab lab;
    private final List<AutoCloseable> more = new ArrayList<>();
    private int port;

    private TesterAdmin(ClusterSpec spec, Optional<NodeHost.Factory> hosts) throws Exception {
        Topology topology = Planner.plan(spec, ports).topology();
        BootListener deaf = new Deaf();
        lab = hosts.isPresent() ? new Lab(topology, ports, deaf, hosts.get()) : new Lab(topology, ports, deaf);
    }

    static TesterAdmin boot(ClusterSpec.Builder spec) throws Exception {
        return boot(spec, Optional.empty());
    }

    /** The same with nodes on another host than the plan's. */
    static TesterAdmin boot(ClusterSpec.Builder spec, NodeHost.Factory hosts) throws Exception {
        return boot(spec, Optional.of(hosts));
    }

    private static TesterAdmin boot(ClusterSpec.Builder spec, Optional<NodeHost.Factory> hosts) throws Exception {
        TesterAdmin admin = new TesterAdmin(spec.build(), hosts);
        try {
            admin.lab.boot();
            admin.port = admin.lab.topology().adminPort();
            return admin;
        } catch (Throwable e) {
            admin.close();
            throw e;
        }
    }

    /** The same with a front that only the tests have, and a load that goes to the nodes. */
    static TesterAdmin bootWithFront(ClusterSpec.Builder spec) throws Exception {
        TesterAdmin admin = boot(spec.noAdmin());
        try {
            admin.port = admin.ports.take(0).orElseThrow();
            admin.ports.release(admin.port);
            Lab lab = admin.lab;
            LoadGenerator load = new LoadGenerator(() -> running(lab.cluster()), lab.events());
            admin.more.add(load);
            Balancer front = new TesterFront(lab.cluster());
            admin.more.add(AdminServer.start(
                    admin.port,
                    lab.token(),
                    new LabControl(lab.cluster(), lab.nemesis(), lab.events(), () -> Optional.of(front), load)));
            return admin;
        } catch (Throwable e) {
            admin.close();
            throw e;
        }
    }

    private static List<URI> running(Cluster cluster) {
        return cluster.nodes().stream()
                .filter(node -> node.state() == NodeState.UP)
                .map(node -> URI.create(node.spec().httpUrl()))
                .toList();
    }

    /** This many nodes of preset lab. */
    static ClusterSpec.Builder nodes(int count) {
        return ClusterSpec.builder(Preset.LAB).anyPorts().nodes(count);
    }

    Lab lab() {
        return lab;
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** With the token. */
    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return bare(HttpRequest.newBuilder(uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + lab.token().value()));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    /** As it is. */
    HttpResponse<String> bare(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
    }

    static Map<String, Object> json(HttpResponse<String> response) throws IOException {
        return JSON.std.mapFrom(response.body());
    }

    Map<String, Object> cluster() throws IOException, InterruptedException {
        return json(get("/api/cluster"));
    }

    /** A node of {@code /api/cluster}. */
    Map<String, Object> node(String name) throws IOException, InterruptedException {
        return list(cluster(), "nodes").stream()
                .filter(node -> node.get("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> json, String name) {
        return (List<Map<String, Object>>) json.get(name);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> json, String name) {
        return (Map<String, Object>) json.get(name);
    }

    /** Opens the counter page of a node, with a session or without; answers the session's id. */
    String count(int node, String session) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(lab.topology().nodes().get(node).httpUrl()));
        if (!session.isEmpty()) {
            request.header("Cookie", "JSESSIONID=" + session);
        }
        return bare(request)
                .headers()
                .firstValue("Set-Cookie")
                .map(cookie -> cookie.substring("JSESSIONID=".length()).split(";", 2)[0])
                .orElse(session);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : more) {
            one.close();
        }
        lab.close();
        ports.close();
    }

    private static final class Deaf implements BootListener {
        @Override
        public void progress(int started, int seesAll, int nodes) {}

        @Override
        public void warning(String sentence) {}

        @Override
        public void log(String node, LogRecord line) {}
    }
}
