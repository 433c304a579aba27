package clusterlab.wire;

import clusterlab.cloud.ApiAnswer;
import clusterlab.cloud.CloudFinding;
import clusterlab.cloud.ForeignTraffic;
import clusterlab.cloud.Kubernetes;
import clusterlab.cloud.Pod;
import clusterlab.cluster.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a lab, and what is wrong with their deployment.
 *
 * @param pods of the nodes, and one of another application; empty with a membership without pods
 * @param findings empty if nothing is wrong
 */
public record PodsJson(List<PodJson> pods, List<CloudFinding> findings) {
    public PodsJson {
        pods = List.copyOf(pods);
        findings = List.copyOf(findings);
    }

    /**
     * One pod.
     *
     * @param node null for a pod of another application
     * @param labels such as {@code app=cluster-lab,tier=web}
     * @param terminating whether its deletion has begun
     * @param answer what it was answered last to its question for members; null if it has not asked
     * @param sentToForeign messages that the nodes sent to it, though it is no node
     */
    public record PodJson(
            String name,
            @Nullable String node,
            String address,
            String labels,
            boolean ready,
            boolean terminating,
            @Nullable AnswerJson answer,
            long sentToForeign) {}

    /**
     * An answer of the API server.
     *
     * @param status of HTTP
     * @param message why it refuses; empty if it does not
     * @param delayMillis that it waits before it answers
     * @param addresses of the pods that it lists
     */
    public record AnswerJson(int status, String message, long delayMillis, List<String> addresses) {
        public AnswerJson {
            addresses = List.copyOf(addresses);
        }
    }

    /** The pods of this cluster at this moment. */
    public static PodsJson of(Cluster cluster) {
        Optional<Kubernetes> kubernetes = cluster.kubernetes();
        if (kubernetes.isEmpty()) {
            return new PodsJson(List.of(), List.of());
        }
        List<PodJson> pods = new ArrayList<>();
        List<String> nodes = cluster.topology().nodeNames();
        for (Pod pod : kubernetes.get().pods().stream()
                .sorted(Comparator.comparingInt(pod -> nodes.indexOf(pod.node().orElse(""))))
                .toList()) {
            pods.add(pod(pod, pod.node().map(kubernetes.get().answers()::get), ForeignTraffic.NONE));
        }
        pods.add(pod(
                kubernetes.get().foreign(), Optional.empty(), kubernetes.get().foreignTraffic()));
        return new PodsJson(pods, cluster.findings());
    }

    private static PodJson pod(Pod pod, Optional<ApiAnswer> answer, ForeignTraffic traffic) {
        return new PodJson(
                pod.name(),
                pod.node().orElse(null),
                pod.address(),
                new TreeMap<>(pod.labels())
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(",")),
                pod.ready(),
                pod.deleted().isPresent(),
                answer.map(told -> new AnswerJson(told.status(), told.message(), told.delayMillis(), told.addresses()))
                        .orElse(null),
                traffic.messages());
    }
}
