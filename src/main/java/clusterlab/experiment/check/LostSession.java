package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.SessionWalk;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A session vanished: a client that sent its cookie was given a new session, or in the end no surviving copy is there.
 * The user is logged out and the basket is empty. A session is what a user has from the first request to the last: it is lost
 * once at most, however often its client is given a new one, as in a partition. A client that may have missed its new id proves nothing: the change of the
 * id was not answered, and may have happened.
 */
public final class LostSession implements Checker {
    /** Key of its first figure. */
    public static final String LOST = "lost-sessions";

    @Override
    public String name() {
        return "lost-session";
    }

    @Override
    public String asks() {
        return "Does every session live on?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Map<Integer, List<CopyState>> copies = state.bySession();
        Story story = new Story(history, context);
        Findings findings = new Findings();
        Lives lives = new Lives();
        SessionWalk walk = new SessionWalk(history, lives);
        long checked = 0;
        long renewed = 0;
        long increments = 0;
        for (int session = 0; session < history.sessions(); session++) {
            lives.reset();
            walk.follow(session);
            int last = walk.lastRow();
            List<CopyState> held = copies.get(session);
            // One answer alone says nothing about a life after it; a second one or a look at the copies does.
            checked += last >= 0 && (held != null || history.countOf(session) > 1) ? 1 : 0;
            boolean gone = last >= 0 && held != null && !CopySnapshot.anywhere(held) && !walk.idUnknown();
            renewed += lives.renewed;
            increments += (walk.overlapping() ? before(history, session) : lives.increments) + (gone ? walk.last() : 0);
            int of = session;
            if (lives.renewed > 0) {
                int row = lives.firstRow;
                String id = history.sessionId(lives.lastBefore);
                long at = history.completed(row);
                long times = lives.renewed;
                findings.add(
                        at,
                        of,
                        () -> new Finding(
                                name(),
                                of,
                                id,
                                history.request(row),
                                at,
                                1,
                                "The session's cookie found nothing"
                                        + (history.node(row) == null ? "" : " on " + history.node(row))
                                        + "; a new session began"
                                        + (times == 1 ? "." : ", and so " + Times.count(times) + " times in all."),
                                story.around(row)));
            } else if (gone) {
                findings.add(
                        state.at(),
                        of,
                        () -> new Finding(
                                name(),
                                of,
                                history.sessionId(last),
                                -1,
                                state.at(),
                                1,
                                "No surviving node has the session any more.",
                                story.around(last, held, state.at())));
            }
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no session was seen twice, by a client or on a node");
        }
        return findings.verdict(
                name(),
                checked,
                "Of " + Times.plural(checked, "session") + " " + Times.count(findings.count())
                        + (findings.count() == 1 ? " was" : " were") + " lost"
                        + (renewed > findings.count()
                                ? "; " + Times.plural(renewed, "answer") + " came from a new one in its place."
                                : "."),
                (checked == 1 ? "The session" : "All " + Times.plural(checked, "session")) + " lived on.",
                List.of(
                        Figure.loss(
                                LOST,
                                "sessions lost",
                                new Effect("lost", "session with all it held", "sessions with all they held"),
                                findings.count()),
                        Figure.info("sessions-renewed", "new sessions in place of lost ones", renewed),
                        Figure.info("lost-with-sessions", "increments that went with them", increments),
                        Figure.info("sessions", "sessions", checked)));
    }

    /** Parallel requests: acknowledged increments of sessions that the client does not have in the end. */
    private static long before(History history, int session) {
        long acknowledged = Arrays.stream(history.rowsOf(session))
                .filter(row -> history.ok(row) && history.kind(row).counts())
                .count();
        return acknowledged - LostUpdate.lastLife(history, session).length;
    }

    /** How often the client of the session that is followed was given a new one. */
    private static final class Lives implements SessionWalk.Visitor {
        private long renewed;
        private long increments;
        private int firstRow;
        private int lastBefore;

        void reset() {
            renewed = 0;
            increments = 0;
        }

        @Override
        public void restarted(int previous, int row, long lostIncrements) {
            if (renewed++ == 0) {
                firstRow = row;
                lastBefore = previous;
            }
            increments += lostIncrements;
        }
    }
}
