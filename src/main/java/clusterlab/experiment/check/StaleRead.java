package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.SessionWalk;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;

/**
 * A read that was sent after an increment had been acknowledged did not show it: the client is ahead of the node that
 * answered. Measures how far behind the node was, and for how long after the acknowledgement.
 */
public final class StaleRead implements Checker {
    /** Key of its first figure. */
    public static final String STALE = "stale-reads";

    @Override
    public String name() {
        return "stale-read";
    }

    @Override
    public String asks() {
        return "Does a read show what was acknowledged before?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Pass pass = new Pass(history, context);
        pass.run();
        List<Figure> figures = List.of(
                Figure.loss(
                        STALE, "stale reads", new Effect("caused", "stale read", "stale reads"), pass.findings.count()),
                Figure.cost("stale-by", "most increments behind", pass.mostMissing),
                Figure.wait("stale-for", "longest still stale after the answer", pass.longest),
                Figure.info("reads", "reads", pass.reads),
                Figure.info("reads-elsewhere", "reads by another node", pass.elsewhere));
        if (pass.reads == 0) {
            return Verdict.unknown(name(), "no read was answered");
        }
        if (pass.elsewhere == 0) {
            return pass.findings.verdict(
                    name(),
                    pass.findings.isEmpty() ? Status.UNKNOWN : Status.INVALID,
                    "No read went to another node than the one that had counted.",
                    pass.reads,
                    figures);
        }
        return pass.findings.verdict(
                name(),
                pass.reads,
                "Of " + Times.plural(pass.reads, "read") + " " + Times.count(pass.findings.count())
                        + (pass.findings.count() == 1 ? " was" : " were") + " stale, by up to "
                        + Times.plural(pass.mostMissing, "increment") + " and " + Times.span(pass.longest) + ".",
                "None of " + Times.plural(pass.reads, "read") + " was stale.",
                figures);
    }

    private final class Pass implements SessionWalk.Visitor {
        private final History history;
        private final Story story;
        private final SessionWalk walk;
        private final Findings findings = new Findings();
        private long reads;
        private long elsewhere;
        private long mostMissing;
        private long longest;

        Pass(History history, RunContext context) {
            this.history = history;
            story = new Story(history, context);
            walk = new SessionWalk(history, this);
        }

        void run() {
            for (int session = 0; session < history.sessions(); session++) {
                int counted = -1;
                for (int i = 0; i < history.countOf(session); i++) {
                    int row = history.rowOf(session, i);
                    if (history.ok(row) && history.kind(row) == Kind.READ && counted >= 0) {
                        reads++;
                        elsewhere += history.nodeKey(row) != history.nodeKey(counted) ? 1 : 0;
                    } else if (history.ok(row) && history.kind(row).counts()) {
                        counted = row;
                    }
                }
                walk.follow(session);
            }
        }

        @Override
        public void readLess(int previous, int row, long missing) {
            int write = walk.lastCounted();
            long age = write < 0 ? 0 : history.invoked(row) - history.completed(write);
            mostMissing = Math.max(mostMissing, missing);
            longest = Math.max(longest, age);
            long at = history.completed(row);
            String by = history.node(row) == null ? "The node" : history.node(row);
            findings.add(
                    at,
                    () -> new Finding(
                            name(),
                            history.session(row),
                            history.sessionId(row),
                            history.request(row),
                            at,
                            missing,
                            by + " was " + Times.plural(missing, "increment") + " behind, " + Times.span(age)
                                    + " after the answer to the last one.",
                            story.around(row)));
        }
    }
}
