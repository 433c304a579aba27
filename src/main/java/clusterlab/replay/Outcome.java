package clusterlab.replay;

import java.util.List;

/**
 * What an experiment found in a recorded run.
 *
 * @param name of the run, such as {@code failover}
 * @param status VALID, INVALID or UNKNOWN
 * @param verdict as it is printed, such as {@code LOST (INVALID)}
 * @param sentence the verdict in words
 * @param report file name of the report beside the replay, or empty
 * @param findings in any order
 */
public record Outcome(
        String name, String status, String verdict, String sentence, String report, List<Found> findings) {
    /** Copies the list. */
    public Outcome {
        findings = List.copyOf(findings);
    }

    /**
     * One thing that went wrong.
     *
     * @param millis when it showed, since the epoch
     * @param title one sentence
     * @param story what happened in order, one line each
     */
    public record Found(long millis, String title, List<String> story) {
        /** Copies the list. */
        public Found {
            story = List.copyOf(story);
        }
    }
}
