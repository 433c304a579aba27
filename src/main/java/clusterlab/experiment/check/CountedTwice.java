package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.SessionWalk;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;
import java.util.Map;

/**
 * A request took effect twice: the counter is higher than requests explain, or a session has an element more than once. Each
 * request that counts is a POST, which no front may send again once it was delivered (RFC 9110, section 9.2.2), so there is no
 * excuse for it, near a fault either. What counted twice hides what was lost from the counter, not from the elements.
 */
public final class CountedTwice implements Checker {

    @Override
    public String name() {
        return "counted-twice";
    }

    @Override
    public String asks() {
        return "Does every request count once only?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Map<Integer, List<CopyState>> copies = state.bySession();
        Pass pass = new Pass(history, context);
        SessionWalk walk = new SessionWalk(history, pass);
        long checked = 0;
        for (int session = 0; session < history.sessions(); session++) {
            pass.reset();
            walk.follow(session);
            if (walk.lastRow() < 0) {
                continue;
            }
            checked += walk.acknowledged();
            List<CopyState> held = copies.getOrDefault(session, List.of());
            for (CopyState copy : held) {
                if (copy.holdsData()) {
                    pass.repeated(copy.elements().repeated(), walk.lastRow(), state.at());
                }
            }
            long surplus = walk.overlapping() || held.isEmpty()
                    ? 0
                    : CopySnapshot.best(held) - walk.last() - walk.slack() - walk.fallen() - pass.known;
            if (surplus > 0) {
                pass.more(walk.lastRow(), surplus, state.at());
            }
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no increment was acknowledged");
        }
        return pass.findings.verdict(
                name(),
                checked,
                Times.plural(pass.surplus, "increment") + " more than requests explain.",
                "No request counted twice.",
                List.of(Figure.loss(
                        "counted-twice",
                        "increments more than requests explain",
                        new Effect("counted", "increment too many", "increments too many"),
                        pass.surplus)));
    }

    private static final class Pass implements SessionWalk.Visitor {
        private final History history;
        private final Story story;
        private final Findings findings = new Findings();
        private Elements twice = Elements.EMPTY;
        private long known;
        private long surplus;

        Pass(History history, RunContext context) {
            this.history = history;
            story = new Story(history, context);
        }

        void reset() {
            twice = Elements.EMPTY;
            known = 0;
        }

        @Override
        public void countedMore(int previous, int row, long more) {
            more(row, more, history.completed(row));
        }

        @Override
        public void answered(int row) {
            Elements shown = history.elements(row);
            if (shown != null) {
                repeated(shown.repeated(), row, history.completed(row));
            }
        }

        /** Each element once, wherever it shows first. */
        void repeated(Elements elements, int row, long at) {
            Elements more = elements.minus(twice);
            if (more.size() > 0) {
                twice = twice.and(more);
                // The counter has them too.
                long fresh = Math.max(0, twice.size() - known);
                if (fresh > 0) {
                    known += fresh;
                    add(
                            row,
                            fresh,
                            at,
                            "The session has more than once: " + Times.plural(more.size(), "element") + " (" + more
                                    + ").");
                }
            }
        }

        void more(int row, long more, long at) {
            known += more;
            add(row, more, at, "The counter rose by " + more + " more than requests explain.");
        }

        private void add(int row, long more, long at, String title) {
            surplus += more;
            findings.add(at, history.session(row), () -> story.finding(name(), row, at, more, title));
        }

        private static String name() {
            return "counted-twice";
        }
    }
}
