package clusterlab.lesson;

import clusterlab.cluster.NodeState;
import clusterlab.event.Event;
import clusterlab.event.Stamped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notes the events that checks look at, from the begin of a step on, and which node served each session last. Requests of a load come
 * as sums without sessions (SessionTap): they are no deeds of a user.
 */
final class LessonNotes {
    /** More than a person does in a step; the oldest go first. */
    private static final int MOST_EVENTS = 10_000;

    private static final int MOST_SESSIONS = 1_000;

    private final List<Event> events = new ArrayList<>();
    private final Map<String, String> servers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_SESSIONS;
        }
    };
    private final Map<String, String> ids = new LinkedHashMap<>();
    private String session = "";
    private String owner = "";
    private final Set<String> down = new HashSet<>();
    /** Called by the log for each event; must not block. */
    synchronized void hear(Stamped stamped) {
        Event event = stamped.event();
        if (event instanceof Event.NodeChanged change) {
            boolean up = change.to().equals(NodeState.UP.name());
            if (up ? down.remove(change.node()) : down.add(change.node())) {
                follow();
            }
        }
        if (event instanceof Event.SessionCreated created) {
            served(event, created.session(), created.node());
        } else if (event instanceof Event.SessionUsed used) {
            served(event, used.session(), used.node());
        } else if (event instanceof Event.NodeChanged
                || event instanceof Event.MemberAdded
                || event instanceof Event.FaultBegan
                || event instanceof Event.FaultTookEffect
                || event instanceof Event.FaultHealed
                || event instanceof Event.LoadChanged
                || event instanceof Event.StickyChanged
                || event instanceof Event.AlarmRaised) {
            note(event);
        }
    }

    private void served(Event event, String id, String node) {
        session = StepSeen.base(id);
        servers.put(session, node);
        ids.put(session, id);
        if (ids.size() > MOST_SESSIONS) {
            ids.keySet().retainAll(servers.keySet());
        }
        follow();
        note(event);
    }

    /** A text that says whom to kill says so still when it was done; when that node is up again, it says who is next. */
    private void follow() {
        if (!down.contains(owner)) {
            owner = servers.getOrDefault(session, "");
        }
    }

    private void note(Event event) {
        if (events.size() >= MOST_EVENTS) {
            events.remove(0);
        }
        events.add(event);
    }

    /** Forgets the events: a step begins. */
    synchronized void begin() {
        events.clear();
        nameOwner();
    }

    /** From now on {@link #owner} is the node that has answered last. */
    synchronized void nameOwner() {
        owner = servers.getOrDefault(session, "");
    }

    /** The node that a step's text calls the owner: the one that has answered last, but while it is down it stays the owner. */
    synchronized String owner() {
        return owner;
    }

    /** The events since the begin, oldest first. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** The node that served each session last, by the session's id without its route. */
    synchronized Map<String, String> servers() {
        return Map.copyOf(servers);
    }

    /** The whole id of a session when it was served last; empty if it was not. */
    synchronized String idOf(String base) {
        return ids.getOrDefault(base, "");
    }

    /** The session that was served last, without its route; or empty. */
    synchronized String session() {
        return session;
    }
}
