package clusterlab.cluster.attributes;

import clusterlab.cluster.RefusedException;
import clusterlab.cluster.attributes.Alarm.Kind;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The alarms that stand, oldest first. An acknowledged alarm is gone; the same mistake raises it again when it is seen in a
 * session in which it was not seen before. Thread-safe.
 */
public final class Alarms {
    private static final int MOST_SESSIONS = 1_000;
    /** An application with more mistakes than that does not need more alarms. */
    private static final int MOST = 200;

    private final EventLog events;
    private final Clock clock;
    private final Map<List<Object>, Entry> entries = new LinkedHashMap<>();
    private int last;

    /**
     * No alarm yet.
     *
     * @param events is told of each alarm, once, and of its end
     */
    public Alarms(EventLog events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** One mistake; kept when it is acknowledged, to know its sessions. */
    private static final class Entry {
        private final String id;
        private final long first;
        private final Set<String> known = new HashSet<>();
        /** Of a cut link: the sessions whose copies are not the same again. */
        private final Set<String> open = new HashSet<>();

        private AttributeFinding finding;
        private long latest;
        private long times;
        private int sessions;
        private boolean standing = true;

        private Entry(String id, AttributeFinding finding, long now) {
            this.id = id;
            this.finding = finding;
            first = now;
        }

        private Alarm alarm() {
            return new Alarm(
                    id,
                    finding.kind(),
                    AttributeFinding.shortened(finding.session()),
                    finding.attributes(),
                    finding.path(),
                    finding.type(),
                    finding.nodes(),
                    finding.what(),
                    finding.happens(),
                    finding.remedy(),
                    first,
                    latest,
                    times,
                    sessions);
        }
    }

    /** Raises an alarm, or counts it to the one that stands. */
    void raise(AttributeFinding finding) {
        Alarm raised;
        synchronized (this) {
            if (finding.kind() == Kind.STALE && isChangedInPlace(finding)) {
                // What is known to be changed in place differs after each failover too.
                return;
            }
            Entry entry = entries.get(finding.key());
            String session = AttributeFinding.base(finding.session());
            if (entry != null && !entry.standing) {
                if (entry.known.contains(session) || entry.known.size() >= MOST_SESSIONS) {
                    return;
                }
                Set<String> known = entry.known;
                entries.remove(finding.key());
                entry = null;
                Entry again = add(finding);
                again.known.addAll(known);
                raised = count(again, finding, session);
            } else if (entry == null) {
                if (entries.size() >= MOST) {
                    return;
                }
                raised = count(add(finding), finding, session);
            } else {
                count(entry, finding, session);
                return;
            }
        }
        events.append(new Event.AlarmRaised(raised.id(), raised.kind().name(), raised.session(), raised.what()));
    }

    private boolean isChangedInPlace(AttributeFinding finding) {
        return entries.containsKey(List.<Object>of(Kind.CHANGED_IN_PLACE, finding.attributes(), finding.type(), ""));
    }

    private Entry add(AttributeFinding finding) {
        Entry entry = new Entry("a" + ++last, finding, clock.millis());
        entries.put(finding.key(), entry);
        return entry;
    }

    private Alarm count(Entry entry, AttributeFinding finding, String session) {
        entry.finding = finding;
        entry.latest = clock.millis();
        entry.times++;
        if (entry.known.size() < MOST_SESSIONS && entry.known.add(session)) {
            entry.sessions++;
        }
        entry.open.add(session);
        return entry.alarm();
    }

    /** Those that stand, oldest first. */
    public synchronized List<Alarm> list() {
        return entries.values().stream()
                .filter(entry -> entry.standing)
                .map(Entry::alarm)
                .toList();
    }

    /**
     * Ends an alarm.
     *
     * @throws UnknownAlarmException if none of this id stands
     */
    public void acknowledge(String id) throws UnknownAlarmException {
        Alarm ended = null;
        synchronized (this) {
            for (Entry entry : entries.values()) {
                if (entry.standing && entry.id.equals(id)) {
                    entry.standing = false;
                    ended = entry.alarm();
                }
            }
        }
        if (ended == null) {
            throw new UnknownAlarmException(id, list().stream().map(Alarm::id).toList());
        }
        events.append(new Event.AlarmAcknowledged(ended.id(), ended.what()));
    }

    /** All copies of a session are the same: ends what stands because of a cut link, if it was the last session of it. */
    void same(String sessionId) {
        String session = AttributeFinding.base(sessionId);
        List<Alarm> ended = new ArrayList<>();
        synchronized (this) {
            entries.values().removeIf(entry -> {
                boolean last = entry.finding.cause().equals(AttributeFindings.BY_A_CUT)
                        && entry.open.remove(session)
                        && entry.open.isEmpty();
                if (last && entry.standing) {
                    ended.add(entry.alarm());
                }
                return last;
            });
        }
        ended.forEach(alarm -> events.append(new Event.AlarmEnded(alarm.id(), alarm.what())));
    }

    /** Ends all alarms that stand. */
    public void acknowledgeAll() {
        List<Alarm> ended = new ArrayList<>();
        synchronized (this) {
            entries.values().stream().filter(entry -> entry.standing).forEach(entry -> {
                entry.standing = false;
                ended.add(entry.alarm());
            });
        }
        ended.forEach(alarm -> events.append(new Event.AlarmAcknowledged(alarm.id(), alarm.what())));
    }

    /** There is no alarm of this id; the message lists those that stand. */
    public static final class UnknownAlarmException extends RefusedException {
        private static final long serialVersionUID = 1L;

        private UnknownAlarmException(String id, List<String> standing) {
            super("There is no alarm " + id
                    + (standing.isEmpty() ? "; none stands." : "; there are " + String.join(", ", standing) + "."));
        }
    }
}
