package clusterlab.experiment.copies;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.SessionView;
import clusterlab.experiment.copies.CopyState.Role;
import clusterlab.experiment.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
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

        /** Those of these sessions that some node has, on all nodes, by id. */
        Map<String, SessionView> find(Collection<String> ids);

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
        Map<String, SessionView> known = cluster.find(ids.values());
        Map<String, List<String>> bases = known.keySet().containsAll(ids.values()) ? Map.of() : byBase(live);
        List<CopyState> copies = new ArrayList<>(ids.size() * live.size());
        new TreeMap<>(ids).forEach((session, id) -> copies.addAll(copies(session, id, live, lookUp(id, known, bases))));
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

    /**
     * The session under the id that the client knows, or under one with another route: the answer with the new route may
     * have been lost on the way (JvmRouteBinderValve renames what moves).
     */
    private @Nullable SessionView lookUp(String id, Map<String, SessionView> known, Map<String, List<String>> bases) {
        SessionView exact = known.get(id);
        if (exact != null) {
            return exact;
        }
        List<String> others = bases.getOrDefault(base(id), List.of());
        Map<String, SessionView> renamed = others.isEmpty() ? Map.of() : cluster.find(others);
        return others.stream()
                .map(renamed::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private List<CopyState> copies(int session, String asked, List<String> live, @Nullable SessionView view) {
        String id = view == null ? asked : view.id();
        List<CopyState> copies = new ArrayList<>(live.size());
        Map<String, CopyView> held = new HashMap<>();
        if (view != null) {
            view.copies().forEach(copy -> held.put(copy.node(), copy));
        }
        for (String node : live) {
            copies.add(copy(session, id, node, held.get(node)));
        }
        return copies;
    }

    private CopyState copy(int session, String id, String node, @Nullable CopyView copy) {
        CopyRole role = copy == null ? CopyRole.ABSENT : copy.role();
        if (copy == null || role == CopyRole.ABSENT) {
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

    private static long counter(List<CopyView.Attribute> attributes) {
        for (CopyView.Attribute attribute : attributes) {
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
