package clusterlab.cluster;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.NodeAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The sessions and their copies; each call reads them from the nodes. */
public final class Sessions {
    /**
     * The number of sessions that are read together: under load, copies that are read long after one another seem to
     * differ.
     */
    private static final int SLICE = 16;

    /** The number of sessions of one step of {@link #examine}. */
    private static final int STEP = 128;

    private static final long SETTLED_MILLIS = 900;
    private static final long ID_MILLIS = 1000;

    private final List<Node> nodes;
    private final Map<String, Difference> differences = new ConcurrentHashMap<>();
    private final Object survey = new Object();
    private volatile Ids ids = new Ids(List.of(), 0);
    // Guarded by survey.
    private String examinedTo = "";
    private String recheckedTo = "";
    private int examined;
    private volatile boolean wholeRound;
    private volatile int examinedSoFar;

    Sessions(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * A page of all sessions.
     *
     * @param total number of sessions on all nodes together
     * @param matching number of those that the page is a part of: all, or those whose copies differ
     * @param differing number of all sessions that are known to have stale copies ({@link SessionView#stale})
     * @param examined number of all sessions that {@link #examine} has looked at; less than {@code total} in its first
     *     round
     * @param sessions those from the offset on
     */
    public record Page(int total, int matching, int differing, int examined, List<SessionView> sessions) {
        /** Copies the list. */
        public Page {
            sessions = List.copyOf(sessions);
        }

        /** A page of all sessions, of which only these were looked at. */
        public Page(int total, List<SessionView> sessions) {
            this(
                    total,
                    total,
                    (int) sessions.stream().filter(SessionView::stale).count(),
                    sessions.size(),
                    sessions);
        }
    }

    /** All ids in their order, and when they were read. */
    private record Ids(List<String> all, long nanos) {}

    /**
     * A difference between the copies of a session.
     *
     * @param sinceMillis since the epoch
     * @param seenNanos when it was observed first
     * @param missing whether copies are missing, and the others are equal
     * @param digests of the copies then, by node
     */
    private record Difference(long sinceMillis, long seenNanos, boolean missing, Map<String, String> digests) {
        private static Difference of(List<CopyView> copies, boolean missing) {
            long now = System.currentTimeMillis();
            long used = copies.stream()
                    .filter(copy -> copy.role().isFull())
                    .mapToLong(CopyView::lastAccessMillis)
                    .max()
                    .orElse(0);
            Map<String, String> digests = new HashMap<>();
            copies.forEach(copy -> digests.put(copy.node(), copy.digest()));
            return new Difference(
                    missing || used <= 0 ? now : Math.min(now, used), System.nanoTime(), missing, digests);
        }

        /** Whether a copy has stayed as it was: what changes everywhere is on its way. */
        private boolean goesOn(List<CopyView> copies, boolean stillMissing) {
            return copies.stream()
                    .anyMatch(copy -> copy.digest().equals(digests.get(copy.node()))
                            && (!copy.digest().isEmpty() || (missing && stillMissing)));
        }

        private boolean settled() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - seenNanos) >= SETTLED_MILLIS;
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
     * Reads some of the sessions, ordered by id.
     *
     * @param offset 0 or more
     * @param limit maximum number, 1 or more
     */
    public Page page(int offset, int limit) {
        return page(offset, limit, false, false);
    }

    /**
     * Reads some of the sessions. Which of those that are not in the page have stale copies is known from {@link
     * #examine}.
     *
     * @param offset 0 or more
     * @param limit maximum number, 1 or more
     * @param differingFirst whether those with stale copies come first; else they are ordered by id only
     * @param onlyDiffering whether to leave out all others
     */
    public Page page(int offset, int limit, boolean differingFirst, boolean onlyDiffering) {
        List<String> all = readIds();
        List<String> matching = all;
        if (differingFirst || onlyDiffering) {
            Map<Boolean, List<String>> parts = all.stream().collect(Collectors.partitioningBy(this::isStale));
            matching = new ArrayList<>(parts.getOrDefault(true, List.of()));
            if (!onlyDiffering) {
                matching.addAll(parts.getOrDefault(false, List.of()));
            }
        }
        List<String> wanted = matching.stream().skip(offset).limit(limit).toList();
        List<SessionView> views = List.copyOf(read(wanted).values());
        int differing = (int) all.stream().filter(this::isStale).count();
        return new Page(
                all.size(),
                onlyDiffering ? matching.size() : all.size(),
                differing,
                wholeRound ? all.size() : Math.min(all.size(), examinedSoFar),
                views);
    }

    private boolean isStale(String id) {
        Difference known = differences.get(id);
        return known != null && known.settled();
    }

    private List<String> readIds() {
        Set<String> found = new HashSet<>();
        for (Node node : nodes) {
            NodeAgent agent = node.agent();
            if (agent != null) {
                found.addAll(agent.sessionIds());
            }
        }
        List<String> all = found.stream().sorted().toList();
        differences.keySet().retainAll(found);
        ids = new Ids(all, System.nanoTime());
        return all;
    }

    /** From now on the sessions are examined anew: what is known of them is old. */
    public void beginSurvey() {
        synchronized (survey) {
            examinedTo = "";
            examined = 0;
            examinedSoFar = 0;
            wholeRound = false;
        }
    }

    /**
     * Compares the copies of the next sessions, so that {@link #page} knows of all sessions whether their copies differ.
     * Those that differ are compared in each call, as far as it has time.
     *
     * @param atMost after this time the call begins no further step; a step is 128 sessions on all nodes
     */
    public void examine(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (survey) {
            List<String> all = ids.all;
            if (System.nanoTime() - ids.nanos > TimeUnit.MILLISECONDS.toNanos(ID_MILLIS)) {
                all = readIds();
            }
            List<String> known = differences.keySet().stream().sorted().toList();
            List<String> again = next(known, recheckedTo);
            recheckedTo = last(again);
            read(again);
            int left = all.size();
            do {
                List<String> step = next(all, examinedTo);
                read(step);
                left -= step.size();
                examined += step.size();
                examinedTo = last(step);
                if (examinedTo.isEmpty() || examinedTo.equals(all.get(all.size() - 1))) {
                    examinedTo = "";
                    examined = 0;
                    wholeRound = true;
                }
                examinedSoFar = examined;
            } while (left > 0 && System.nanoTime() < end);
        }
    }

    private static List<String> next(List<String> sorted, String after) {
        int at = Collections.binarySearch(sorted, after);
        int from = at < 0 ? -at - 1 : at + 1;
        return sorted.subList(from, Math.min(sorted.size(), from + STEP));
    }

    private static String last(List<String> some) {
        return some.isEmpty() ? "" : some.get(some.size() - 1);
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
        boolean contents = contentsDiffer(copies);
        boolean missing = !contents && isCopyMissing(copies, running);
        if (!contents && !missing) {
            differences.remove(id);
            return new SessionView(id, copies, false, 0, false);
        }
        Difference difference = differences.compute(
                id,
                (same, before) ->
                        before != null && before.goesOn(copies, missing) ? before : Difference.of(copies, missing));
        return new SessionView(id, copies, true, difference.sinceMillis(), difference.settled());
    }

    private static boolean contentsDiffer(List<CopyView> copies) {
        return copies.stream()
                        .filter(copy -> copy.role().isFull())
                        .map(CopyView::digest)
                        .distinct()
                        .count()
                > 1;
    }

    private static boolean isCopyMissing(List<CopyView> copies, int running) {
        int full = (int) copies.stream().filter(copy -> copy.role().isFull()).count();
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
        return full + unknown < (backup ? Math.min(2, most) : most);
    }
}
