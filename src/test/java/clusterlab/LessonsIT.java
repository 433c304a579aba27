package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cli.console.LocalActions;
import clusterlab.lang.Lang;
import clusterlab.lesson.Lesson;
import clusterlab.lesson.Lesson.Step;
import clusterlab.lesson.LessonAction;
import clusterlab.lesson.LessonView;
import clusterlab.lesson.Lessons;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the lessons in real labs, as {@link LessonPlays} says: a step does not pass before it was done, nor after something else was done
 * in its place, and passes when it was done. Without {@code -Dclusterlab.lessons=all} only the quick ones are played.
 */
class LessonsIT {
    @TempDir
    Path folder;

    static List<String> played() {
        return LessonPlays.chosen("crash", "sticky", "in-place", "take-home");
    }

    @Test
    void eachLessonHasAPlay() throws Exception {
        Map<String, List<LessonPlays.Play>> plays = LessonPlays.all();
        for (Lesson lesson : Lessons.all(Lang.EN)) {
            assertThat(plays.getOrDefault(lesson.name(), List.of()))
                    .as(lesson.name())
                    .extracting(LessonPlays.Play::step)
                    .containsExactlyElementsOf(lesson.steps().stream()
                            .filter(step -> !step.task().isEmpty())
                            .map(Step::id)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("played")
    void noStepPassesUndoneAndEachPassesDone(String name) throws Exception {
        Lesson lesson = Lessons.find(Lang.EN, name).orElseThrow();
        try (RunningLab running = RunningLab.boot(LessonPlays.spec(lesson, folder))) {
            new LessonPlayer(running.lab(), folder, LessonPlayer.client()).play(lesson, new Console(running.lab()));
        }
    }

    /** The lesson as the prompt and {@code ctl} have it. */
    private final class Console implements LessonPlayer.Desk {
        private final Lab lab;
        private final LocalActions actions;

        private Console(Lab lab) {
            this.lab = lab;
            actions = new LocalActions(lab.control(), Optional.empty());
        }

        @Override
        public void begin(Lesson lesson) throws Exception {
            lab.control().lessons().begin(lesson, folder);
        }

        @Override
        public void reads(Step step) {
            LessonView view = actions.lesson();
            assertThat(view.heading()).isEqualTo(step.title());
            assertThat(view.phase()).isEqualTo(step.question().isPresent() ? "QUESTION" : "TASK");
        }

        @Override
        public void answer(String letter) throws Exception {
            actions.lesson(LessonAction.ANSWER, letter);
        }

        @Override
        public boolean passes() throws Exception {
            return actions.lesson().phase().equals("AFTER")
                    || actions.lesson(LessonAction.CHECK, "").phase().equals("AFTER");
        }

        @Override
        public void learns(Optional<String> right) {
            LessonView view = actions.lesson();
            assertThat(view.phase()).isEqualTo("AFTER");
            assertThat(view.right()).isEqualTo(right.orElse(null));
        }

        @Override
        public void next() throws Exception {
            actions.lesson(LessonAction.NEXT, "");
        }

        @Override
        public void ends(String sentence) {
            LessonView view = actions.lesson();
            assertThat(view.phase()).isEqualTo("OVER");
            assertThat(view.text().get(0)).isEqualTo(sentence);
        }
    }
}
