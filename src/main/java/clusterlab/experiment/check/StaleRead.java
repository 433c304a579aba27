package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.SessionWalk;
import clusterlab.experiment.history.SetOrder;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An answer came from a past state of the session: a read lacks what was acknowledged before it was sent, or what an
 * earlier one showed; a write found less than was there. Or an answer shows what nobody can have written yet. Each life of a
 * session is judged as a whole ({@link SetOrder}): its requests must have one order that explains all answers. Measures how
 * far behind the node was, and for how long after the acknowledgement.
 */
public final class StaleRead implements Checker {
    /** Key of its first figure. */
    public static final String STALE = "stale-reads";

    private final boolean elsewhere;

    /**
     * The checker.
     *
     * @param elsewhere whether it proves nothing unless some reads went to another node than the write
     */
    public StaleRead(boolean elsewhere) {
        this.elsewhere = elsewhere;
    }

    @Override
    public String name() {
        return "stale-read";
    }

    @Override
    public String asks() {
        return "Does every answer show what was acknowledged before?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Pass pass = new Pass(history, context);
        pass.run(state.bySession());
        List<Figure> figures = List.of(
                Figure.loss(
                        STALE,
                        "stale answers",
                        new Effect("caused", "stale answer", "stale answers"),
                        pass.findings.count()),
                Figure.cost("stale-by", "most increments behind", pass.mostMissing),
                Figure.wait("stale-for", "longest still stale after the answer", pass.longest),
                Figure.info("answers-judged", "answers judged", pass.answers),
                Figure.info("reads", "of them reads", pass.reads),
                Figure.info("reads-elsewhere", "reads by another node", pass.otherNode));
        if (elsewhere ? pass.reads == 0 : pass.answers == 0) {
            return Verdict.unknown(name(), elsewhere ? "no read was answered" : "no request was answered");
        }
        if (elsewhere && pass.otherNode == 0) {
            return pass.findings.verdict(
                    name(),
                    pass.findings.isEmpty() ? Status.UNKNOWN : Status.INVALID,
                    "No read went to another node than the one that had counted.",
                    pass.reads,
                    figures);
        }
        return pass.findings.verdict(
                name(),
                pass.answers,
                "Of " + Times.plural(pass.answers, "answer") + " (" + Times.plural(pass.reads, "read") + ") "
                        + Times.count(pass.findings.count()) + (pass.findings.count() == 1 ? " was" : " were")
                        + " stale, by up to " + Times.plural(pass.mostMissing, "increment") + " and "
                        + Times.span(pass.longest) + ".",
                "None of " + Times.plural(pass.answers, "answer") + " (" + Times.plural(pass.reads, "read")
                        + ") was stale.",
                figures);
    }

    private final class Pass implements SessionWalk.Visitor {
        private final History history;
        private final Story story;
        private final SessionWalk walk;
        private final Findings findings = new Findings();
        /** Rows of this life, answered or not, in the order of their sending. */
        private int[] life = new int[256];

        private int rows;
        private int counted = -1;
        private boolean showsElements;
        private long answers;
        private long reads;
        private long otherNode;
        private long mostMissing;
        private long longest;

        Pass(History history, RunContext context) {
            this.history = history;
            story = new Story(history, context);
            walk = new SessionWalk(history, this);
        }

        void run(Map<Integer, List<CopyState>> copies) {
            for (int session = 0; session < history.sessions(); session++) {
                walk.follow(session);
                List<CopyState> held = copies.get(session);
                if (held != null && !CopySnapshot.anywhere(held)) {
                    leaveOutReadsOfNothing();
                }
                endOfLife();
            }
        }

        @Override
        public void restarted(int previous, int row, long lostIncrements) {
            leaveOutReadsOfNothing();
        }

        /** A read that found no session was the first to meet its loss: lost-session tells it, and it is no old page. */
        private void leaveOutReadsOfNothing() {
            while (rows > 0 && foundNothing(life[rows - 1])) {
                rows--;
            }
        }

        private boolean foundNothing(int row) {
            boolean empty = !history.ok(row) || history.value(row) == Operation.NONE;
            return history.kind(row) == Kind.READ && empty;
        }

        @Override
        public void began(int row) {
            endOfLife();
        }

        @Override
        public void answered(int row) {
            answers++;
            if (history.kind(row) == Kind.READ) {
                reads++;
                otherNode += counted >= 0 && history.nodeKey(row) != history.nodeKey(counted) ? 1 : 0;
            } else if (history.kind(row).counts()) {
                counted = row;
            }
            showsElements |= history.elementCount(row) != Operation.NONE;
            add(row);
        }

        @Override
        public void unanswered(int row) {
            add(row);
        }

        private void add(int row) {
            if (rows == life.length) {
                life = Arrays.copyOf(life, 2 * rows);
            }
            life[rows++] = row;
        }

        private SetOrder.Request request(int row) {
            return new SetOrder.Request(
                    row,
                    history.kind(row).counts(),
                    (int) history.request(row),
                    history.invoked(row),
                    history.completed(row),
                    history.outcome(row),
                    history.elements(row),
                    history.elementCount(row));
        }

        private void endOfLife() {
            if (showsElements) {
                List<SetOrder.Request> requests = new ArrayList<>(rows);
                for (int i = 0; i < rows; i++) {
                    requests.add(request(life[i]));
                }
                for (SetOrder.Violation violation : SetOrder.violations(requests)) {
                    report(violation);
                }
            }
            rows = 0;
            counted = -1;
            showsElements = false;
        }

        @Override
        public void readLess(int previous, int row, long missing) {
            // Where elements are shown, they say it; see endOfLife.
            if (history.elements(row) == null) {
                past(row, walk.lastCounted(), missing);
            }
        }

        private void report(SetOrder.Violation violation) {
            int row = violation.row();
            switch (violation.kind()) {
                case PAST -> past(row, writeBefore(row), violation.amount());
                case UNEXPLAINED ->
                    add(
                            row,
                            violation.amount(),
                            who(row) + " showed " + Times.plural(violation.amount(), "element")
                                    + " more than requests can have written.");
                case DISORDER ->
                    add(
                            row,
                            violation.amount(),
                            "No order of the session's requests explains this answer of " + who(row) + ".");
            }
        }

        /** The last write of this life that was acknowledged before this request was sent, or -1. */
        private int writeBefore(int row) {
            int write = -1;
            for (int i = 0; i < rows && life[i] != row; i++) {
                boolean before = history.ok(life[i])
                        && history.kind(life[i]).counts()
                        && history.completed(life[i]) <= history.invoked(row);
                write = before ? life[i] : write;
            }
            return write;
        }

        private void past(int row, int write, long missing) {
            long age = write < 0 ? 0 : Math.max(0, history.invoked(row) - history.completed(write));
            mostMissing = Math.max(mostMissing, missing);
            longest = Math.max(longest, age);
            add(
                    row,
                    missing,
                    who(row) + " was " + Times.plural(missing, "increment") + " behind, " + Times.span(age)
                            + " after the answer to the last one.");
        }

        private String who(int row) {
            String node = history.node(row);
            return node == null ? "The node" : node;
        }

        private void add(int row, long amount, String title) {
            findings.add(history.completed(row), history.session(row), () -> story.finding(name(), row, amount, title));
        }
    }
}
