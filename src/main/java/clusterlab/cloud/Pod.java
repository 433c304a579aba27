package clusterlab.cloud;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod. It never changes its address; one that replaces it has another name, uid and address.
 *
 * @param name unique in the namespace
 * @param uid from which Tomcat derives the member's id (KubernetesMembershipProvider.parsePods)
 * @param node the lab's node that runs in it, or empty
 * @param address {@code podIP}
 * @param labels that a selector matches
 * @param ready whether it passes its readiness probe; what lists pods for members does not ask
 * @param created when
 * @param deleted when its deletion began, empty if it has not; it is listed until its processes have ended
 */
public record Pod(
        String name,
        String uid,
        Optional<String> node,
        String address,
        Map<String, String> labels,
        boolean ready,
        Instant created,
        Optional<Instant> deleted) {
    /** Copies the labels. */
    public Pod {
        labels = Map.copyOf(labels);
    }

    Pod withoutLabels() {
        return new Pod(name, uid, node, address, Map.of(), ready, created, deleted);
    }

    Pod withReady() {
        return new Pod(name, uid, node, address, labels, true, created, deleted);
    }

    Pod withDeleted(Instant now) {
        return new Pod(name, uid, node, address, labels, false, created, Optional.of(now));
    }

    /** As {@code core/v1.Pod}, with the fields that tell whether and where it runs. */
    Map<String, Object> json(String namespace) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("uid", uid);
        metadata.put("creationTimestamp", seconds(created));
        deleted.ifPresent(when -> metadata.put("deletionTimestamp", seconds(when)));
        metadata.put("labels", labels);
        Map<String, Object> status = new LinkedHashMap<>();
        // A pod in its deletion is Running too, until its containers have ended.
        status.put("phase", "Running");
        status.put("podIP", address);
        status.put("podIPs", List.of(Map.of("ip", address)));
        status.put("conditions", List.of(Map.of("type", "Ready", "status", ready ? "True" : "False")));
        return Map.of("metadata", metadata, "status", status);
    }

    private static String seconds(Instant when) {
        return when.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
