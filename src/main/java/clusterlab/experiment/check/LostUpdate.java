package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.SessionWalk;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parallel requests of one session overwrote each other. Of k acknowledged increments the counter must be k or more in
 * the end, and no two of them may have been answered with the same value.
 *
 * <p>What is lost is the greater of the two: k minus the highest counter that a surviving copy (or, if none was read, an
 * answer) shows, and the number of answers whose value another one had already.
 */
public final class LostUpdate implements Checker {
    /** Key of its first figure. */
    public static final String LOST = "lost-updates";

    @Override
    public String name() {
        return "lost-update";
    }

    @Override
    public String asks() {
        return "Does every one of several parallel increments count?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Map<Integer, List<CopyState>> copies = state.bySession();
        Findings findings = new Findings();
        long checked = 0;
        long lost = 0;
        for (int session = 0; session < history.sessions(); session++) {
            if (!SessionWalk.overlaps(history, session)) {
                continue;
            }
            Sum sum = sum(history, session);
            checked += sum.acknowledged();
            List<CopyState> held = copies.getOrDefault(session, List.of());
            boolean seen = CopySnapshot.anywhere(held);
            long counter = seen ? Math.max(0, CopySnapshot.best(held)) : sum.highest();
            long missing = Math.max(sum.acknowledged() - counter, sum.duplicates());
            if (missing > 0) {
                lost += missing;
                int of = session;
                findings.add(
                        state.at(),
                        of,
                        () -> new Finding(
                                name(),
                                of,
                                sum.lastId(history),
                                sum.duplicateRow() < 0 ? -1 : history.request(sum.duplicateRow()),
                                sum.duplicateRow() < 0 ? state.at() : history.completed(sum.duplicateRow()),
                                missing,
                                Times.plural(missing, "of " + sum.acknowledged() + " acknowledged increment")
                                        + " lost in parallel requests.",
                                story(history, context, state, sum, held)));
            }
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no two increments of one session were under way at the same time");
        }
        return findings.verdict(
                name(),
                checked,
                "Of " + Times.plural(checked, "parallel increment") + " in the sessions that users had in the end "
                        + Times.count(lost) + " did not count.",
                "All " + Times.plural(checked, "parallel increment") + " counted.",
                List.of(
                        Figure.loss(
                                LOST,
                                "parallel increments lost",
                                new Effect("lost", "parallel increment", "parallel increments"),
                                lost),
                        Figure.info("parallel", "increments of parallel requests", checked)));
    }

    private static List<String> story(
            History history, RunContext context, CopySnapshot state, Sum sum, List<CopyState> held) {
        Story story = new Story(history, context);
        List<String> lines = new ArrayList<>();
        int row = sum.duplicateRow() >= 0 ? sum.duplicateRow() : sum.lastRow();
        if (row >= 0) {
            lines.addAll(story.around(row));
        }
        lines.add("In all: " + sum.acknowledged() + " increments acknowledged, highest answer " + sum.highest() + ", "
                + sum.duplicates() + " answered with a value that another one had too.");
        if (!held.isEmpty()) {
            lines.add(Story.copies(held, state.at()));
        }
        return lines;
    }

    /**
     * The acknowledged increments of the session that the client has in the end, by the time they were sent. Those before it
     * went with sessions that were lost, which are {@link LostSession}'s.
     */
    static int[] lastLife(History history, int session) {
        int[] rows = history.rowsOf(session);
        int lastKey = 0;
        for (int row : rows) {
            if (history.ok(row) && history.kind(row) != Kind.REPLAY_OLD_ID && history.idKey(row) != 0) {
                lastKey = history.idKey(row);
            }
        }
        int last = lastKey;
        boolean renamed = Arrays.stream(rows).anyMatch(r -> history.kind(r) == Kind.CHANGE_ID);
        return Arrays.stream(rows)
                .filter(row -> history.ok(row) && history.kind(row).counts())
                .filter(row -> renamed || history.idKey(row) == 0 || history.idKey(row) == last)
                .toArray();
    }

    private static Sum sum(History history, int session) {
        int[] rows = lastLife(history, session);
        long[] values = new long[rows.length];
        int count = 0;
        long highest = 0;
        int last = -1;
        for (int row : rows) {
            values[count++] = history.value(row);
            highest = Math.max(highest, history.value(row));
            last = row;
        }
        Arrays.sort(values, 0, count);
        long duplicates = 0;
        long duplicate = Operation.NONE;
        for (int i = 1; i < count; i++) {
            if (values[i] == values[i - 1]) {
                duplicates++;
                duplicate = duplicate == Operation.NONE ? values[i] : duplicate;
            }
        }
        int duplicateRow = -1;
        for (int row : rows) {
            if (duplicates > 0 && history.value(row) == duplicate) {
                duplicateRow = row;
            }
        }
        return new Sum(count, highest, duplicates, duplicateRow, last);
    }

    /**
     * @param acknowledged increments
     * @param highest value answered
     * @param duplicates answers whose value another one had already
     * @param duplicateRow the last answer of the lowest such value, or -1
     * @param lastRow the last acknowledged increment, or -1
     */
    private record Sum(long acknowledged, long highest, long duplicates, int duplicateRow, int lastRow) {
        @Nullable
        String lastId(History history) {
            return lastRow < 0 ? null : history.sessionId(lastRow);
        }
    }
}
