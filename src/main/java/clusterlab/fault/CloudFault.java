package clusterlab.fault;

import clusterlab.cloud.ApiAnswer;
import clusterlab.cloud.Kubernetes;
import clusterlab.cloud.Trouble;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A deliberate fault of what tells the nodes of each other in a membership of the cloud. Links and nodes are not hurt. */
public sealed interface CloudFault extends Fault {
    /** What is wrong with the answers. */
    Trouble trouble();

    /** Whether it needs an API server; else a name service can have it too. */
    default boolean needsApi() {
        return true;
    }

    @Override
    default List<String> nodes() {
        return List.of();
    }

    @Override
    default String description() {
        return type();
    }

    /** What an answer shows of it: the end of a clause that begins with nodes; empty for an answer without it. */
    Optional<String> shownBy(ApiAnswer answer, Kubernetes kubernetes);

    @Override
    default void begin(String id, Cluster cluster) throws RefusedException {
        Kubernetes kubernetes = cluster.kubernetes()
                .orElseThrow(() -> new RefusedException("Only a membership of the cloud can have " + type()
                        + "; start the lab with --membership kubernetes."));
        if (needsApi() && !kubernetes.hasApi()) {
            throw new RefusedException("Nodes that look up names ask no API server, which " + type()
                    + " needs; start the lab with --membership kubernetes.");
        }
        kubernetes.put(id, trouble());
    }

    @Override
    default void heal(String id, Cluster cluster) {
        cluster.kubernetes().ifPresent(kubernetes -> kubernetes.remove(id));
    }

    /** The API server's last answer to each node that is up; with names, what they resolve to. */
    @Override
    default Optional<String> evidence(Cluster cluster) {
        Kubernetes kubernetes = cluster.kubernetes().orElse(null);
        if (kubernetes == null) {
            return Optional.empty();
        }
        if (!kubernetes.hasApi()) {
            return Optional.of("the name of the Service resolves to " + kubernetes.names());
        }
        List<String> nodes = new ArrayList<>();
        String shown = "";
        for (NodeView view : cluster.nodes()) {
            if (view.state() == NodeState.UP) {
                Optional<String> one = Optional.ofNullable(
                                kubernetes.answers().get(view.spec().name()))
                        .flatMap(answer -> shownBy(answer, kubernetes));
                if (one.isEmpty()) {
                    return Optional.empty();
                }
                nodes.add(view.spec().name());
                shown = one.get();
            }
        }
        return nodes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", nodes) + " " + shown);
    }

    /** The service account loses the right to list pods: 403. */
    record Forbid() implements CloudFault {
        @Override
        public Trouble trouble() {
            return Trouble.FORBIDDEN_TO_LIST;
        }

        @Override
        public Optional<String> shownBy(ApiAnswer answer, Kubernetes kubernetes) {
            return refused(answer, 403);
        }
    }

    /** The tokens are past their time, and nobody renews them: 401. At its end each pod gets a new one. */
    record Expire() implements CloudFault {
        @Override
        public Trouble trouble() {
            return Trouble.EXPIRED_TOKENS;
        }

        @Override
        public Optional<String> shownBy(ApiAnswer answer, Kubernetes kubernetes) {
            return refused(answer, 401);
        }
    }

    /** The API server serves nobody: 503. */
    record Outage() implements CloudFault {
        @Override
        public Trouble trouble() {
            return Trouble.NO_SERVICE;
        }

        @Override
        public Optional<String> shownBy(ApiAnswer answer, Kubernetes kubernetes) {
            return refused(answer, 503);
        }
    }

    /**
     * The API server's answers are late.
     *
     * @param millis 1 to 60,000
     */
    record Slow(long millis) implements CloudFault {
        public Slow {
            if (millis < 1 || millis > 60_000) {
                throw new IllegalArgumentException("a slow answer comes after 1 to 60000 ms");
            }
        }

        @Override
        public String description() {
            return type() + " " + millis + "ms";
        }

        @Override
        public Trouble trouble() {
            return Trouble.slow(millis);
        }

        @Override
        public Optional<String> shownBy(ApiAnswer answer, Kubernetes kubernetes) {
            return answer.delayMillis() >= millis
                    ? Optional.of("get their answers after " + answer.delayMillis() + " ms")
                    : Optional.empty();
        }
    }

    /** The list of pods stays as it is, whatever starts or ends. */
    record Stale() implements CloudFault {
        @Override
        public boolean needsApi() {
            return false;
        }

        @Override
        public Trouble trouble() {
            return Trouble.STALE_LIST;
        }

        @Override
        public Optional<String> shownBy(ApiAnswer answer, Kubernetes kubernetes) {
            return answer.stale() ? Optional.of("are told of the pods of before") : Optional.empty();
        }
    }

    /** The pod of a node loses its labels, so that no selector matches it. */
    record Unlabel(String node) implements CloudFault {
        @Override
        public boolean needsApi() {
            return false;
        }

        @Override
        public List<String> nodes() {
            return List.of(node);
        }

        @Override
        public String description() {
            return type() + " " + node;
        }

        @Override
        public Trouble trouble() {
            return Trouble.unlabelled(node);
        }

        @Override
        public Optional<String> shownBy(ApiAnswer answer, Kubernetes kubernetes) {
            boolean listed = kubernetes.pods().stream()
                    .filter(pod -> pod.node().equals(Optional.of(node)))
                    .anyMatch(pod -> answer.addresses().contains(pod.address()));
            return listed ? Optional.empty() : Optional.of("are not told of " + node);
        }
    }

    private static Optional<String> refused(ApiAnswer answer, int status) {
        return answer.status() == status ? Optional.of("are refused with " + status) : Optional.empty();
    }
}
