package clusterlab.experiment.history;

import clusterlab.experiment.check.LostUpdate;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Follows one session request by request, and says what its counter may be next.
 *
 * <p>A client that waits for each answer sees its counter go up by one. A request without an answer (INFO) may have
 * counted, and may still do so later, so each one widens what the counter may be by one:
 *
 * <pre>
 *   OK 1   OK 2   INFO   OK 3 or 4   …       last = the highest value acknowledged
 *                  └ slack 1                 an increment may answer last + 1 … last + 1 + slack
 *                                            a read may answer      last     … last     + slack
 * </pre>
 *
 * <p>Another id without a request for one means another session: the old one is lost. After a change of the id that was not
 * answered the client may hold an id that is no more; what it then meets is no loss. Requests of one session that
 * overlap are followed only as far as ids go; {@link LostUpdate} counts their increments.
 */
public final class SessionWalk {

    /** Called for what does not fit. Rows are those of the history; {@code previous} is the last acknowledged one. */
    public interface Visitor {
        /** An increment answered with less than it must: this many acknowledged ones are gone. */
        default void fellBack(int previous, int row, long lost) {}

        /** A read answered with less than was acknowledged. */
        default void readLess(int previous, int row, long missing) {}

        /** The counter is higher than requests explain. */
        default void countedMore(int previous, int row, long surplus) {}

        /** The answer came from another session, with no increments of the one before. */
        default void restarted(int previous, int row, long lostIncrements) {}

        /**
         * A life begins: the session was made, or it was lost and another one answers. Also called where the client may have
         * missed its new id, because the change of the id was not answered: then nobody can say whether the one before is lost.
         */
        default void began(int row) {}

        /** A request of this life was answered; after {@link #began} for the row that began it. */
        default void answered(int row) {}

        /** A request of this life was not answered, or refused. */
        default void unanswered(int row) {}
    }

    private final History history;
    private final Visitor visitor;

    /** Ids that the client gave up; a late answer with one of them is from an earlier life. */
    private final Set<Integer> left = new HashSet<>();

    private boolean overlapping;
    private long last;
    private long slack;
    private long fallen;
    private int lastRow;
    private int lastCounted;
    private int idKey;
    private boolean idMayChange;
    private long acknowledged;
    private long counted;
    private int[] written = new int[64];
    private int writes;

    /** For this history; {@link #follow} may be called for one session after the other. */
    public SessionWalk(History history, Visitor visitor) {
        this.history = history;
        this.visitor = visitor;
    }

    /** Whether requests of this session were on their way at the same time. */
    public static boolean overlaps(History history, int session) {
        long busyUntil = Long.MIN_VALUE;
        for (int i = 0; i < history.countOf(session); i++) {
            int row = history.rowOf(session, i);
            if (history.invoked(row) < busyUntil) {
                return true;
            }
            if (history.completed(row) != History.NEVER) {
                busyUntil = Math.max(busyUntil, history.completed(row));
            }
        }
        return false;
    }

    /** Follows this session from its first request to its last. */
    public void follow(int session) {
        overlapping = overlaps(history, session);
        last = 0;
        slack = 0;
        fallen = 0;
        lastRow = -1;
        lastCounted = -1;
        idKey = 0;
        left.clear();
        idMayChange = false;
        acknowledged = 0;
        counted = 0;
        writes = 0;
        for (int i = 0; i < history.countOf(session); i++) {
            int row = history.rowOf(session, i);
            Kind kind = history.kind(row);
            if (kind == Kind.REPLAY_OLD_ID) {
                continue;
            }
            Phase outcome = history.outcome(row);
            if (outcome == Phase.OK) {
                acknowledge(row, kind);
                continue;
            }
            visitor.unanswered(row);
            if (outcome == Phase.INFO) {
                // No client knows a session whose first answer never came.
                slack += kind == Kind.INCREMENT ? 1 : 0;
                idMayChange |= kind == Kind.CHANGE_ID;
            }
        }
    }

