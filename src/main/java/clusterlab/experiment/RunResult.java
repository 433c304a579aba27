package clusterlab.experiment;

import clusterlab.experiment.check.Checker;
import clusterlab.experiment.check.Judge;
import clusterlab.experiment.check.RunContext;
import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.evidence.Evidence;
import clusterlab.experiment.history.History;
import clusterlab.experiment.verdict.Judgement;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One run, judged and measured.
 *
 * @param label what tells it from others of the same report
 * @param judgement what the checkers found
 * @param latency of the acknowledged requests
 * @param timeline of the run
 * @param requests sent
 * @param sessions logical ones with a request, of which {@link Judgement#harmed} tells those that lost something
 */
public record RunResult(
        RunLabel label, Judgement judgement, Latency latency, Timeline timeline, long requests, int sessions) {
    private static final int STEPS = 120;

    /** Judges and measures a run of this experiment. */
    public static RunResult of(RunLabel label, Experiment experiment, Evidence evidence) {
        boolean calm =
                experiment.faults().isPresent() && evidence.plan().faults().isEmpty();
        return of(
                label,
                (calm ? experiment.controlCheckers() : experiment.checkers())
                        .stream()
                                .filter(checker -> evidence.plan().readsCopies() || !checker.needsCopies())
                                .toList(),
                evidence.history(),
                evidence.last(),
                RunContext.of(evidence));
    }

    /** Judges and measures. */
    public static RunResult of(
            RunLabel label, List<Checker> checkers, History history, CopySnapshot state, RunContext context) {
        Judgement judgement = Judge.judge(checkers, history, state, context);
        return new RunResult(
                label,
                judgement,
                Latency.of(history),
                Timeline.of(history, context, judgement, STEPS),
                history.size(),
                (int) IntStream.range(0, history.sessions())
                        .filter(session -> history.countOf(session) > 0)
                        .count());
    }
}
