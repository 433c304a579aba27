package clusterlab.experiment.copies;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.SessionView;
import clusterlab.experiment.copies.CopyState.Role;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what every live node holds of every session, from the nodes themselves, past all clients. */
public final class CopyReader {
    private static final String COUNTER = "session_counter";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern ELEMENT = Pattern.compile("e[0-9]{1,9}");
    private static final Pattern PLACES = Pattern.compile("[0-9]{1,9}(,[0-9]{1,9})*");
    private static final int LOOKS = 4;
    private static final long BETWEEN_LOOKS = 15_000_000;

    private final Source cluster;
    private final boolean backup;

    /** What was read last of each node's copy of a session: most copies are the same again. */
    private final Map<Place, Content> last = new HashMap<>();

    private record Place(int session, String node) {}

    /** Attributes, and what they say. */
    private record Content(
            List<CopyView.Attribute> attributes, long counter, Elements elements, Map<String, String> others) {}

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
        Map<String, List<String>> bases = byBase(live);
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
     * have been lost on the way (JvmRouteBinderValve renames what moves). If both are there, the one of which some copy
     * holds more attributes: a copy that stayed behind under an old id must not hide the live one.
     */
    private @Nullable SessionView lookUp(String id, Map<String, SessionView> known, Map<String, List<String>> bases) {
        SessionView best = known.get(id);
        List<String> others = bases.getOrDefault(base(id), List.of()).stream()
                .filter(other -> !other.equals(id))
                .toList();
        for (SessionView renamed : others.isEmpty()
                ? List.<SessionView>of()
                : List.copyOf(cluster.find(others).values())) {
            if (best == null || most(renamed) > most(best)) {
                best = renamed;
            }
        }
        return best;
    }

    private static int most(SessionView view) {
        return view.copies().stream()
                .mapToInt(copy -> copy.attributes().size())
                .max()
                .orElse(0);
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
        if (copy == null || role == CopyRole.ABSENT || role == CopyRole.UNKNOWN) {
            return absent(session, id, node);
        }
        Role mapped = !backup
                ? Role.REPLICA
                : switch (role) {
                    case PRIMARY, REPLICA -> Role.PRIMARY;
                    case BACKUP -> Role.BACKUP;
                    case PROXY, ABSENT, UNKNOWN -> Role.PROXY;
                };
        Content content = content(new Place(session, node), copy.attributes());
        return new CopyState(
                session,
                id,
                node,
                mapped,
                true,
                content.counter(),
                content.elements(),
                copy.digest(),
                content.others());
    }

    private CopyState absent(int session, String id, String node) {
        return new CopyState(
                session,
                id,
                node,
                backup ? Role.NONE : Role.REPLICA,
                false,
                Operation.NONE,
                Elements.EMPTY,
                "",
                Map.of());
    }

    private Content content(Place place, List<CopyView.Attribute> attributes) {
        Content known = last.get(place);
        if (known == null || !known.attributes().equals(attributes)) {
            known = parsed(attributes);
            last.put(place, known);
        }
        return known;
    }

    /** An element's attribute is named e and its number, and holds where it stands in the session; see experiment.jsp. */
    private static Content parsed(List<CopyView.Attribute> attributes) {
        long counter = Operation.NONE;
        List<int[]> elements = new ArrayList<>(attributes.size());
        Map<String, String> others = new HashMap<>();
        for (CopyView.Attribute attribute : attributes) {
            String value = attribute.value();
            if (attribute.name().equals(COUNTER)
                    && value != null
                    && NUMBER.matcher(value).matches()) {
                counter = Long.parseLong(value);
            } else if (value != null
                    && ELEMENT.matcher(attribute.name()).matches()
                    && PLACES.matcher(value).matches()) {
                for (String place : value.split(",", -1)) {
                    elements.add(new int[] {
                        Integer.parseInt(place),
                        Integer.parseInt(attribute.name().substring(1))
                    });
                }
            } else {
                others.put(
                        attribute.name(),
                        value != null ? value : attribute.type() + " of " + attribute.bytes() + " bytes");
            }
        }
        elements.sort(Comparator.<int[]>comparingInt(e -> e[0]).thenComparingInt(e -> e[1]));
        return new Content(
                attributes,
                counter,
                Elements.of(elements.stream().mapToInt(e -> e[1]).toArray()),
                Map.copyOf(others));
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
