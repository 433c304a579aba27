package clusterlab.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions the requests of this node used, and which attributes they passed to {@code setAttribute}. It tracks at most
 * {@value #MOST} sessions at a time, so that its cost has a bound: under load a sample of them.
 */
final class SessionTouches {
    static final int MOST = 512;

    private static final int MOST_REFUSALS = 64;

    /** A session that has not been used for so long makes room for another. */
    private static final long FORGOTTEN_NANOS = 60_000_000_000L;

    /** With more attributes the counts are not kept. */
    private static final int MOST_NAMES = 500;

    private static final long MILLI = 1_000_000;

    /** What the request of this thread does. */
    private static final ThreadLocal<@Nullable RequestNotes> CURRENT = new ThreadLocal<>();

    /** The request of this thread with its replication. */
    private static final ThreadLocal<@Nullable WholeRequest> WHOLE = new ThreadLocal<>();

    private final boolean on;
    private final LongSupplier nanos;
    private final Map<String, Touch> sessions = new ConcurrentHashMap<>();
    private final Queue<Touched.Refusal> refusals = new ArrayBlockingQueue<>(MOST_REFUSALS);
    private volatile boolean leftOut;

    /**
     * Tracks nothing yet.
     *
     * @param on whether it tracks anything at all
     * @param nanos as System.nanoTime
     */
    SessionTouches(boolean on, LongSupplier nanos) {
        this.on = on;
        this.nanos = nanos;
    }

    /** What one request does. */
    static final class RequestNotes {
        private final @Nullable Touch running;
        private final @Nullable RequestNotes outer;
        private final List<String> set = new ArrayList<>(4);
        private @Nullable Map<String, String> former;

        private RequestNotes(@Nullable Touch running, @Nullable RequestNotes outer) {
            this.running = running;
            this.outer = outer;
        }

        /** The attributes that it has set and removed until now, each once, at most so many. */
        List<String> names(int most) {
            return set.stream().distinct().limit(most).collect(Collectors.toList());
        }
    }

    /** A request up to the end of its replication. */
    static final class WholeRequest {
        private final List<Touch> used = new ArrayList<>(1);

        private WholeRequest() {}
    }

    /** One session. */
    private static final class Touch {
        private final long since;
        private long last;
        private long requests;
        private int running;
        private boolean fresh;
        private boolean uncounted;
        private boolean parallel;
        /** By attribute: how often, when last, and by which request. */
        private final Map<String, long[]> sets = new HashMap<>();

        private final Map<String, String> former = new HashMap<>(0);

        private Touch(long now) {
            since = now;
            last = now;
        }
    }

    /**
     * A request begins in this thread; {@link #end} has to follow.
     *
     * @param session the id that the client sent, or null
     * @return null if nothing is tracked
     */
    @Nullable
    RequestNotes begin(@Nullable String session) {
        if (!on) {
            return null;
        }
        Touch touch = session == null ? null : sessions.get(session);
        if (touch != null) {
            synchronized (touch) {
                touch.running++;
                touch.parallel |= touch.running > 1;
            }
        }
        RequestNotes notes = new RequestNotes(touch, CURRENT.get());
        CURRENT.set(notes);
        return notes;
    }

    /**
     * A request begins in this thread, around {@link #begin} and {@link #end}; its sessions are in use until {@link #endWhole}.
     *
     * @return null if nothing is tracked
     */
    @Nullable
    WholeRequest beginWhole() {
        if (!on) {
            return null;
        }
        WholeRequest whole = new WholeRequest();
        WHOLE.set(whole);
        return whole;
    }

    /** The changes of this request were sent. */
    void endWhole(@Nullable WholeRequest whole) {
        if (whole == null) {
            return;
        }
        WHOLE.remove();
        for (Touch touch : whole.used) {
            synchronized (touch) {
                touch.running--;
                touch.last = nanos.getAsLong();
            }
        }
    }

    /** The request of this thread sets or removes an attribute; nothing if it is no request's. */
    static void set(String attribute) {
        RequestNotes notes = CURRENT.get();
        if (notes != null) {
            notes.set.add(attribute);
        }
    }

    /** The request of this thread replaces an attribute by one of another class. */
    static void replaced(String attribute, String formerType) {
        RequestNotes notes = CURRENT.get();
        if (notes != null) {
            Map<String, String> former = notes.former == null ? new HashMap<>() : notes.former;
            former.put(attribute, formerType);
            notes.former = former;
        }
    }

    /** Whether this thread carries out a request. */
    static boolean inRequest() {
        return CURRENT.get() != null;
    }

    /**
     * The request ends.
     *
     * @param session that it used, or null
     */
    void end(@Nullable RequestNotes notes, @Nullable String session) {
        if (notes == null) {
            return;
        }
        if (notes.outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(notes.outer);
        }
        Touch touch = session == null ? null : touch(session);
        WholeRequest whole = WHOLE.get();
        if (touch != null) {
            synchronized (touch) {
                if (whole != null) {
                    touch.running++;
                    whole.used.add(touch);
                }
                touch.requests++;
                touch.fresh = true;
                touch.last = nanos.getAsLong();
                for (String name : notes.set) {
                    long[] count = touch.sets.get(name);
                    if (count == null && touch.sets.size() == MOST_NAMES) {
                        touch.uncounted = true;
                        continue;
                    }
                    if (count == null) {
                        count = new long[3];
                        touch.sets.put(name, count);
                    }
                    count[0]++;
                    count[1] = touch.last;
                    count[2] = touch.requests;
                }
                if (notes.former != null && touch.former.size() < MOST_NAMES) {
                    touch.former.putAll(notes.former);
                }
            }
        }
        Touch running = notes.running;
        if (running != null) {
            synchronized (running) {
                running.running--;
                running.last = nanos.getAsLong();
            }
        }
    }

    private @Nullable Touch touch(String session) {
        Touch known = sessions.get(session);
        if (known != null) {
            return known;
        }
        if (sessions.size() >= MOST && !makeRoom()) {
            leftOut = true;
            return null;
        }
        return sessions.computeIfAbsent(session, id -> new Touch(nanos.getAsLong()));
    }

    private boolean makeRoom() {
        long now = nanos.getAsLong();
        for (Iterator<Touch> each = sessions.values().iterator(); each.hasNext(); ) {
            Touch touch = each.next();
            synchronized (touch) {
                if (touch.running == 0 && now - touch.last > FORGOTTEN_NANOS) {
                    each.remove();
                    // What it counted is unknown from now on.
                    leftOut = true;
                    return true;
                }
            }
        }
        return false;
    }

    /** setAttribute refused a value. */
    void refused(String session, String attribute) {
        refusals.offer(new Touched.Refusal(session, attribute));
    }

    /** The id of a session changed. */
    void renamed(String from, String to) {
        Touch touch = sessions.remove(from);
        if (touch != null) {
            sessions.put(to, touch);
        }
    }

    /** A session ended. */
    void ended(String session) {
        sessions.remove(session);
    }

    /** The sessions that requests used since the last question. */
    Touched drain() {
        List<String> ids = new ArrayList<>();
        sessions.forEach((id, touch) -> {
            synchronized (touch) {
                if (touch.fresh) {
                    touch.fresh = false;
                    ids.add(id);
                }
            }
        });
        List<Touched.Refusal> refused = new ArrayList<>();
        for (Touched.Refusal one = refusals.poll(); one != null; one = refusals.poll()) {
            refused.add(one);
        }
        return new Touched(ids, refused);
    }

    /** What is known of a session at one moment. */
    final class Known {
        private final @Nullable Touch touch;
        private final long now = nanos.getAsLong();

        private Known(@Nullable Touch touch) {
            this.touch = touch;
        }

        long requests() {
            Touch known = touch;
            if (known == null) {
                return -1;
            }
            synchronized (known) {
                return known.requests;
            }
        }

        long idleMillis() {
            Touch known = touch;
            if (known == null) {
                return -1;
            }
            synchronized (known) {
                return known.running > 0 ? 0 : Math.max(1, (now - known.last) / MILLI);
            }
        }

        long trackedMillis() {
            return touch == null ? -1 : (now - touch.since) / MILLI;
        }

        /** See {@link AttributeLook}. */
        long sets(String attribute) {
            Touch known = touch;
            if (known == null) {
                return leftOut ? -1 : 0;
            }
            synchronized (known) {
                long[] count = known.sets.get(attribute);
                return known.uncounted ? -1 : count == null ? 0 : count[0];
            }
        }

        /** See {@link AttributeLook}. */
        long setMillisAgo(String attribute) {
            Touch known = touch;
            if (known == null) {
                return -1;
            }
            synchronized (known) {
                long[] count = known.sets.get(attribute);
                return count == null ? -1 : Math.max(0, now - count[1]) / MILLI;
            }
        }

        /** See {@link AttributeLook}. */
        String formerType(String attribute) {
            Touch known = touch;
            if (known == null) {
                return "";
            }
            synchronized (known) {
                return known.former.getOrDefault(attribute, "");
            }
        }

        /** See {@link AttributeLook}. */
        long requestsSinceSet(String attribute) {
            Touch known = touch;
            if (known == null) {
                return -1;
            }
            synchronized (known) {
                long[] count = known.sets.get(attribute);
                return count == null || known.parallel ? -1 : known.requests - count[2];
            }
        }
    }

    /** What is known of a session now. */
    Known known(String session) {
        return new Known(sessions.get(session));
    }
}