    private void acknowledge(int row, Kind kind) {
        long value = Math.max(history.value(row), 0);
        int key = history.idKey(row);
        if (kind == Kind.CREATE || lastRow < 0) {
            begin(row, key, value);
            return;
        }
        if (key != idKey && left.contains(key)) {
            return;
        }
        boolean sameId = key == 0 || idKey == 0 || key == idKey || kind == Kind.CHANGE_ID;
        long low = last + (kind.counts() ? 1 : 0);
        boolean fits = value >= low && value <= low + slack;
        boolean otherId = !sameId && !(idMayChange && fits);
        // Without ids a counter that begins again at 1 is the sign.
        boolean beganAgain =
                (key == 0 || idKey == 0) && kind == Kind.INCREMENT && value == 1 && last > 1 && !overlapping;
        if (otherId || beganAgain) {
            if (!otherId || !idMayChange) {
                visitor.restarted(lastRow, row, last);
            }
            left.add(idKey);
            begin(row, key, value);
            return;
        }
        if (key != 0 && key != idKey) {
            left.add(idKey);
            idMayChange = false;
            idKey = key;
        }
        if (overlapping) {
            last = Math.max(last, value);
        } else {
            compare(row, kind, value, low);
        }
        lastRow = row;
        if (kind.counts()) {
            acknowledged++;
            counted++;
            lastCounted = row;
            remember(row);
        }
        visitor.answered(row);
    }

    private void remember(int row) {
        if (writes == written.length) {
            written = Arrays.copyOf(written, 2 * writes);
        }
        written[writes++] = (int) history.request(row);
    }

    private void compare(int row, Kind kind, long value, long low) {
        if (value < low) {
            if (kind == Kind.INCREMENT) {
                visitor.fellBack(lastRow, row, low - value);
                fallen += low - value;
                last = value;
            } else if (kind == Kind.READ) {
                // What a later request sees decides whether it is lost or was only late.
                visitor.readLess(lastRow, row, low - value);
            }
        } else {
            long used = value - low;
            // What was gone on one node may be there on the next.
            long back = Math.min(fallen, Math.max(0, used - slack));
            fallen -= back;
            if (used - back > slack) {
                visitor.countedMore(lastRow, row, used - back - slack);
            }
            counted += Math.min(used, slack);
            slack = Math.max(0, slack - used);
            last = value;
        }
    }

    private void begin(int row, int key, long value) {
        last = value;
        slack = 0;
        fallen = 0;
        lastRow = row;
        idKey = key;
        idMayChange = false;
        boolean counts = history.kind(row).counts();
        acknowledged = counts ? 1 : 0;
        counted = value;
        lastCounted = counts ? row : -1;
        writes = 0;
        if (counts) {
            remember(row);
        }
        visitor.began(row);
        visitor.answered(row);
    }

    /** The elements that requests of this life have added and that were acknowledged. */
    public Elements written() {
        return Elements.of(Arrays.copyOf(written, writes));
    }

    /** Whether the client may hold an id that is no more, since the last change of it was not answered. */
    public boolean idUnknown() {
        return idMayChange;
    }

    /** Whether requests of the session just followed overlapped. */
    public boolean overlapping() {
        return overlapping;
    }

    /** The counter that the client relies on. */
    public long last() {
        return last;
    }

    /** How much higher the counter may be than {@link #last}. */
    public long slack() {
        return slack;
    }

    /** Acknowledged increments that an answer lacked and none has shown again. */
    public long fallen() {
        return fallen;
    }

    /** The row of the last acknowledged request, or -1 if there is none. */
    public int lastRow() {
        return lastRow;
    }

    /** The row of the last acknowledged increment, or -1 if there is none. */
    public int lastCounted() {
        return lastCounted;
    }

    /** Increments that are known to have counted since the session began, or began again: what is due to be there. */
    public long counted() {
        return counted;
    }

    /** Acknowledged increments since the session began, or began again after a loss. */
    public long acknowledged() {
        return acknowledged;
    }
}
