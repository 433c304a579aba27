package clusterlab.experiment.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects the findings of one checker: all are counted, the first ones keep a story. Not thread-safe. */
public final class Findings {
    /** Most findings that keep a story: a longer report is of no use, and the history has all requests. */
    static final int MAX_STORIES = 5_000;

    /** Most findings that a timeline marks. */
    static final int MAX_MARKS = 20_000;

    private final List<Finding> kept = new ArrayList<>();
    private final List<Long> marks = new ArrayList<>();
    private long count;

    /** One more; its story is only made if it is to be kept. */
    public void add(long at, Supplier<Finding> finding) {
        count++;
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

    /** The verdict of this status. */
    public Verdict verdict(String checker, Status status, String reason, long checked, List<Figure> figures) {
        return new Verdict(checker, status, reason, checked, kept, count - kept.size(), marks, figures);
    }
}
