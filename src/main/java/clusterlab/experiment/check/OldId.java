package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;

/**
 * After a session got a new id, as at a login, the old one must open nothing: else an attacker who planted or saw the old id is
 * logged in too (session fixation). A replay that is answered with a counter is a finding. Each old id is
 * tried on the node that changed it, through the front, and on another one.
 */
public final class OldId implements Checker {

    @Override
    public String name() {
        return "old-id";
    }

    @Override
    public String asks() {
        return "Is a session's old id dead after a change?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Story story = new Story(history, context);
        Findings findings = new Findings();
        long checked = 0;
        for (int session = 0; session < history.sessions(); session++) {
            long changedAt = History.NEVER;
            for (int i = 0; i < history.countOf(session); i++) {
                int row = history.rowOf(session, i);
                if (!history.ok(row)) {
                    continue;
                }
                if (history.kind(row) == Kind.CHANGE_ID) {
                    changedAt = Math.min(changedAt, history.completed(row));
                } else if (history.kind(row) == Kind.REPLAY_OLD_ID && history.invoked(row) >= changedAt) {
                    checked++;
                    // The page that is asked makes no session: whatever shows a counter is one that was there.
                    if (history.value(row) != Operation.NONE) {
                        findings.add(
                                history.completed(row),
                                history.session(row),
                                () -> story.finding(
                                        name(),
                                        row,
                                        1,
                                        "The old id still opened the session on " + history.node(row) + "."));
                    }
                }
            }
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no old id was replayed after a change");
        }
        return findings.verdict(
                name(),
                checked,
                "Of " + Times.plural(checked, "replayed old id") + " " + Times.count(findings.count())
                        + " still opened a session.",
                "No replayed old id opened a session.",
                List.of(
                        Figure.loss(
                                "old-ids-alive",
                                "old ids that still open a session",
                                new Effect(
                                        "left",
                                        "old id that still opens a session",
                                        "old ids that still open a session"),
                                findings.count()),
                        Figure.info("replays", "replays of an old id", checked)));
    }
}
