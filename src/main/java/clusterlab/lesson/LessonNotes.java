package clusterlab.lesson;

import clusterlab.event.Event;
import clusterlab.event.Stamped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes the events that checks look at, from the begin of a step on, and which node served each session last. Requests of a load are not
 * noted: they are no deeds of a user.
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
    private boolean load;

    LessonNotes(boolean loadRuns) {
        load = loadRuns;
    }

    /** Called by the log for each event; must not block. */
    synchronized void hear(Stamped stamped) {
        Event event = stamped.event();
        if (event instanceof Event.LoadChanged changed) {
            load = changed.running();
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
        if (load) {
            return;
        }
        session = StepSeen.base(id);
        servers.put(session, node);
        ids.put(session, id);
        if (ids.size() > MOST_SESSIONS) {
            ids.keySet().retainAll(servers.keySet());
        }
        note(event);
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
