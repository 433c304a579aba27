package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * After a heal or a return: how many sessions differ, until when, and whose value stays. Looks at the polls of the
 * copies from the last heal on, and at the last reading.
 */
public final class Convergence implements Checker {

    @Override
    public String name() {
        return "convergence";
    }

    @Override
    public String asks() {
        return "Do the copies become alike after the heal, when, and whose value stays?";
    }

    @Override
    public boolean needsFault() {
        return true;
    }

    @Override
    public boolean needsCopies() {
        return true;
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        long healed = Long.MIN_VALUE;
        for (FaultRecord fault : context.faults()) {
            if (fault.healedAt() != History.NEVER) {
                healed = Math.max(healed, fault.healedAt());
            }
        }
        if (healed == Long.MIN_VALUE) {
            return Verdict.unknown(name(), "no fault was healed, so there is no recovery to check");
        }
        List<CopySnapshot> views = new ArrayList<>();
        for (CopySnapshot poll : context.polls()) {
            if (poll.at() >= healed) {
                views.add(poll);
            }
        }
        if (views.isEmpty() || state.copies().isEmpty()) {
            return Verdict.unknown(name(), "the copies were not read after the heal");
        }
        views.add(state);
        return judge(history, context, views, healed);
    }

    private Verdict judge(History history, RunContext context, List<CopySnapshot> views, long healed) {
        long alikeAt = History.NEVER;
        long atHeal = 0;
        for (int i = 0; i < views.size(); i++) {
            long differ = views.get(i).differing();
            atHeal = i == 0 ? differ : atHeal;
            // Alike only counts from where it stays so.
            alikeAt =
                    differ > 0 ? History.NEVER : Math.min(alikeAt, views.get(i).at());
        }
        CopySnapshot first = views.get(0);
        CopySnapshot last = views.get(views.size() - 1);
        Findings findings = new Findings();
        Story story = new Story(history, context);
        Map<Integer, List<CopyState>> before = first.bySession();
        for (Map.Entry<Integer, List<CopyState>> entry : new TreeMap<>(last.bySession()).entrySet()) {
            List<String> problems = CopySnapshot.problems(entry.getValue());
            if (!problems.isEmpty()) {
                int session = entry.getKey();
                findings.add(last.at(), session, () -> {
                    List<String> lines = new ArrayList<>();
                    List<CopyState> then = before.get(session);
                    if (then != null) {
                        lines.add(Story.copies(then, first.at()));
                    }
                    lines.addAll(DivergedCopies.story(history, story, session, entry.getValue(), last.at()));
                    return new Finding(
                            name(),
                            session,
                            null,
                            -1,
                            last.at(),
                            1,
                            "Still different " + Times.span(last.at() - healed) + " after the heal: "
                                    + String.join("; ", problems) + ".",
                            lines);
                });
            }
        }
        long took = alikeAt == History.NEVER ? History.NEVER : alikeAt - healed;
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.info("differ-at-heal", "sessions that differ at the heal", atHeal));
        // Those of diverged-copies, which each experiment that asks this asks too.
        figures.add(
                Figure.lossToldAlready("differ-for-good", "sessions that still differ in the end", findings.count()));
        if (took != History.NEVER) {
            figures.add(Figure.wait("alike-after", "all copies alike after the heal", took));
        }
        winners(before, last.bySession())
                .forEach((node, won) -> figures.add(
                        Figure.info("won-" + node, "sessions in which the value of " + node + " stayed", won)));
        return findings.verdict(
                name(),
                last.bySession().size(),
                Times.plural(findings.count(), "session")
                        + (findings.count() == 1 ? " still differs " : " still differ ")
                        + Times.span(last.at() - healed) + " after the heal.",
                "All copies were alike " + Times.span(took) + " after the heal; " + Times.plural(atHeal, "session")
                        + " differed at it.",
                figures);
    }

    /** For sessions that differed and are alike now: how often each node held the value that stayed, others another. */
    private static Map<String, Long> winners(
            Map<Integer, List<CopyState>> before, Map<Integer, List<CopyState>> after) {
        Map<String, Long> won = new TreeMap<>();
        before.forEach((session, copies) -> {
            List<CopyState> now = after.getOrDefault(session, List.of());
            if (CopySnapshot.problems(copies).isEmpty()
                    || !CopySnapshot.problems(now).isEmpty()) {
                return;
            }
            long stayed = CopySnapshot.best(now);
            Map<String, Long> values = new HashMap<>();
            copies.stream().filter(CopyState::holdsData).forEach(c -> values.put(c.node(), c.value()));
            values.forEach((node, value) -> {
                if (value == stayed) {
                    won.merge(node, 1L, Long::sum);
                }
            });
        });
        return won;
    }
}
