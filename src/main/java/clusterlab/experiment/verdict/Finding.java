package clusterlab.experiment.verdict;

import clusterlab.experiment.check.Checker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong, with its story.
 *
 * @param checker that found it, by {@link Checker#name}
 * @param session the logical session, or -1 if it concerns none
 * @param sessionId the last id known, or null
 * @param request at which it showed, or -1 if only the last copies show it
 * @param at when it showed, in nanoseconds since the run began
 * @param amount how much, in the unit of the checker's first figure
 * @param title one sentence
 * @param story what happened in order, one line each: which node acknowledged what and when, what each copy held
 */
public record Finding(
        String checker,
        int session,
        @Nullable String sessionId,
        long request,
        long at,
        long amount,
        String title,
        List<String> story) {

    /** Copies the list. */
    public Finding {
        story = List.copyOf(story);
    }
}
