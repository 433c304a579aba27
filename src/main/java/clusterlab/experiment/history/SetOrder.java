package clusterlab.experiment.history;

import clusterlab.experiment.history.Operation.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether the requests of one session can be put in one order that explains all answers, as if each had happened
 * at one moment between its sending and its answer (linearizability; Herlihy and Wing, 1990). The session is a set that
 * only grows: each request that writes adds its own element, a read shows all elements, and the answer to a write
 * shows how many there are.
 *
 * <p>An unanswered write may have happened at any time after it was sent, or never. Sets whose elements are unique are
 * easy: whether a write comes before or after a read is seen in the read. So the requests have an order if and only if the
 * relation "has to come before" has no cycle. Where a client waits for each answer, simple bounds say the same, and
 * also judge the counts; where requests overlap, counts are compared with the bounds only.
 */
public final class SetOrder {

    /**
     * A request of the session.
     *
     * @param row of the history
     * @param writes whether it adds an element, else it reads
     * @param element that it adds; not used of a read
     * @param invoked when it was sent
     * @param completed when its answer came; not used without an answer
     * @param outcome OK, FAIL or INFO
     * @param shown elements that a read showed, or null
     * @param count how many elements the answer told, or {@link Operation#NONE}
     */
    public record Request(
            int row,
            boolean writes,
            int element,
            long invoked,
            long completed,
            Phase outcome,
            @Nullable Elements shown,
            long count) {

        private long end() {
            return outcome == Phase.OK ? completed : History.NEVER;
        }

        private boolean before(Request other) {
            return end() < other.invoked;
        }
    }

    /** What is wrong with an answer. */
    public enum Kind {
        /** It comes from a past state: it lacks elements that were acknowledged, or were shown, before it was sent. */
        PAST,
        /** It shows what nobody has written, what was refused, or what was sent only after it. */
        UNEXPLAINED,
        /** No order of the requests explains this answer together with others. */
        DISORDER
    }

    /**
     * An answer that does not fit.
     *
     * @param row of the history
     * @param amount elements that are missing or too many, 1 or more
     */
    public record Violation(int row, Kind kind, long amount) {}

    private final List<Request> requests;
    private final Map<Integer, Integer> index = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private SetOrder(List<Request> requests) {
        this.requests = requests.stream()
                .sorted(Comparator.comparingLong(Request::invoked))
                .toList();
        for (Request request : this.requests) {
            if (request.writes()) {
                index.put(request.element(), index.size());
            }
        }
    }

    /** The answers that do not fit, by the time when they were sent; empty if the requests have an order. */
    public static List<Violation> violations(List<Request> requests) {
        SetOrder order = new SetOrder(requests);
        order.bounds();
        if (order.violations.isEmpty() && order.overlaps() && !order.hasOrder()) {
            order.blame();
        }
        return List.copyOf(order.violations);
    }

