package clusterlab.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The troubles in force, by the ids of their faults; the oldest one of a kind counts. Not thread-safe. */
final class Troubles {
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    /** One in force, and the pods when it began. */
    private record Begun(Trouble trouble, List<Pod> before) {}

    void put(String id, Trouble trouble, List<Pod> before) {
        begun.put(id, new Begun(trouble, List.copyOf(before)));
    }

    Optional<Trouble> remove(String id) {
        return Optional.ofNullable(begun.remove(id)).map(Begun::trouble);
    }

    /** Whether the list of pods does not change. */
    boolean isStale() {
        return begun.values().stream().anyMatch(one -> one.trouble().stale());
    }

    /** With which status the API server refuses; empty if it does not. */
    Optional<Integer> refusal() {
        return begun.values().stream()
                .map(Begun::trouble)
                .filter(Trouble::refuses)
                .map(Trouble::status)
                .findFirst();
    }

    long delayMillis() {
        return begun.values().stream()
                .mapToLong(one -> one.trouble().delayMillis())
                .sum();
    }

    /** The pods that are told of, where these exist. */
    List<Pod> told(List<Pod> exist) {
        List<Pod> told = new ArrayList<>();
        for (Pod pod : begun.values().stream()
                .filter(one -> one.trouble().stale())
                .findFirst()
                .map(Begun::before)
                .orElse(exist)) {
            boolean unlabelled = begun.values().stream()
                    .map(one -> one.trouble().unlabelled())
                    .anyMatch(node -> node.isPresent() && node.equals(pod.node()));
            told.add(unlabelled ? pod.withoutLabels() : pod);
        }
        return told;
    }
}
