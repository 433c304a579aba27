package clusterlab.experiment.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects the findings of one checker: all are counted, with the sessions that they are about; the first ones keep a
 * story. Not thread-safe.
 */
public final class Findings {
    /** Most findings that keep a story: a longer report is of no use, and the history has all requests. */
    static final int MAX_STORIES = 5_000;

    /** Most findings that a timeline marks. */
    static final int MAX_MARKS = 20_000;

    private final List<Finding> kept = new ArrayList<>();
    private final List<Long> marks = new ArrayList<>();
    private final Set<Integer> harmed = new HashSet<>();
    private long count;

    /** One more, about the session of the finding; its story is made in any case. */
    public void add(long at, Supplier<Finding> finding) {
        Finding made = finding.get();
        add(at, made.session(), () -> made);
    }

    /**
     * One more; its story is only made if it is to be kept.
     *
     * @param session the logical session that it is about, or -1
     */
    public void add(long at, int session, Supplier<Finding> finding) {
        count++;
        if (session >= 0) {
            harmed.add(session);
        }
        if (kept.size() < MAX_STORIES) {
            kept.add(finding.get());
        }
        if (marks.size() < MAX_MARKS) {
            marks.add(at);
        }
    }

    public long count() {
        return count;
    }

    /** How many logical sessions the findings are about. */
    public long sessions() {
        return harmed.size();
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /**
     * The verdict: INVALID if there are findings, else VALID.
     *
     * @param bad the sentence if there are findings
     * @param good the sentence if there are none
     */
    public Verdict verdict(String checker, long checked, String bad, String good, List<Figure> figures) {
        return verdict(checker, isEmpty() ? Status.VALID : Status.INVALID, isEmpty() ? good : bad, checked, figures);
    }

    /** The verdict of this status, of {@link Aspect#LOSS}; {@code check.Judge} knows the checker's own. */
    public Verdict verdict(String checker, Status status, String reason, long checked, List<Figure> figures) {
        return new Verdict(
                checker, Aspect.LOSS, status, reason, checked, kept, count - kept.size(), marks, harmed, figures);
    }
}
