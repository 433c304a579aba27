package clusterlab.cli.console;

import clusterlab.lesson.LessonAction;
import clusterlab.lesson.LessonView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The words of lessons. */
final class LessonWords {
    private LessonWords() {}

    @Command(
            name = "lesson",
            description = {
                "Lessons (answer check next hint skip).",
                "Alone it shows the step, or the list of all lessons; lesson off ends one.",
                "In a lesson: answer A predicts, check looks whether the task was done,",
                "next goes on, hint helps, skip leaves a step out."
            },
            footer = "lesson crash")
    static final class LessonWord extends Word {
        @Parameters(arity = "0..1", paramLabel = "LESSON")
        private @Nullable String name;

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            LessonText text = new LessonText(run.palette());
            if (name == null) {
                LessonView now = run.lab().lesson();
                boolean goesOn = !now.phase().isEmpty() && !now.phase().equals("OVER");
                return goesOn
                        ? text.of(now)
                        : text.of(now) + text.list(run.lab().lessons());
            }
            return name.equals("off")
                    ? text.of(run.lab().lesson(LessonAction.STOP, "")) + text.ended()
                    : text.of(run.lab().lesson(LessonAction.START, name));
        }
    }

    @Command(
            name = "answer",
            description = {"Predict, in a lesson.", "The task begins afterwards."},
            footer = "answer A",
            hidden = true)
    static final class AnswerWord extends Word {
        @Parameters(paramLabel = "LETTER")
        private String letter = "";

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            return new LessonText(run.palette()).of(run.lab().lesson(LessonAction.ANSWER, letter));
        }
    }

    /** A word without arguments. */
    private abstract static class Plain extends Word {
        private final LessonAction action;
        private boolean undone;

        Plain(LessonAction action) {
            this.action = action;
        }

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            LessonView view = run.lab().lesson(action, "");
            LessonText text = new LessonText(run.palette());
            if (action == LessonAction.HINT) {
                return text.hint(view);
            }
            // A step that has just begun has no note.
            undone = view.phase().equals("TASK") && !view.note().isEmpty();
            return undone ? text.undone(view) : text.of(view);
        }

        @Override
        public boolean isUndone() {
            return undone;
        }
    }

    @Command(
            name = "check",
            description = {
                "Look whether the task of the lesson was done.",
                "ctl check ends with exit code 1 if it was not."
            },
            hidden = true)
    static final class CheckWord extends Plain {
        CheckWord() {
            super(LessonAction.CHECK);
        }
    }

    @Command(
            name = "next",
            description = {
                "Go on in the lesson; an open task is checked first.",
                "ctl next ends with exit code 1 if it was not done."
            },
            hidden = true)
    static final class NextWord extends Plain {
        NextWord() {
            super(LessonAction.NEXT);
        }
    }

    @Command(name = "hint", description = "Show the hint of the lesson's task.", hidden = true)
    static final class HintWord extends Plain {
        HintWord() {
            super(LessonAction.HINT);
        }
    }

    @Command(
            name = "skip",
            description = {"Leave a step of the lesson out.", "The end of the lesson tells it."},
            hidden = true)
    static final class SkipWord extends Plain {
        SkipWord() {
            super(LessonAction.SKIP);
        }
    }
}
