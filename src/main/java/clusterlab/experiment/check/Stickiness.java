package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import clusterlab.http.HttpAnswer;
import java.time.Duration;
import java.util.List;

/**
 * A sticky front keeps a session on its node as long as the node is up. A move is excused if a fault touched the node
 * since its last answer, or shortly before: a front takes a while to trust a node again. The same holds if the session's
 * id still names a node that was hit: JvmRouteBinderValve renames a session only if it finds it at once, and with
 * BackupManager an answer can come from a survivor under the dead node's name. Without the promise moves are only counted.
 */
public final class Stickiness implements Checker {
    /** mod_jk looks at a failed worker after {@code recover_time}, 60 s unless set. */
    private static final long TRUST_AGAIN = Duration.ofSeconds(60).toNanos();

    @Override
    public String name() {
        return "stickiness";
    }

    @Override
    public String asks() {
        return "Does a session stay on its node as long as the node is up?";
    }

    @Override
    public Aspect aspect() {
        return Aspect.SERVICE;
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Story story = new Story(history, context);
        Findings findings = new Findings();
        long checked = 0;
        long moves = 0;
        for (int session = 0; session < history.sessions(); session++) {
            int previous = -1;
            for (int i = 0; i < history.countOf(session); i++) {
                int row = history.rowOf(session, i);
                if (!history.ok(row) || history.nodeKey(row) == 0) {
                    continue;
                }
                // Another session may be on another node.
                boolean same = previous >= 0
                        && history.kind(row) != Operation.Kind.CREATE
                        && history.kind(row) != Operation.Kind.REPLAY_OLD_ID
                        && history.invoked(row) >= history.completed(previous);
                if (same) {
                    checked++;
                    if (history.nodeKey(row) != history.nodeKey(previous)) {
                        moves++;
                        if (context.sticky() && !excused(history, context, previous, row)) {
                            int from = previous;
                            findings.add(
                                    history.completed(row),
                                    history.session(row),
                                    () -> moved(history, story, from, row));
                        }
                    }
                }
                if (history.kind(row) != Operation.Kind.REPLAY_OLD_ID) {
                    previous = row;
                }
            }
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no session had two answers that name their node");
        }
        return findings.verdict(
                name(),
                checked,
                Times.plural(findings.count(), "request") + " left a node that was up.",
                context.sticky()
                        ? "Sessions stayed on their nodes; " + Times.plural(moves, "move") + " away from a failed one."
                        : "The front is not sticky; " + Times.plural(moves, "move") + ".",
                List.of(
                        Figure.cost("unsticky", "requests that left a node that was up", findings.count()),
                        Figure.info("moves", "moves of sessions", moves)));
    }

    private static boolean excused(History history, RunContext context, int previous, int row) {
        String left = history.node(previous);
        String named = HttpAnswer.route(history.sessionId(previous));
        return context.faults().stream()
                .anyMatch(f -> f.nodes().stream().anyMatch(node -> node.equals(left) || node.equals(named))
                        && f.touches(history.invoked(previous), history.completed(row), TRUST_AGAIN));
    }

    private Finding moved(History history, Story story, int previous, int row) {
        return story.finding(
                name(),
                row,
                1,
                "The session moved from " + history.node(previous) + ", which was up, to " + history.node(row) + ".");
    }
}
