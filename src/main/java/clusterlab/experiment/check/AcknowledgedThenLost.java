package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.SessionWalk;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An increment was acknowledged, and then the session went on without it: the counter fell back, or in the end no
 * surviving copy has as much as was acknowledged, or none has the element that it added. The counter alone would not show
 * all: each change carries the whole counter, so the next one repairs what the last one lost. An element is written once.
 * Sessions that vanished as a whole are {@link LostSession}'s, those with parallel requests {@link LostUpdate}'s.
 */
public final class AcknowledgedThenLost implements Checker {
    /** Key of its first figure. */
    public static final String LOST = "lost-increments";

    @Override
    public String name() {
        return "acknowledged-then-lost";
    }

    @Override
    public String asks() {
        return "Is every acknowledged increment still there?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Pass pass = new Pass(history, state, context);
        pass.run();
        if (pass.checked == 0) {
            return Verdict.unknown(name(), "no increment of a sequential client was acknowledged");
        }
        List<Figure> figures = List.of(
                Figure.loss(
                        LOST,
                        "acknowledged increments lost",
                        new Effect("lost", "acknowledged increment", "acknowledged increments"),
                        pass.lost),
                Figure.info("acknowledged", "acknowledged increments", pass.checked));
        if (pass.skipped > 0 && !context.parallel() && pass.findings.isEmpty()) {
            return pass.findings.verdict(
                    name(),
                    Status.UNKNOWN,
                    Times.plural(pass.skipped, "session") + " had requests that overlapped though clients should have"
                            + " waited for each answer: their increments can't be followed",
                    pass.checked,
                    figures);
        }
        if (context.parallel()) {
            return pass.findings.verdict(
                    name(),
                    pass.checked,
                    "Of the " + Times.plural(pass.checked, "element") + " that they added " + Times.count(pass.lost)
                            + (pass.lost == 1 ? " is" : " are") + " in no copy.",
                    "Each of the " + Times.plural(pass.checked, "element") + " that they added is in a copy.",
                    figures);
        }
        return pass.findings.verdict(
                name(),
                pass.checked,
                "Of " + Times.plural(pass.checked, "acknowledged increment") + " " + Times.count(pass.lost)
                        + (pass.lost == 1 ? " was" : " were") + " lost.",
                "All " + Times.plural(pass.checked, "acknowledged increment") + " survived.",
                figures);
    }

    /**
     * So many increments were missing in this row, or at the end if it is -1.
     *
     * @param elements of them that no copy has at the end, if it is known
     */
    private record Fall(int row, long missing, Elements elements) {}

    private final class Pass implements SessionWalk.Visitor {
        private final History history;
        private final CopySnapshot state;
        private final Map<Integer, List<CopyState>> copies;
        private final Story story;
        private final Findings findings = new Findings();
        private long lost;
        private long checked;
        private long skipped;
        private final SessionWalk walk;
        private final List<Fall> falls = new ArrayList<>();

        Pass(History history, CopySnapshot state, RunContext context) {
            this.history = history;
            this.state = state;
            copies = state.bySession();
            story = new Story(history, context);
            walk = new SessionWalk(history, this);
        }

        void run() {
            for (int session = 0; session < history.sessions(); session++) {
                falls.clear();
                walk.follow(session);
                if (walk.overlapping()) {
                    skipped++;
                    compareElements(session);
                } else if (walk.lastRow() >= 0) {
                    endOfLife(compareWithCopies(session));
                }
            }
        }

        /** Returns how many increments the best copy has, or the last answer if no copy was read. */
        private long compareWithCopies(int session) {
            List<CopyState> held = copies.get(session);
            if (held == null || !CopySnapshot.anywhere(held)) {
                return walk.last();
            }
            long best = Math.max(0, CopySnapshot.best(held));
            Elements lost = lostElements(walk.written(), held);
            if (walk.last() > best || lost.size() > 0) {
                falls.add(new Fall(-1, Math.max(walk.last() - best, lost.size()), lost));
            }
            return Math.min(walk.last(), Math.min(best, walk.counted() - lost.size()));
        }

        /** What was acknowledged and no copy has. Copies without any element are of a page that adds none. */
        private Elements lostElements(Elements written, List<CopyState> held) {
            boolean adds = walk.lastRow() >= 0 && history.elementCount(walk.lastRow()) != Operation.NONE;
            return adds ? written.minus(CopySnapshot.elements(held)) : Elements.EMPTY;
        }

        /** Parallel requests: of the counter {@link LostUpdate} judges what it may lose, but each element has to stay. */
        private void compareElements(int session) {
            List<CopyState> held = copies.get(session);
            if (held == null || !CopySnapshot.anywhere(held) || walk.lastRow() < 0) {
                return;
            }
            Elements written = Elements.of(Arrays.stream(LostUpdate.lastLife(history, session))
                    .map(row -> (int) history.request(row))
                    .toArray());
            Elements gone = lostElements(written, held);
            checked += written.size();
            if (gone.size() > 0) {
                lost += gone.size();
                report(new Fall(-1, gone.size(), gone), gone.size());
            }
        }

        /**
         * Counts and reports what this life of the session lost. Where the cluster was split, a session goes on in several
         * versions, and its client falls back with every change of sides: no more is lost than is missing in the end, and
         * one story is enough.
         */
        private void endOfLife(long survived) {
            checked += walk.acknowledged();
            long fallen = falls.stream().mapToLong(Fall::missing).sum();
            // One at least: an answer that falls back proves it, even if a request that counted twice made up for it.
            long missing = Math.min(fallen, Math.max(1, walk.counted() - survived));
            lost += missing;
            if (fallen == missing) {
                falls.forEach(fall -> report(fall, fall.missing()));
            } else if (missing > 0) {
                report(falls.get(0), missing);
            }
            falls.clear();
        }

        @Override
        public void fellBack(int previous, int row, long missing) {
            falls.add(new Fall(row, missing, Elements.EMPTY));
        }

        @Override
        public void restarted(int previous, int row, long lostIncrements) {
            // What went with the session is lost-session's; what was missing before is not.
            if (!walk.overlapping()) {
                endOfLife(walk.last());
            }
        }

        private void report(Fall fall, long amount) {
            int row = fall.row() < 0 ? walk.lastRow() : fall.row();
            int session = history.session(row);
            long at = fall.row() < 0 ? state.at() : history.completed(row);
            findings.add(
                    at,
                    session,
                    () -> new Finding(
                            name(),
                            session,
                            history.sessionId(row),
                            fall.row() < 0 ? -1 : history.request(row),
                            at,
                            amount,
                            fall.row() < 0
                                    ? atEnd(fall, amount)
                                    : Times.plural(fall.missing(), "acknowledged increment")
                                            + (fall.missing() == 1 ? " was" : " were") + " gone when "
                                            + who(history.node(row)) + " answered"
                                            + (amount == fall.missing()
                                                    ? "."
                                                    : "; in the end " + Times.count(amount) + " are missing."),
                            story.around(row, copies.get(session), state.at())));
        }

        private String atEnd(Fall fall, long amount) {
            return fall.elements().size() == 0
                    ? "No surviving copy has the last " + Times.plural(amount, "increment")
                            + " that the client saw acknowledged."
                    : "No surviving copy has " + Times.plural(fall.elements().size(), "element")
                            + " that the client saw acknowledged: " + fall.elements() + ".";
        }

        private String who(@Nullable String node) {
            return node == null ? "the next node" : node;
        }
    }
}
