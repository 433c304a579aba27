package clusterlab.experiment.copies;

import clusterlab.cluster.SessionView;
import clusterlab.cluster.SessionView.AttributeView;
import clusterlab.cluster.SessionView.CopyView;
import clusterlab.experiment.copies.CopyState.Role;
import clusterlab.experiment.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what every live node holds of every session, from the nodes themselves, past all clients. */
public final class CopyReader {
    private static final String COUNTER = "session_counter";
    private static final int LOOKS = 4;
    private static final long BETWEEN_LOOKS = 15_000_000;

    private final Source cluster;
    private final boolean backup;

    /** The cluster as far as its copies go. */
    public interface Source {
        /** Names of the nodes that run. */
        List<String> live();

        /** A session on all nodes, or empty if no node has it. */
        Optional<SessionView> find(String id);

        /** Ids of all sessions that a node has. */
        List<String> idsOn(String node);
    }

    /**
     * Reads this cluster.
     *
     * @param backup whether BackupManager keeps the sessions, so that not every node has to hold each
     */
    public CopyReader(Source cluster, boolean backup) {
        this.cluster = cluster;
        this.backup = backup;
    }

    /**
     * All copies.
     *
     * @param ids the last id of each logical session that a client has received
     * @param at when, in nanoseconds since the run began
     */
    public CopySnapshot read(Map<Integer, String> ids, long at) {
        List<String> live = cluster.live();
        Supplier<Map<String, List<String>>> byBase = new Supplier<>() {
            private @Nullable Map<String, List<String>> known;

            @Override
            public Map<String, List<String>> get() {
                Map<String, List<String>> have = known;
                if (have == null) {
                    have = byBase(live);
                    known = have;
                }
                return have;
            }
        };
        List<CopyState> copies = new ArrayList<>(ids.size() * live.size());
        new TreeMap<>(ids).forEach((session, id) -> copies.addAll(copies(session, id, live, byBase)));
        return new CopySnapshot(at, copies);
    }

    /**
     * The same under load, when a change may be on its way at any moment: a session counts as different only if it is so
     * at each of four looks within about 50 ms.
     */
    public CopySnapshot readUnderLoad(Map<Integer, String> ids, long at) {
        Map<Integer, List<CopyState>> sessions = new TreeMap<>(read(ids, at).bySession());
        for (int look = 1; look < LOOKS; look++) {
            Map<Integer, String> differing = new HashMap<>();
            sessions.forEach((session, copies) -> {
                String id = ids.get(session);
                if (id != null && !CopySnapshot.problems(copies).isEmpty()) {
                    differing.put(session, id);
                }
            });
            if (differing.isEmpty()) {
                break;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
            sessions.putAll(read(differing, at).bySession());
        }
        return new CopySnapshot(
                at, sessions.values().stream().flatMap(List::stream).toList());
    }

    private List<CopyState> copies(
            int session, String known, List<String> live, Supplier<Map<String, List<String>>> byBase) {
        Optional<SessionView> view = cluster.find(known);
        String id = known;
        if (view.isEmpty()) {
            // The answer with the new route may have been lost on the way (JvmRouteBinderValve renames what moves).
            for (String other : byBase.get().getOrDefault(base(known), List.of())) {
                if (view.isEmpty()) {
                    view = cluster.find(other);
                    id = other;
                }
            }
        }
        List<CopyState> copies = new ArrayList<>(live.size());
        Map<String, CopyView> held = new HashMap<>();
        view.ifPresent(v -> v.copies().forEach(copy -> held.put(copy.node(), copy)));
        for (String node : live) {
            copies.add(copy(session, id, node, held.get(node)));
        }
        return copies;
    }

    private CopyState copy(int session, String id, String node, @Nullable CopyView copy) {
        SessionView.Role role = copy == null ? SessionView.Role.ABSENT : copy.role();
        if (copy == null || role == SessionView.Role.ABSENT) {
            return new CopyState(session, id, node, backup ? Role.NONE : Role.REPLICA, false, Operation.NONE, Map.of());
        }
        Role mapped = !backup
                ? Role.REPLICA
                : switch (role) {
                    case PRIMARY, REPLICA -> Role.PRIMARY;
                    case BACKUP -> Role.BACKUP;
                    case PROXY, ABSENT -> Role.PROXY;
                };
        return new CopyState(session, id, node, mapped, true, counter(copy.attributes()), Map.of());
    }

    private static long counter(List<AttributeView> attributes) {
        for (AttributeView attribute : attributes) {
            String value = attribute.value();
            if (attribute.name().equals(COUNTER) && value != null && value.matches("[0-9]{1,18}")) {
                return Long.parseLong(value);
            }
        }
        return Operation.NONE;
    }

    /** Ids of all sessions by their part before the route; those known to more nodes first. */
    private Map<String, List<String>> byBase(List<String> live) {
        Map<String, Integer> nodes = new HashMap<>();
        for (String node : live) {
            Set.copyOf(cluster.idsOn(node)).forEach(id -> nodes.merge(id, 1, Integer::sum));
        }
        Map<String, List<String>> bases = new HashMap<>();
        nodes.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> bases.computeIfAbsent(base(e.getKey()), b -> new ArrayList<>())
                        .add(e.getKey()));
        return bases;
    }

    private static String base(String id) {
        int dot = id.lastIndexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }
}
