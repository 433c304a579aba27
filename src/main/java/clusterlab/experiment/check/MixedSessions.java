package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.Arrays;
import java.util.List;

/**
 * A user got what is not the user's: a new session that is not empty or has the id of another user's, an element in an answer
 * or a copy that another session's request added or that nobody sent, or one whose request was refused.
 */
public final class MixedSessions implements Checker {
    @Override
    public String name() {
        return "mixed-sessions";
    }

    @Override
    public String asks() {
        return "Does each session hold what its own user wrote, and nothing else?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Pass pass = new Pass(history, context);
        for (int session = 0; session < history.sessions(); session++) {
            pass.answers(session);
        }
        pass.copies(state);
        if (pass.checked == 0) {
            return Verdict.unknown(name(), "no answer and no copy showed what a session holds");
        }
        Findings findings = pass.findings;
        return findings.verdict(
                name(),
                pass.checked,
                Times.plural(findings.sessions(), "session") + " held or showed what the user did not write, in "
                        + Times.plural(findings.count(), "answer or copy", "answers or copies") + ".",
                "Each session held what its own user wrote.",
                List.of(Figure.loss(
                        "foreign-contents",
                        "sessions with foreign contents",
                        new Effect("mixed up", "session", "sessions"),
                        findings.sessions())));
    }

    private final class Pass {
        private final History history;
        private final Story story;
        private final Findings findings = new Findings();
        /** By the number of an id: one more than the first session that had it, or 0. */
        private int[] owners = new int[1024];

        private Elements own = Elements.EMPTY;
        private int ownSession = -1;
        private long checked;

        Pass(History history, RunContext context) {
            this.history = history;
            story = new Story(history, context);
        }

        void answers(int session) {
            for (int i = 0; i < history.countOf(session); i++) {
                int row = history.rowOf(session, i);
                if (!history.ok(row) || history.kind(row) == Kind.REPLAY_OLD_ID) {
                    continue;
                }
                checked++;
                int other = owner(history.idKey(row), session);
                if (other != session) {
                    add(row, "The answer bears the id of session " + other + ", another user's.");
                } else if (history.kind(row) == Kind.CREATE
                        && (history.value(row) > 1 || history.elementCount(row) > 1)) {
                    add(row, "The new session was not empty: its counter was " + history.value(row) + ".");
                }
                Elements shown = history.elements(row);
                Elements foreign = shown == null ? Elements.EMPTY : foreign(shown, session);
                if (foreign.size() > 0) {
                    add(row, "The answer shows what this user did not write: elements " + foreign + ".");
                }
            }
        }

        /** The session that had this id first; this one if nobody had it. */
        private int owner(int id, int session) {
            if (id == 0) {
                return session;
            }
            if (id >= owners.length) {
                owners = Arrays.copyOf(owners, 2 * id);
            }
            if (owners[id] == 0) {
                owners[id] = session + 1;
            }
            return owners[id] - 1;
        }

        void copies(CopySnapshot state) {
            state.bySession().forEach((session, copies) -> {
                if (session >= history.sessions() || history.countOf(session) == 0) {
                    return;
                }
                for (CopyState copy : copies) {
                    if (copy.holdsData()) {
                        checked++;
                        Elements foreign = foreign(copy.elements(), session);
                        if (foreign.size() > 0) {
                            int row = history.rowOf(session, history.countOf(session) - 1);
                            findings.add(
                                    state.at(),
                                    session,
                                    () -> new Finding(
                                            name(),
                                            session,
                                            copy.sessionId(),
                                            -1,
                                            state.at(),
                                            foreign.size(),
                                            copy.node() + " holds what this user did not write: elements " + foreign
                                                    + ".",
                                            story.around(row, copies, state.at())));
                        }
                    }
                }
            });
        }

        /** What is shown and no request of the session can have added. */
        private Elements foreign(Elements shown, int session) {
            if (shown.size() == 0) {
                return shown;
            }
            if (ownSession != session) {
                ownSession = session;
                own = own(session);
            }
            return shown.minus(own);
        }

        private Elements own(int session) {
            int[] written = new int[history.countOf(session)];
            int count = 0;
            for (int i = 0; i < written.length; i++) {
                int row = history.rowOf(session, i);
                if (history.kind(row).counts() && history.outcome(row) != Phase.FAIL) {
                    written[count++] = (int) history.request(row);
                }
            }
            return Elements.of(Arrays.copyOf(written, count));
        }

        private void add(int row, String title) {
            findings.add(history.completed(row), history.session(row), () -> story.finding(name(), row, 1, title));
        }
    }
}
