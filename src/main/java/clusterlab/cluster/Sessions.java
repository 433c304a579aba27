package clusterlab.cluster;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.NodeAgent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions and their copies; each call reads them from the nodes. */
public final class Sessions {
    /**
     * The number of sessions that are read together: under load, copies that are read long after one another seem to
     * differ.
     */
    private static final int SLICE = 16;

    private final List<Node> nodes;
    private final Map<String, Long> differsSince = new ConcurrentHashMap<>();

    Sessions(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * A page of all sessions.
     *
     * @param total number of sessions on all nodes together
     * @param sessions those from the offset on, ordered by id
     */
    public record Page(int total, List<SessionView> sessions) {
        /** Copies the list. */
        public Page {
            sessions = List.copyOf(sessions);
        }
    }

    /** Names of the nodes that hold a full copy of this session at this moment. */
    public List<String> holders(String sessionId) {
        List<String> names = new ArrayList<>();
        for (Node node : nodes) {
            NodeAgent agent = node.agent();
            if (agent != null
                    && agent.roles(List.of(sessionId))
                            .getOrDefault(sessionId, CopyRole.ABSENT)
                            .isFull()) {
                names.add(node.name());
            }
        }
        return names;
    }

    /** Ids of all sessions on a node; empty while it does not run. */
    public List<String> idsOn(String node) {
        for (Node one : nodes) {
            NodeAgent agent = one.agent();
            if (one.name().equals(node) && agent != null) {
                return List.copyOf(agent.sessionIds());
            }
        }
        return List.of();
    }

    /**
     * Reads some of the sessions.
     *
     * @param offset 0 or more
     * @param limit maximum number, 1 or more
     */
    public Page page(int offset, int limit) {
        TreeSet<String> ids = new TreeSet<>();
        for (Node node : nodes) {
            NodeAgent agent = node.agent();
            if (agent != null) {
                ids.addAll(agent.sessionIds());
            }
        }
        differsSince.keySet().retainAll(ids);
        List<String> wanted = ids.stream().skip(offset).limit(limit).toList();
        return new Page(ids.size(), List.copyOf(read(wanted).values()));
    }

    /** One session, or empty if no node that can be read has it. */
    public Optional<SessionView> find(String id) {
        return Optional.ofNullable(find(List.of(id)).get(id));
    }

    /** These sessions by id, in the order of the ids, without those that no node that can be read has. */
    public Map<String, SessionView> find(Collection<String> ids) {
        Map<String, SessionView> found = read(ids);
        found.values().removeIf(view -> view.copies().stream()
                .allMatch(copy -> copy.role() == CopyRole.ABSENT || copy.role() == CopyRole.UNKNOWN));
        return found;
    }

    private Map<String, SessionView> read(Collection<String> ids) {
        Map<String, SessionView> views = new LinkedHashMap<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += SLICE) {
            read(all.subList(from, Math.min(all.size(), from + SLICE)), views);
        }
        return views;
    }

    /** Reads all sessions of a slice with one call per node. */
    private void read(List<String> ids, Map<String, SessionView> views) {
        List<Node> asked = List.copyOf(nodes);
        List<Map<String, CopyView>> held = new ArrayList<>();
        List<CopyRole> otherwise = new ArrayList<>();
        int running = 0;
        for (Node node : asked) {
            NodeAgent agent = node.agent();
            held.add(agent == null ? Map.of() : agent.copies(ids));
            otherwise.add(node.state() == NodeState.FROZEN ? CopyRole.UNKNOWN : CopyRole.ABSENT);
            running += agent == null ? 0 : 1;
        }
        for (String id : ids) {
            List<CopyView> copies = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                CopyView none = CopyView.without(asked.get(i).name(), otherwise.get(i));
                copies.add(held.get(i).getOrDefault(id, none));
            }
            views.put(id, view(id, copies, running));
        }
    }

    private SessionView view(String id, List<CopyView> copies, int running) {
        boolean differs = differs(copies, running);
        long since = 0;
        if (differs) {
            since = differsSince.computeIfAbsent(id, first -> System.currentTimeMillis());
        } else {
            differsSince.remove(id);
        }
        return new SessionView(id, copies, differs, since);
    }

    private static boolean differs(List<CopyView> copies, int running) {
        List<CopyView> full =
                copies.stream().filter(copy -> copy.role().isFull()).toList();
        if (full.stream().map(CopyView::digest).distinct().count() > 1) {
            return true;
        }
        boolean backup =
                copies.stream().anyMatch(copy -> copy.role() == CopyRole.BACKUP || copy.role() == CopyRole.PROXY);
        // A frozen node may hold one of the copies that seem to be missing.
        int unknown = (int)
                copies.stream().filter(copy -> copy.role() == CopyRole.UNKNOWN).count();
        if (unknown == copies.size()) {
            // Of a manager that can't be read.
            return false;
        }
        int most = running + unknown;
        return full.size() + unknown < (backup ? Math.min(2, most) : most);
    }
}
