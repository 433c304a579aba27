package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.SessionWalk;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The counter is higher than requests explain: one counted twice. A front may send a request again to another node
 * when the first dies ({@code recovery_options} of mod_jk); around a fault this is a note, without one it is wrong.
 */
public final class CountedTwice implements Checker {
    private static final long AFTER_FAULT = Duration.ofSeconds(10).toNanos();

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
            walk.follow(session);
            List<CopyState> held = copies.get(session);
            if (walk.overlapping() || walk.lastRow() < 0) {
                continue;
            }
            checked += walk.acknowledged();
            long surplus = held == null ? 0 : CopySnapshot.best(held) - walk.last() - walk.slack();
            if (surplus > 0) {
                pass.add(walk.lastRow(), walk.lastRow(), surplus, state.at());
            }
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no increment of a sequential client was acknowledged");
        }
        String sentence = Times.plural(pass.surplus, "increment") + " more than requests"
                + (pass.unexplained > 0 ? ", " + Times.count(pass.unexplained) + " of them far from any fault." : ".");
        return pass.findings.verdict(
                name(),
                pass.unexplained > 0 ? Status.INVALID : Status.VALID,
                pass.surplus == 0 ? "No request counted twice." : sentence,
                checked,
                List.of(Figure.cost("counted-twice", "requests that counted twice", pass.surplus)));
    }

    private final class Pass implements SessionWalk.Visitor {
        private final History history;
        private final RunContext context;
        private final Findings findings = new Findings();
        private long surplus;
        private long unexplained;

        Pass(History history, RunContext context) {
            this.history = history;
            this.context = context;
        }

        @Override
        public void countedMore(int previous, int row, long more) {
            add(previous, row, more, history.completed(row));
        }

        void add(int previous, int row, long more, long at) {
            surplus += more;
            boolean excused = context.faults().stream()
                    .anyMatch(f -> nearEdge(f.at(), history.invoked(previous), at)
                            || nearEdge(f.healedAt(), history.invoked(previous), at));
            unexplained += excused ? 0 : more;
            findings.add(
                    at,
                    () -> new Finding(
                            name(),
                            history.session(row),
                            history.sessionId(row),
                            history.request(row),
                            at,
                            more,
                            "The counter rose by " + more + " more than requests explain"
                                    + (excused ? "; a front that sends a request again would do that." : "."),
                            new Story(history, context).around(row)));
        }

        private boolean nearEdge(long edge, long from, long to) {
            return edge <= to && from <= edge + AFTER_FAULT;
        }
    }
}
