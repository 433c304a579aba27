package clusterlab.plants;

import clusterlab.experiment.Comparison;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import clusterlab.report.Report;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an experiment ended.
 *
 * @param status its verdict
 * @param checker the first one that was not content; "none" if all were
 * @param reason what the report says
 * @param seconds that it took
 */
record Outcome(Status status, String checker, String reason, double seconds) {
    static Outcome of(Report report, double seconds) {
        Optional<Verdict> first = Stream.concat(
                        report.runs().stream(),
                        report.comparisons().stream().map(Comparison::controls).flatMap(controls -> controls.stream()))
                .flatMap(run -> run.judgement().verdicts().stream())
                .filter(verdict -> verdict.aspect() == Aspect.LOSS && verdict.status() == report.status())
                .filter(verdict -> verdict.status() != Status.VALID)
                .findFirst();
        return new Outcome(report.status(), first.map(Verdict::checker).orElse("none"), report.sentence(), seconds);
    }
}
