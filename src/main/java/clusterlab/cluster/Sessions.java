package clusterlab.cluster;

import clusterlab.cluster.SessionView.CopyView;
import clusterlab.cluster.SessionView.Role;
import clusterlab.cluster.embedded.EmbeddedNode;
import clusterlab.cluster.embedded.TomcatInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Where each session is: read from the nodes when asked, at the reader's cost. */
public final class Sessions {
    private final List<EmbeddedNode> nodes;
    private final Map<String, Long> differsSince = new ConcurrentHashMap<>();

    Sessions(List<EmbeddedNode> nodes) {
        this.nodes = nodes;
    }

    /**
     * A page of all sessions.
     *
     * @param total how many there are on any node
     * @param sessions those from the offset on, ordered by id
     */
    public record Page(int total, List<SessionView> sessions) {
        public Page {
            sessions = List.copyOf(sessions);
        }
    }

    /** Names of the nodes that hold a full copy of this session at this moment. */
    public List<String> holders(String sessionId) {
        List<String> names = new ArrayList<>();
        for (EmbeddedNode node : nodes) {
            TomcatInstance instance = node.instance();
            if (instance != null && isFull(instance.sessions().role(sessionId))) {
                names.add(node.name());
            }
        }
        return names;
    }

    /** Ids of all sessions that a node knows; empty while it does not run. */
    public List<String> idsOn(String node) {
        return nodes.stream()
                .filter(one -> one.name().equals(node))
                .map(EmbeddedNode::instance)
                .flatMap(instance ->
                        instance == null ? java.util.stream.Stream.of() : instance.sessions().ids().stream())
                .toList();
    }

    /**
     * Reads some of the sessions.
     *
     * @param offset 0 or more
     * @param limit how many at most, 1 or more
     */
    public Page page(int offset, int limit) {
        TreeSet<String> ids = new TreeSet<>();
        for (EmbeddedNode node : nodes) {
            TomcatInstance instance = node.instance();
            if (instance != null) {
                ids.addAll(instance.sessions().ids());
            }
        }
        differsSince.keySet().retainAll(ids);
        List<SessionView> views =
                ids.stream().skip(offset).limit(limit).map(this::view).toList();
        return new Page(ids.size(), views);
    }

    /** One session, or empty if no node knows it. */
    public Optional<SessionView> find(String id) {
        SessionView view = view(id);
        return view.copies().stream().allMatch(copy -> copy.role() == Role.ABSENT)
                ? Optional.empty()
                : Optional.of(view);
    }

    private SessionView view(String id) {
        List<CopyView> copies = new ArrayList<>();
        boolean backup = false;
        for (EmbeddedNode node : nodes) {
            TomcatInstance instance = node.instance();
            CopyView copy = instance == null
                    ? new CopyView(node.name(), Role.ABSENT, List.of(), "", 0)
                    : instance.sessions().copy(node.name(), id);
            backup |= copy.role() == Role.BACKUP || copy.role() == Role.PROXY;
            copies.add(copy);
        }
        boolean differs = differs(copies, backup);
        long since = 0;
        if (differs) {
            since = differsSince.computeIfAbsent(id, first -> System.currentTimeMillis());
        } else {
            differsSince.remove(id);
        }
        return new SessionView(id, copies, differs, since);
    }

    private boolean differs(List<CopyView> copies, boolean backup) {
        List<CopyView> full =
                copies.stream().filter(copy -> isFull(copy.role())).toList();
        if (full.stream().map(CopyView::digest).distinct().count() > 1) {
            return true;
        }
        long running = nodes.stream().filter(node -> node.instance() != null).count();
        return backup ? full.size() < Math.min(2, running) : full.size() < running;
    }

    private static boolean isFull(Role role) {
        return switch (role) {
            case PRIMARY, REPLICA, BACKUP -> true;
            case PROXY, ABSENT -> false;
        };
    }
}
