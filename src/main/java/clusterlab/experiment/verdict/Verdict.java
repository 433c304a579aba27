package clusterlab.experiment.verdict;

import clusterlab.experiment.check.Checker;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of one checker.
 *
 * @param checker its name, see {@link Checker#name}
 * @param aspect what was judged, see {@link Checker#aspect}
 * @param status the result
 * @param reason one sentence
 * @param checked how many things were looked at, such as acknowledged increments; 0 never goes with VALID
 * @param findings with their stories; notes of a VALID verdict are findings too
 * @param omitted further findings whose stories were not kept
 * @param marks when each finding showed, in nanoseconds; also of those omitted, up to {@link Findings#MAX_MARKS}
 * @param harmed all logical sessions that the findings are about; also of those omitted
 * @param figures what was measured
 */
public record Verdict(
        String checker,
        Aspect aspect,
        Status status,
        String reason,
        long checked,
        List<Finding> findings,
        long omitted,
        List<Long> marks,
        Set<Integer> harmed,
        List<Figure> figures) {

    /** Copies the collections. */
    public Verdict {
        findings = List.copyOf(findings);
        marks = List.copyOf(marks);
        harmed = Set.copyOf(harmed);
        figures = List.copyOf(figures);
    }

    /** Of {@link Aspect#LOSS}, without a session that was harmed. */
    public Verdict(
            String checker,
            Status status,
            String reason,
            long checked,
            List<Finding> findings,
            long omitted,
            List<Long> marks,
            List<Figure> figures) {
        this(checker, Aspect.LOSS, status, reason, checked, findings, omitted, marks, Set.of(), figures);
    }

    /** No verdict, with the reason. */
    public static Verdict unknown(String checker, String reason) {
        return new Verdict(checker, Status.UNKNOWN, reason, 0, List.of(), 0, List.of(), List.of());
    }

    /** The same as a verdict of this aspect. */
    public Verdict of(Aspect judged) {
        return new Verdict(checker, judged, status, reason, checked, findings, omitted, marks, harmed, figures);
    }

    /** The figure of this key. */
    public Optional<Figure> figure(String key) {
        return figures.stream().filter(f -> f.key().equals(key)).findFirst();
    }
}
