package clusterlab.web;

import clusterlab.agent.CopyView;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.load.LoadView;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Snapshots in their wire form, as openapi.json describes it. */
final class Views {
    private final LabParts lab;
    private final LinkTotals links;

    Views(LabParts lab, LinkTotals links) {
        this.lab = lab;
        this.links = links;
    }

    /** Everything but the sessions. */
    Map<String, @Nullable Object> cluster() {
        Topology topology = lab.cluster().topology();
        List<NodeView> nodes = lab.cluster().nodes();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", topology.clusterName());
        json.put("preset", topology.preset().word());
        json.put("manager", topology.manager().kind().word());
        json.put("sendOptions", topology.channel().sendOptions());
        json.put("membership", topology.channel().membership().word());
        json.put("detectionMillis", detectionMillis(topology));
        json.put("replicates", lab.cluster().replicates());
        // Taken first: who reads on from here may hear of something twice, but misses nothing.
        json.put("sequence", lab.events().sequence());
        json.put("front", lab.front().map(front -> front(topology, front)).orElse(null));
        json.put("nodes", nodes.stream().map(node -> node(topology, node)).toList());
        json.put(
                "links",
                links.between(nodes.stream().map(node -> node.spec().name()).toList()).stream()
                        .map(Views::link)
                        .toList());
        json.put("faults", faults());
        json.put("load", load());
        return json;
    }

    /** How long a silent member is believed to be there. */
    static long detectionMillis(Topology topology) {
        MembershipSpec membership = topology.channel().membership();
        return membership instanceof MembershipSpec.Static fixed
                ? fixed.expirationTime()
                : ((MembershipSpec.Multicast) membership).dropTime();
    }

    /** The front and its workers. */
    static Map<String, Object> front(Topology topology, Balancer front) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", topology.balancer().kind().word());
        json.put("url", topology.frontUrl().orElse(front.uri().toString()));
        json.put("sticky", topology.balancer().sticky());
        List<Map<String, Object>> workers = new ArrayList<>();
        for (Balancer.Worker worker : front.workers()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", worker.name());
            row.put("state", worker.state().name());
            row.put("activation", worker.activation().name());
            row.put("elected", worker.elected());
            row.put("errors", worker.errors());
            workers.add(row);
        }
        json.put("workers", workers);
        return json;
    }

    /** One node, or empty if there is none of this name. */
    Optional<Map<String, Object>> node(String name) {
        return lab.cluster().nodes().stream()
                .filter(node -> node.spec().name().equals(name))
                .findFirst()
                .map(node -> node(lab.cluster().topology(), node));
    }

    private static Map<String, Object> node(Topology topology, NodeView node) {
        NodeSpec spec = node.spec();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", spec.name());
        json.put("index", spec.index());
        json.put("state", node.state().name());
        json.put("url", spec.httpUrl() + topology.startPath().substring(1));
        json.put("httpPort", spec.httpPort());
        json.put("ajpPort", spec.ajpPort());
        json.put("receiverPort", spec.receiverPort());
        json.put("members", node.members());
        json.put("sessions", node.sessions());
        json.put("requests", node.requests());
        return json;
    }

    private static Map<String, Object> link(LinkTotals.Total total) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", total.from());
        json.put("to", total.to());
        json.put("messages", total.messages());
        json.put("bytes", total.bytes());
        return json;
    }

    /** The faults in force. */
    List<Map<String, Object>> faults() {
        return lab.nemesis().active().stream().map(FaultJson::write).toList();
    }

    /** A fault in force, or empty. */
    Optional<Nemesis.Active> fault(String id) {
        return lab.nemesis().active().stream()
                .filter(active -> active.id().equals(id))
                .findFirst();
    }

    /** The load, or null if the lab has none. */
    @Nullable
    Map<String, Object> load() {
        return lab.load().map(control -> load(control.snapshot())).orElse(null);
    }

    private static Map<String, Object> load(LoadView view) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("running", view.running());
        json.put("clients", view.clients());
        json.put("ratePerSecond", view.ratePerSecond());
        json.put("requestsPerSecond", view.requestsPerSecond());
        json.put("p50Millis", view.p50Millis());
        json.put("p99Millis", view.p99Millis());
        json.put("requests", view.requests());
        json.put("failures", view.failures());
        json.put("lostIncrements", view.lostIncrements());
        return json;
    }

    /** A page of sessions. */
    static Map<String, Object> page(Sessions.Page page, int offset) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", page.total());
        json.put("offset", offset);
        json.put("sessions", page.sessions().stream().map(Views::session).toList());
        return json;
    }

    /** One session on all nodes. */
    static Map<String, Object> session(SessionView session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", session.id());
        json.put("differs", session.differs());
        json.put("differsSinceMillis", session.differsSinceMillis());
        json.put("copies", session.copies().stream().map(Views::copy).toList());
        return json;
    }

    private static Map<String, Object> copy(CopyView copy) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", copy.node());
        json.put("role", lower(copy.role()));
        json.put("digest", copy.digest());
        json.put("lastAccessMillis", copy.lastAccessMillis());
        json.put("attributes", copy.attributes().stream().map(Views::attribute).toList());
        return json;
    }

    private static Map<String, @Nullable Object> attribute(CopyView.Attribute attribute) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", attribute.name());
        json.put("type", attribute.type());
        json.put("value", attribute.value());
        json.put("bytes", attribute.bytes());
        return json;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
