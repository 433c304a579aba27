package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * At the end, when no message is under way, the copies of a session are not alike: a node that has to hold it
 * lacks it, or holds other attributes or values. Copies are compared in full. No client has seen it yet; the next failover to that node loses the difference.
 */
public final class DivergedCopies implements Checker {
    /** Key of its first figure. */
    public static final String DIVERGED = "diverged-sessions";

    @Override
    public String name() {
        return "diverged-copies";
    }

    @Override
    public String asks() {
        return "Are all copies of a session alike in the end?";
    }

    @Override
    public boolean needsCopies() {
        return true;
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Story story = new Story(history, context);
        Findings findings = new Findings();
        long checked = 0;
        long behind = 0;
        long missing = 0;
        for (Map.Entry<Integer, List<CopyState>> entry : new TreeMap<>(state.bySession()).entrySet()) {
            List<CopyState> copies = entry.getValue();
            // A session that is nowhere is lost, not diverged.
            if (copies.size() < 2 || !CopySnapshot.anywhere(copies)) {
                continue;
            }
            checked++;
            List<String> problems = CopySnapshot.problems(copies);
            if (problems.isEmpty()) {
                continue;
            }
            long best = Math.max(0, CopySnapshot.best(copies));
            Elements all = CopySnapshot.elements(copies);
            // What two copies lack is one increment, and the counter and the elements count the same ones.
            long counterBehind = 0;
            Elements lacking = Elements.EMPTY;
            for (CopyState copy : copies) {
                if (copy.holdsData()) {
                    counterBehind = Math.max(counterBehind, best - Math.max(0, copy.value()));
                    lacking = lacking.and(all.minus(copy.elements()));
                } else if (copy.role().holds()) {
                    missing++;
                }
            }
            behind += Math.max(counterBehind, lacking.size());
            int session = entry.getKey();
            findings.add(
                    state.at(),
                    session,
                    () -> new Finding(
                            name(),
                            session,
                            lastId(history, session, copies),
                            -1,
                            state.at(),
                            1,
                            String.join("; ", problems) + ".",
                            story(history, story, session, copies, state.at())));
        }
        if (checked == 0) {
            return Verdict.unknown(name(), "no session was read on two nodes");
        }
        return findings.verdict(
                name(),
                checked,
                "Of " + Times.plural(checked, "session") + " " + Times.count(findings.count())
                        + (findings.count() == 1 ? " has" : " have") + " copies that differ: "
                        + Times.plural(behind, "increment") + " missing on a replica, "
                        + Times.plural(missing, "copy", "copies") + " missing.",
                "All copies of " + Times.plural(checked, "session") + " are alike.",
                List.of(
                        Figure.loss(
                                DIVERGED,
                                "sessions whose copies differ",
                                new Effect("left", "session whose copies differ", "sessions whose copies differ"),
                                findings.count()),
                        Figure.loss(
                                "increments-behind",
                                "increments missing on a replica",
                                new Effect("left", "increment missing on a replica", "increments missing on a replica"),
                                behind),
                        Figure.loss(
                                "copies-missing",
                                "copies missing",
                                new Effect("left", "copy missing", "copies missing"),
                                missing)));
    }

    static List<String> story(History history, Story story, int session, List<CopyState> copies, long readAt) {
        if (session >= history.sessions() || history.countOf(session) == 0) {
            return List.of(Story.copies(copies, readAt));
        }
        return story.around(history.rowOf(session, history.countOf(session) - 1), copies, readAt);
    }

    private static @Nullable String lastId(History history, int session, List<CopyState> copies) {
        if (session < history.sessions()) {
            for (int i = history.countOf(session) - 1; i >= 0; i--) {
                String id = history.sessionId(history.rowOf(session, i));
                if (id != null) {
                    return id;
                }
            }
        }
        return copies.get(0).sessionId();
    }
}
