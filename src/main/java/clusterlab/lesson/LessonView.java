package clusterlab.lesson;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the prompt and the dashboard show of the lesson that runs. In texts, code stands between back quotes.
 *
 * @param lesson its name; empty if none runs, then all else is empty too
 * @param title of the lesson
 * @param number of the step, from 1
 * @param steps all steps, each with its state
 * @param phase QUESTION, TASK, AFTER or OVER; empty if no lesson runs
 * @param heading title of the step
 * @param text paragraphs
 * @param question null if the step has none
 * @param options the answers of the question, A first
 * @param answer the letter that was given, or null
 * @param right the right letter, once an answer was given or the step is over; else null
 * @param task paragraphs; from TASK on
 * @param conditions of the task, each with whether it holds; from TASK on
 * @param hintable whether the step has a hint
 * @param hint paragraphs, if it was asked for
 * @param happened paragraphs; in AFTER
 * @param proofs commands that prove it at scale; in AFTER
 * @param note a sentence about the last action; empty if there is none
 */
public record LessonView(
        String lesson,
        String title,
        int number,
        List<Mark> steps,
        String phase,
        String heading,
        List<String> text,
        @Nullable String question,
        List<String> options,
        @Nullable String answer,
        @Nullable String right,
        List<String> task,
        List<Wanted> conditions,
        boolean hintable,
        List<String> hint,
        List<String> happened,
        List<String> proofs,
        String note) {
    /** While no lesson runs. */
    public static final LessonView NONE = new LessonView(
            "", "", 0, List.of(), "", "", List.of(), null, List.of(), null, null, List.of(), List.of(), false,
            List.of(), List.of(), List.of(), "");

    public LessonView {
        steps = List.copyOf(steps);
        text = List.copyOf(text);
        options = List.copyOf(options);
        task = List.copyOf(task);
        conditions = List.copyOf(conditions);
        hint = List.copyOf(hint);
        happened = List.copyOf(happened);
        proofs = List.copyOf(proofs);
    }

    /**
     * A step in the row of all.
     *
     * @param state DONE, SKIPPED, NOW or OPEN
     */
    public record Mark(String title, String state) {}

    /** A condition of the task. */
    public record Wanted(String text, boolean done) {}

    /**
     * A lesson in the list.
     *
     * @param fits whether this lab has what it needs
     * @param start the command that starts it with its lab
     */
    public record Entry(String name, String title, String about, boolean fits, String start) {}
}