    /** Compares each answer with what must and what may be there at its time. */
    private void bounds() {
        Request[] byEnd = requests.stream()
                .filter(r -> r.outcome() == Phase.OK)
                .sorted(Comparator.comparingLong(Request::completed))
                .toArray(Request[]::new);
        BitSet[] later = laterReads();
        BitSet must = new BitSet();
        BitSet may = new BitSet();
        long least = 0;
        int ended = 0;
        int sent = 0;
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            if (request.outcome() != Phase.OK) {
                continue;
            }
            for (; ended < byEnd.length && byEnd[ended].completed() < request.invoked(); ended++) {
                require(byEnd[ended], must);
                least = Math.max(least, Math.max(0, byEnd[ended].count()));
            }
            for (; sent < requests.size() && requests.get(sent).invoked() <= request.completed(); sent++) {
                Request other = requests.get(sent);
                if (other.writes() && other.outcome() != Phase.FAIL) {
                    may.set(place(other));
                }
            }
            Elements shown = request.shown();
            if (shown != null) {
                read(request, shown, must, may, least);
            } else if (request.writes() && request.count() != Operation.NONE) {
                written(request, must, may, least, later[i]);
            }
        }
    }

    /** For each request the elements that the first read after its end shows, or null if there is none. */
    private BitSet[] laterReads() {
        BitSet[] later = new BitSet[requests.size()];
        List<Request> reads = requests.stream().filter(r -> r.shown() != null).toList();
        int next = reads.size();
        Integer[] byEnd = new Integer[requests.size()];
        Arrays.setAll(byEnd, i -> i);
        Arrays.sort(
                byEnd,
                Comparator.<Integer>comparingLong(i -> requests.get(i).end()).reversed());
        BitSet shown = null;
        for (int i : byEnd) {
            while (next > 0 && reads.get(next - 1).invoked() > requests.get(i).end()) {
                shown = places(reads.get(--next).shown());
            }
            later[i] = shown;
        }
        return later;
    }

    private int place(Request write) {
        return index.getOrDefault(write.element(), -1);
    }

    /** Known elements only. */
    private BitSet places(@Nullable Elements elements) {
        BitSet places = new BitSet();
        for (int i = 0; elements != null && i < elements.size(); i++) {
            Integer place = index.get(elements.get(i));
            if (place != null) {
                places.set(place);
            }
        }
        return places;
    }

    private void require(Request ended, BitSet must) {
        if (ended.writes()) {
            must.set(place(ended));
        }
        must.or(places(ended.shown()));
    }

    private void read(Request request, Elements shown, BitSet must, BitSet may, long least) {
        BitSet held = places(shown);
        BitSet missing = (BitSet) must.clone();
        missing.andNot(held);
        long past = Math.max(missing.cardinality(), least - shown.size());
        BitSet unexplained = (BitSet) held.clone();
        unexplained.andNot(may);
        long tooMany =
                (long) unexplained.cardinality() + (shown.minus(Elements.EMPTY).size() - held.cardinality());
        if (past > 0) {
            violations.add(new Violation(request.row(), Kind.PAST, past));
        } else if (tooMany > 0) {
            violations.add(new Violation(request.row(), Kind.UNEXPLAINED, tooMany));
        }
    }

    private void written(Request request, BitSet must, BitSet may, long least, @Nullable BitSet later) {
        BitSet most = (BitSet) may.clone();
        if (later != null) {
            // What a later read lacks was not there before it either.
            most.and(later);
        }
        most.or(must);
        most.set(place(request));
        BitSet known = (BitSet) must.clone();
        known.set(place(request));
        long atLeast = Math.max(known.cardinality(), least + 1);
        if (request.count() < atLeast) {
            violations.add(new Violation(request.row(), Kind.PAST, atLeast - request.count()));
        } else if (request.count() > most.cardinality()) {
            violations.add(new Violation(request.row(), Kind.UNEXPLAINED, request.count() - most.cardinality()));
        }
    }

    /** Whether two answered requests were on their way at the same time. */
    private boolean overlaps() {
        long busyUntil = Long.MIN_VALUE;
        for (Request request : requests) {
            if (request.outcome() == Phase.OK) {
                if (request.invoked() <= busyUntil) {
                    return true;
                }
                busyUntil = Math.max(busyUntil, request.completed());
            }
        }
        return false;
    }

    /** Whether "has to come before" has no cycle (Kahn, 1962). */
    private boolean hasOrder() {
        Request[] all = requests.stream()
                .filter(r -> r.writes() ? r.outcome() != Phase.FAIL : r.shown() != null)
                .toArray(Request[]::new);
        BitSet[] shown = Arrays.stream(all).map(r -> places(r.shown())).toArray(BitSet[]::new);
        int[] predecessors = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all.length; j++) {
                if (i != j && precedes(all, shown, j, i)) {
                    predecessors[i]++;
                }
            }
        }
        int[] ready = new int[all.length];
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            if (predecessors[i] == 0) {
                ready[count++] = i;
            }
        }
        for (int done = 0; done < count; done++) {
            for (int i = 0; i < all.length; i++) {
                if (i != ready[done] && precedes(all, shown, ready[done], i) && --predecessors[i] == 0) {
                    ready[count++] = i;
                }
            }
        }
        return count == all.length;
    }

    private boolean precedes(Request[] all, BitSet[] shown, int first, int second) {
        Request a = all[first];
        Request b = all[second];
        if (a.before(b)) {
            return true;
        }
        if (a.writes() && !b.writes()) {
            return shown[second].get(place(a));
        }
        return !a.writes() && b.writes() && !shown[first].get(place(b));
    }

    /** The first read without which the others have an order, or else the last read. */
    private void blame() {
        List<Request> reads = requests.stream().filter(r -> r.shown() != null).toList();
        for (Request read : reads) {
            List<Request> others = new ArrayList<>(requests);
            others.remove(read);
            if (new SetOrder(others).hasOrder()) {
                violations.add(new Violation(read.row(), Kind.DISORDER, 1));
                return;
            }
        }
        violations.add(new Violation(reads.get(reads.size() - 1).row(), Kind.DISORDER, 1));
    }
}
