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
import java.util.List;
import java.util.Map;

/**
 * A session vanished: a client that sent its cookie was given a new session, or in the end no surviving copy is there.
 * The user is logged out and the basket is empty. A client that may have missed its new id proves nothing: the change of the
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
        long[] increments = {0};
        long[] earlierLives = {0};
        SessionWalk walk = new SessionWalk(history, new SessionWalk.Visitor() {
            @Override
            public void restarted(int previous, int row, long lostIncrements) {
                increments[0] += lostIncrements;
                earlierLives[0]++;
                long at = history.completed(row);
                int session = history.session(row);
                findings.add(
                        at,
                        session,
                        () -> new Finding(
                                name(),
                                session,
                                history.sessionId(previous),
                                history.request(row),
                                at,
                                1,
                                "The session's cookie found nothing"
                                        + (history.node(row) == null ? "" : " on " + history.node(row))
                                        + "; a new session began.",
                                story.around(row)));
            }
        });
        long checked = 0;
        for (int session = 0; session < history.sessions(); session++) {
            walk.follow(session);
            int last = walk.lastRow();
            List<CopyState> held = copies.get(session);
            // One answer alone says nothing about a life after it; a second one or a look at the copies does.
            checked += last >= 0 && (held != null || history.countOf(session) > 1) ? 1 : 0;
            if (last >= 0 && held != null && !CopySnapshot.anywhere(held) && !walk.idUnknown()) {
                increments[0] += walk.last();
                int of = session;
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
        // A client that was given a new session lived in one before it.
        checked += earlierLives[0];
        if (checked == 0) {
            return Verdict.unknown(name(), "no session was seen twice, by a client or on a node");
        }
        return findings.verdict(
                name(),
                checked,
                "Of " + Times.plural(checked, "session") + " " + Times.count(findings.count())
                        + (findings.count() == 1 ? " was" : " were") + " lost.",
                (checked == 1 ? "The session" : "All " + Times.plural(checked, "session")) + " lived on.",
                List.of(
                        Figure.loss(LOST, "sessions lost", new Effect("lost", "session", "sessions"), findings.count()),
                        Figure.info("lost-with-sessions", "increments that went with them", increments[0]),
                        Figure.info("sessions", "sessions", checked)));
    }
}
