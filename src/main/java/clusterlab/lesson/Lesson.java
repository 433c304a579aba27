package clusterlab.lesson;

import java.util.List;
import java.util.Optional;

/**
 * A lesson in one language.
 *
 * @param name of lower-case letters, digits and hyphens, the same in all languages
 * @param title a few words
 * @param about one sentence for the list
 * @param options of its lab, as on the command line: {@code --nodes}, {@code 3}, …
 * @param optionsLine where they stand in its file, from 1; 0 if there are none
 * @param app an application of {@link LessonApp}; empty for the session counter, or the one in the options
 * @param steps one or more; their ids differ
 */
public record Lesson(
        String name,
        String title,
        String about,
        List<String> options,
        int optionsLine,
        Optional<String> app,
        List<Step> steps) {
    public Lesson {
        options = List.copyOf(options);
        steps = List.copyOf(steps);
    }

    /**
     * A step; it has a question or a task, or both.
     *
     * @param id the same in all languages
     * @param title a few words
     * @param text paragraphs that are shown first
     * @param question asked before the task
     * @param task what to do, in paragraphs; empty if there is only a question
     * @param checks all of them have to hold; empty without a task
     * @param hint paragraphs; empty if there is none
     * @param happened what happened and why, in paragraphs
     * @param proofs commands that prove it at scale
     */
    public record Step(
            String id,
            String title,
            List<String> text,
            Optional<Question> question,
            List<String> task,
            List<LessonCheck> checks,
            List<String> hint,
            List<String> happened,
            List<String> proofs) {
        public Step {
            text = List.copyOf(text);
            task = List.copyOf(task);
            checks = List.copyOf(checks);
            hint = List.copyOf(hint);
            happened = List.copyOf(happened);
            proofs = List.copyOf(proofs);
        }
    }

    /**
     * A prediction.
     *
     * @param text the question
     * @param options two or more answers; their letters are A, B, …
     * @param right index of the right answer, from 0
     */
    public record Question(String text, List<String> options, int right) {
        public Question {
            options = List.copyOf(options);
        }
    }
}
