package clusterlab.experiment.history;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.history.Operation.Phase;
import clusterlab.experiment.history.SetOrder.Kind;
import clusterlab.experiment.history.SetOrder.Request;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetOrderTest {
    private static final int HISTORIES = 10_000;
    private static final int MOST = 6;

    /** Tries every order of the requests, and for each unanswered write whether it happened. */
    private static boolean hasOrder(List<Request> left, BitSet state) {
        boolean done = true;
        for (Request next : left) {
            boolean optional = next.outcome() != Phase.OK;
            done &= optional;
            boolean first = left.stream()
                    .noneMatch(other ->
                            other != next && other.outcome() == Phase.OK && other.completed() < next.invoked());
            if (!first || next.outcome() == Phase.FAIL || (!next.writes() && optional)) {
                continue;
            }
            BitSet after = (BitSet) state.clone();
            if (next.writes()) {
                after.set(next.element());
            }
            if (fits(next, after)) {
                List<Request> rest = new ArrayList<>(left);
                rest.remove(next);
                if (hasOrder(rest, after)) {
                    return true;
                }
            }
        }
        return done;
    }

    private static boolean fits(Request request, BitSet state) {
        Elements shown = request.shown();
        if (request.outcome() != Phase.OK) {
            return true;
        }
        if (shown != null) {
            BitSet seen = new BitSet();
            for (int i = 0; i < shown.size(); i++) {
                seen.set(shown.get(i));
            }
            return seen.equals(state);
        }
        return request.count() == Operation.NONE || request.count() == state.cardinality();
    }

    /** A history that has an order, or nearly: of some, one answer was changed afterwards. */
    private static List<Request> history(Random random, boolean sequential) {
        int size = 1 + random.nextInt(MOST);
        long[] from = new long[size];
        long[] to = new long[size];
        for (int i = 0; i < size; i++) {
            from[i] = sequential ? 10L * i : random.nextInt(20);
            to[i] = from[i] + 1 + (sequential ? 0 : random.nextInt(12));
        }
        boolean[] writes = new boolean[size];
        Phase[] outcome = new Phase[size];
        List<Integer> order = new ArrayList<>();
        double[] moment = new double[size];
        for (int i = 0; i < size; i++) {
            writes[i] = random.nextInt(5) > 1;
            int chance = random.nextInt(10);
            outcome[i] = chance == 0 ? Phase.FAIL : chance < 3 ? Phase.INFO : Phase.OK;
            // An unanswered write may happen at any time after it was sent, or never.
            double until = outcome[i] == Phase.OK ? to[i] : 10.0 * size + 30;
            moment[i] = from[i] + random.nextDouble() * (until - from[i]);
            if (outcome[i] == Phase.OK || (outcome[i] == Phase.INFO && writes[i] && random.nextBoolean())) {
                order.add(i);
            }
        }
        order.sort((a, b) -> Double.compare(moment[a], moment[b]));
        Elements[] shown = new Elements[size];
        long[] count = new long[size];
        BitSet state = new BitSet();
        for (int i : order) {
            if (writes[i]) {
                state.set(i);
                count[i] = sequential ? state.cardinality() : Operation.NONE;
            } else if (outcome[i] == Phase.OK) {
                shown[i] = Elements.of(state.stream().toArray());
            }
        }
        if (random.nextInt(3) > 0) {
            lie(random, size, writes, shown, count, sequential);
        }
        List<Request> history = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean ok = outcome[i] == Phase.OK;
            history.add(new Request(
                    i,
                    writes[i],
                    i,
                    from[i],
                    to[i],
                    outcome[i],
                    shown[i],
                    ok && writes[i] ? count[i] : Operation.NONE));
        }
        return history;
    }

    private static void lie(
            Random random, int size, boolean[] writes, Elements[] shown, long[] count, boolean sequential) {
        int at = random.nextInt(size);
        Elements told = shown[at];
        if (told != null) {
            BitSet changed = new BitSet();
            for (int i = 0; i < told.size(); i++) {
                changed.set(told.get(i));
            }
            // 6 is an element that nobody writes.
            changed.flip(random.nextInt(MOST + 1));
            shown[at] = Elements.of(changed.stream().toArray());
        } else if (writes[at] && sequential) {
            count[at] += random.nextBoolean() ? 1 : -1;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void agreesWithEveryOrderTriedOnTenThousandRandomHistories(boolean sequential) {
        Random random = new Random(7);
        int good = 0;
        for (int i = 0; i < HISTORIES; i++) {
            List<Request> history = history(random, sequential);
            boolean expected = hasOrder(history, new BitSet());
            assertThat(SetOrder.violations(history).isEmpty())
                    .as("history %d: %s", i, history)
                    .isEqualTo(expected);
            good += expected ? 1 : 0;
        }
        assertThat(good).as("neither all good nor all bad").isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    }

    @Test
    void readThatGoesBackInTimeIsBlamed() {
        List<Request> history = List.of(
                new Request(0, true, 0, 0, 1, Phase.OK, null, 1),
                new Request(1, true, 1, 2, 3, Phase.INFO, null, Operation.NONE),
                new Request(2, false, -1, 4, 5, Phase.OK, Elements.of(0, 1), 2),
                new Request(3, false, -1, 6, 7, Phase.OK, Elements.of(0), 1));
        assertThat(SetOrder.violations(history)).containsExactly(new SetOrder.Violation(3, Kind.PAST, 1));
    }

    @Test
    void refusedWriteThatShowsIsBlamed() {
        List<Request> history = List.of(
                new Request(0, true, 0, 0, 1, Phase.OK, null, 1),
                new Request(1, true, 1, 2, 3, Phase.FAIL, null, Operation.NONE),
                new Request(2, false, -1, 4, 5, Phase.OK, Elements.of(0, 1), 2));
        assertThat(SetOrder.violations(history)).containsExactly(new SetOrder.Violation(2, Kind.UNEXPLAINED, 1));
    }

    @Test
    void writeThatFindsLessThanThereWasIsBlamed() {
        List<Request> history = List.of(
                new Request(0, true, 0, 0, 1, Phase.OK, null, 1),
                new Request(1, true, 1, 2, 3, Phase.OK, null, 2),
                new Request(2, true, 2, 4, 5, Phase.OK, null, 2));
        assertThat(SetOrder.violations(history)).containsExactly(new SetOrder.Violation(2, Kind.PAST, 1));
    }
}
