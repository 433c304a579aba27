package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A session was made and given an attribute in the same request, and in the end a node that has to hold a copy has the
 * session without the attribute, or not at all. With asynchronous sending the message that a session exists and the one
 * with its first attribute travel on different threads; an attribute for a session not yet known is dropped
 * ({@code DeltaManager.handleSESSION_DELTA}).
 */
public final class AttributeNeverArrives implements Checker {
    /** Key of its first figure. */
    public static final String MISSING = "attribute-missing";

    @Override
    public String name() {
        return "attribute-never-arrives";
    }

    @Override
    public String asks() {
        return "Does the attribute of a new session's first request reach every copy?";
    }

    @Override
    public boolean needsCopies() {
        return true;
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Map<Integer, List<CopyState>> copies = state.bySession();
        Story story = new Story(history, context);
        Findings findings = new Findings();
        long checked = 0;
        long copiesWithout = 0;
        for (int session = 0; session < history.sessions(); session++) {
            int created = created(history, session);
            List<CopyState> held = copies.get(session);
            if (created < 0 || held == null) {
                continue;
            }
            checked++;
            List<String> without = new ArrayList<>();
            for (CopyState copy : held) {
                if (copy.role().holds() && (!copy.present() || copy.value() == Operation.NONE)) {
                    without.add(copy.node() + (copy.present() ? " lacks the attribute" : " lacks the session"));
                }
            }
            if (!without.isEmpty()) {
                copiesWithout += without.size();
                int of = session;
                findings.add(
                        history.completed(created),
                        of,
                        () -> new Finding(
                                name(),
                                of,
                                history.sessionId(created),
                                history.request(created),
                                history.completed(created),
                                1,
                                String.join(", ", without) + ", " + Times.span(state.at() - history.completed(created))
                                        + " after the answer.",
                                story.around(created, held, state.at())));
            }
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no new session was acknowledged and then looked up on the nodes");
        }
        double percent = 100.0 * findings.count() / checked;
        return findings.verdict(
                name(),
                checked,
                "Of " + Times.plural(checked, "new session") + " " + Times.count(findings.count()) + " ("
                        + Times.decimal(percent) + " %) never got the attribute on every node.",
                "The attribute of " + (checked == 1 ? "the" : "all") + " " + Times.plural(checked, "new session")
                        + " reached every copy.",
                List.of(
                        Figure.loss(
                                MISSING,
                                "sessions without their attribute",
                                new Effect("left", "session without its attribute", "sessions without their attribute"),
                                findings.count()),
                        Figure.percent("attribute-missing-share", "share of new sessions", percent),
                        Figure.loss(
                                "copies-without",
                                "copies without it",
                                new Effect("left", "copy without the attribute", "copies without the attribute"),
                                copiesWithout),
                        Figure.info("new-sessions", "new sessions", checked)));
    }

    /** The last acknowledged request that made the session, or -1. */
    private static int created(History history, int session) {
        for (int i = history.countOf(session) - 1; i >= 0; i--) {
            int row = history.rowOf(session, i);
            if (history.ok(row) && history.kind(row) == Operation.Kind.CREATE) {
                return row;
            }
        }
        return -1;
    }
}
