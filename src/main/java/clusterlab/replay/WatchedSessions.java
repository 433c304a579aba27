package clusterlab.replay;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The few sessions of a lab that a replay shows: those whose copies differ come first. Each look reads them and some others,
 * so that one that differs is found in a large lab too, later.
 */
final class WatchedSessions {
    private static final int MOST_SESSIONS = 24;
    private static final int MOST_COPIES = 512;
    private static final int MOST_ATTRIBUTES = 8;
    private static final int MOST_LETTERS = 60;

    /** A change on its way looks like a difference: a difference is one if it lasts. */
    private static final long LASTING_MILLIS = 900;

    private final Sessions sessions;
    private final Set<String> watched = new LinkedHashSet<>();
    private Map<String, List<String>> digests = new HashMap<>();
    private List<String> ids = List.of();
    private int next;

    WatchedSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Reads which sessions there are, from one node that is up. */
    void list(String node) {
        ids = sessions.idsOn(node);
    }

    /**
     * Reads the watched sessions.
     *
     * @param nodes number of nodes
     * @return their state by id
     */
    Map<String, Object> look(int nodes, long now) {
        int most = Math.max(4, Math.min(MOST_SESSIONS, MOST_COPIES / Math.max(1, nodes)));
        Set<String> asked = new LinkedHashSet<>(watched);
        for (int i = 0; i < ids.size() && asked.size() < most + Math.max(2, most / 3); i++) {
            asked.add(ids.get(next++ % ids.size()));
        }
        Map<String, SessionView> found = sessions.find(asked);
        Map<String, List<String>> seen = new HashMap<>();
        found.values()
                .forEach(view -> seen.put(
                        view.id(), view.copies().stream().map(CopyView::digest).toList()));
        Map<String, List<String>> before = digests;
        digests = seen;
        Set<String> differ = new LinkedHashSet<>();
        found.forEach((id, view) -> {
            if (differs(view, before.getOrDefault(view.id(), List.of()), now)) {
                differ.add(id);
            }
        });
        watched.retainAll(found.keySet());
        choose(found.keySet(), differ, most);
        Map<String, Object> state = new LinkedHashMap<>();
        watched.stream().sorted().forEach(id -> Optional.ofNullable(found.get(id))
                .ifPresent(view -> state.put(view.id(), state(view, differ.contains(id)))));
        return state;
    }

    private void choose(Set<String> found, Set<String> differ, int most) {
        for (Iterator<String> all = watched.iterator(); all.hasNext() && watched.size() > most; ) {
            if (!differ.contains(all.next())) {
                all.remove();
            }
        }
        for (String id : found) {
            if (watched.contains(id)) {
                continue;
            }
            if (watched.size() >= most) {
                Optional<String> whole =
                        watched.stream().filter(one -> !differ.contains(one)).findFirst();
                if (!differ.contains(id) || whole.isEmpty()) {
                    continue;
                }
                watched.remove(whole.get());
            }
            watched.add(id);
        }
    }

    /** As in the dashboard's matrix: it has lasted, and one of the copies has not changed since the last look. */
    private static boolean differs(SessionView view, List<String> before, long now) {
        if (!view.differs() || now - view.differsSinceMillis() < LASTING_MILLIS) {
            return false;
        }
        for (int i = 0; i < Math.min(before.size(), view.copies().size()); i++) {
            if (view.copies().get(i).digest().equals(before.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Attributes stand once, those of the copy that was used last; a copy that differs has its own. */
    private static Map<String, Object> state(SessionView view, boolean differs) {
        Optional<CopyView> truth = view.copies().stream()
                .filter(copy -> !copy.digest().isEmpty())
                .max(Comparator.comparing((CopyView copy) -> copy.role() == CopyRole.PRIMARY)
                        .thenComparing(CopyView::lastAccessMillis));
        Map<String, Object> state = new LinkedHashMap<>();
        if (differs) {
            state.put("since", view.differsSinceMillis());
        }
        truth.ifPresent(copy -> state.put("attributes", attributes(copy)));
        Map<String, Object> copies = new LinkedHashMap<>();
        for (CopyView copy : view.copies()) {
            String role = copy.role().name().toLowerCase(Locale.ROOT);
            boolean stale = differs
                    && !copy.digest().isEmpty()
                    && !copy.digest().equals(truth.map(CopyView::digest).orElse(""));
            List<Object> own = new ArrayList<>();
            if (stale) {
                own.add(role);
                own.add(attributes(copy));
            }
            copies.put(copy.node(), stale ? own : role);
        }
        state.put("copies", copies);
        return state;
    }

    private static Map<String, Object> attributes(CopyView copy) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        copy.attributes().stream()
                .sorted(Comparator.comparing(
                                (CopyView.Attribute one) -> !one.name().equals("session_counter"))
                        .thenComparing(CopyView.Attribute::name))
                .limit(MOST_ATTRIBUTES)
                .forEach(one -> {
                    String value = one.value();
                    attributes.put(cut(one.name()), cut(value == null ? "(" + one.type() + ")" : value));
                });
        return attributes;
    }

    private static String cut(String text) {
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS - 1) + "…";
    }
}
