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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A user got what is not the user's: a new session that is not empty or has the id of another user's, an element in an answer
 * or a copy that another session's request added or that nobody sent, or one whose request was refused.
 */
public final class MixedSessions implements Checker {
    /** Key of its first figure. */
    public static final String FOREIGN = "foreign-contents";

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
                "In " + Times.plural(findings.count(), "case") + " a session held what its user did not write.",
                "Each session held what its own user wrote.",
                List.of(Figure.loss(
                        FOREIGN,
                        "foreign contents of sessions",
                        new Effect("mixed up", "session", "sessions"),
                        findings.count())));
    }

    private final class Pass {
        private final History history;
        private final Story story;
        private final Findings findings = new Findings();
        private final Map<Integer, Integer> ids = new HashMap<>();
        private long checked;

        Pass(History history, RunContext context) {
            this.history = history;
            story = new Story(history, context);
        }

        void answers(int session) {
            Set<Integer> own = own(session);
            for (int i = 0; i < history.countOf(session); i++) {
                int row = history.rowOf(session, i);
                if (!history.ok(row) || history.kind(row) == Kind.REPLAY_OLD_ID) {
                    continue;
                }
                checked++;
                Integer other = history.idKey(row) == 0 ? null : ids.putIfAbsent(history.idKey(row), session);
                if (other != null && other != session) {
                    add(row, "The answer bears the id of session " + other + ", another user's.");
                } else if (history.kind(row) == Kind.CREATE
                        && (history.value(row) > 1 || history.elementCount(row) > 1)) {
                    add(row, "The new session was not empty: its counter was " + history.value(row) + ".");
                }
                Elements shown = history.elements(row);
                Elements foreign = shown == null ? Elements.EMPTY : foreign(shown, own);
                if (foreign.size() > 0) {
                    add(row, "The answer shows what this user did not write: elements " + foreign + ".");
                }
            }
        }

        void copies(CopySnapshot state) {
            state.bySession().forEach((session, copies) -> {
                if (session >= history.sessions() || history.countOf(session) == 0) {
                    return;
                }
                Set<Integer> own = own(session);
                for (CopyState copy : copies) {
                    if (copy.holdsData()) {
                        checked++;
                        Elements foreign = foreign(copy.elements(), own);
                        if (foreign.size() > 0) {
                            int row = history.rowOf(session, history.countOf(session) - 1);
                            findings.add(
                                    state.at(),
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

        /** What the session's own requests may have added. */
        private Set<Integer> own(int session) {
            Set<Integer> own = new HashSet<>();
            for (int i = 0; i < history.countOf(session); i++) {
                int row = history.rowOf(session, i);
                if (history.kind(row).counts() && history.outcome(row) != Phase.FAIL) {
                    own.add((int) history.request(row));
                }
            }
            return own;
        }

        private static Elements foreign(Elements shown, Set<Integer> own) {
            int[] foreign = new int[shown.size()];
            int count = 0;
            for (int i = 0; i < foreign.length; i++) {
                if (!own.contains(shown.get(i))) {
                    foreign[count++] = shown.get(i);
                }
            }
            return Elements.of(Arrays.copyOf(foreign, count));
        }

        private void add(int row, String title) {
            findings.add(
                    history.completed(row),
                    () -> new Finding(
                            name(),
                            history.session(row),
                            history.sessionId(row),
                            history.request(row),
                            history.completed(row),
                            1,
                            title,
                            story.around(row)));
        }
    }
}
