package clusterlab.cluster;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.ProbeValve;
import clusterlab.cluster.Await.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Proves that sessions are replicated: it creates a session over HTTP on one node, writes an attribute into it, reads
 * the attribute in every copy that has to exist, and ends the session.
 *
 * <p>It sends two requests on purpose. With asynchronous replication, an attribute that is set in the request that
 * creates the session can be lost permanently. Experiments show that; a boot must not fail because of it.
 */
final class Probe {
    /** The time of one try; with asynchronous sending a try can fail permanently, then the probe tries again. */
    private static final Duration TRY = Duration.ofSeconds(2);

    /** Tomcat's status for a wrong secret (AjpProcessor.prepareRequest). */
    private static final int FORBIDDEN = 403;

    private final List<Node> nodes;
    private final String token;
    private final String startPath;
    private final boolean attribute;
    private boolean hopeless;

    /**
     * A probe.
     *
     * @param attribute whether the managers replicate its attribute; else only the session is looked for
     */
    Probe(List<Node> nodes, String token, String startPath, boolean attribute) {
        this.attribute = attribute;
        this.nodes = nodes;
        this.token = token;
        this.startPath = startPath;
    }

    /**
     * Tries until the deadline.
     *
     * @param base target of the requests: a node's or the front's address, with a slash at the end
     * @return empty if the session was read everywhere, otherwise a sentence that says what is missing
     */
    String run(String base, Deadline deadline) throws InterruptedException {
        String missing;
        do {
            try {
                missing = once(base, deadline.orIn(TRY));
            } catch (IOException e) {
                missing = base + " did not answer the probe (" + e.getMessage() + ")";
            }
        } while (!missing.isEmpty() && !hopeless && !deadline.passed());
        return missing;
    }

    private String once(String base, Deadline deadline) throws IOException, InterruptedException {
        String url = base.substring(0, base.length() - 1) + startPath;
        NodeRequest.Answer created = NodeRequest.get(url, Map.of(ProbeValve.HEADER, token + " " + ProbeValve.CREATE));
        if (created.status() == FORBIDDEN) {
            // ProbeValve answers the probe before the application, so the application can't be the one that forbids it.
            hopeless = true;
            return url + " answered the probe with HTTP 403: the nodes refuse the AJP secret of the front; use the"
                    + " same --ajp-secret for both";
        }
        if (created.sessionId().isEmpty()) {
            return url + " created no session for the probe (HTTP " + created.status() + ")";
        }
        String id = created.sessionId().get();
        String last = id;
        try {
            if (!Await.until(deadline, () -> nodes.stream().allMatch(node -> role(node, id) != CopyRole.ABSENT))) {
                return "the probe session is unknown on " + names(node -> role(node, id) == CopyRole.ABSENT);
            }
            // A front that is not sticky uses another node, whose JvmRouteBinderValve changes the session's id.
            String written = send(url, id, ProbeValve.WRITE).sessionId().orElse(id);
            last = written;
            if (attribute && !Await.until(deadline, () -> missing(written).isEmpty())) {
                return "the probe session's attribute did not arrive on " + String.join(", ", missing(written));
            }
            return "";
        } finally {
            send(url, last, ProbeValve.END);
        }
    }

    private NodeRequest.Answer send(String url, String id, String word) throws IOException {
        return NodeRequest.get(url, Map.of(ProbeValve.HEADER, token + " " + word, "Cookie", "JSESSIONID=" + id));
    }

    /** Names of the nodes that lack the attribute but have to hold it. */
    private List<String> missing(String id) {
        boolean backed = nodes.size() == 1 || nodes.stream().anyMatch(node -> role(node, id) == CopyRole.BACKUP);
        boolean maps =
                nodes.stream().anyMatch(node -> role(node, id) == CopyRole.PROXY || role(node, id) == CopyRole.BACKUP);
        if (maps && !backed) {
            return List.of("any backup node");
        }
        return nodes.stream()
                .filter(node -> role(node, id) != CopyRole.PROXY)
                .filter(node -> !holdsAttribute(node, id))
                .map(Node::name)
                .toList();
    }

    private String names(java.util.function.Predicate<Node> which) {
        return nodes.stream().filter(which).map(Node::name).collect(Collectors.joining(", "));
    }

    private static CopyRole role(Node node, String id) {
        return Objects.requireNonNull(node.agent()).roles(List.of(id)).getOrDefault(id, CopyRole.ABSENT);
    }

    private static boolean holdsAttribute(Node node, String id) {
        CopyView copy = Objects.requireNonNull(node.agent()).copies(List.of(id)).get(id);
        return copy != null
                && copy.attributes().stream()
                        .anyMatch(attribute -> attribute.name().equals(ProbeValve.ATTRIBUTE));
    }
}
