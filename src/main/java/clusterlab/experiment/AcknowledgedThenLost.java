package clusterlab.experiment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An increment was acknowledged, and then the session went on without it: the counter fell back, or in the end no
 * surviving copy has as much as the client was told. Sessions that vanished as a whole are {@link LostSession}'s, those
 * with parallel requests {@link LostUpdate}'s.
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
    public Verdict check(History history, FinalState state, RunContext context) {
        Pass pass = new Pass(history, state, context);
        pass.run();
        if (pass.checked == 0) {
            return Verdict.unknown(name(), "no increment of a sequential client was acknowledged");
        }
        List<Figure> figures = List.of(
                Figure.loss(LOST, "acknowledged increments lost", pass.lost),
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
        return pass.findings.verdict(
                name(),
                pass.checked,
                "Of " + Times.plural(pass.checked, "acknowledged increment") + " " + Times.count(pass.lost)
                        + (pass.lost == 1 ? " was" : " were") + " lost.",
                "All " + Times.plural(pass.checked, "acknowledged increment") + " survived.",
                figures);
    }

    private final class Pass implements SessionWalk.Visitor {
        private final History history;
        private final FinalState state;
        private final Map<Integer, List<CopyState>> copies;
        private final Story story;
        private final Findings findings = new Findings();
        private long lost;
        private long checked;
        private long skipped;

        Pass(History history, FinalState state, RunContext context) {
            this.history = history;
            this.state = state;
            copies = state.bySession();
            story = new Story(history, context);
        }

        void run() {
            SessionWalk walk = new SessionWalk(history, this);
            for (int session = 0; session < history.sessions(); session++) {
                walk.follow(session);
                if (walk.overlapping()) {
                    skipped++;
                } else if (walk.lastRow() >= 0) {
                    checked += walk.acknowledged();
                    compareWithCopies(session, walk);
                }
            }
        }

        private void compareWithCopies(int session, SessionWalk walk) {
            List<CopyState> held = copies.get(session);
            if (held == null || !FinalState.anywhere(held)) {
                return;
            }
            long missing = walk.last() - Math.max(0, FinalState.best(held));
            if (missing > 0) {
                lost += missing;
                int row = walk.lastRow();
                findings.add(
                        state.at(),
                        () -> new Finding(
                                name(),
                                session,
                                history.sessionId(row),
                                -1,
                                state.at(),
                                missing,
                                "No surviving copy has the last " + Times.plural(missing, "increment")
                                        + " that the client was told of.",
                                story.around(row, held, state.at())));
            }
        }

        @Override
        public void fellBack(int previous, int row, long missing) {
            lost += missing;
            long at = history.completed(row);
            int session = history.session(row);
            findings.add(
                    at,
                    () -> new Finding(
                            name(),
                            session,
                            history.sessionId(row),
                            history.request(row),
                            at,
                            missing,
                            Times.plural(missing, "acknowledged increment")
                                    + (missing == 1 ? " was" : " were") + " gone when " + who(history.node(row))
                                    + " answered.",
                            story.around(row, copies.get(session), state.at())));
        }

        private String who(@Nullable String node) {
            return node == null ? "the next node" : node;
        }
    }
}
