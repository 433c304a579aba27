package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.lesson.LessonView;
import java.util.List;

/** Lessons in 80 columns. Pure. */
public final class LessonText {
    private static final int NAME = 18;

    private final Palette palette;

    /** Texts with or without colours. */
    public LessonText(Palette palette) {
        this.palette = palette;
    }

    /** The list. */
    public String list(List<LessonView.Entry> lessons) {
        StringBuilder text = new StringBuilder();
        for (LessonView.Entry lesson : lessons) {
            text.append("  ")
                    .append(palette.bold(lesson.name()))
                    .append(" ".repeat(Math.max(1, NAME - lesson.name().length())))
                    .append(lesson.title())
                    .append(lesson.fits() ? "" : palette.faint("  " + tr("(needs another lab)")))
                    .append('\n');
            paragraph(text, lesson.about(), "      ");
        }
        paragraph(text, tr("lesson NAME starts one; one that needs another lab: cluster-lab lesson NAME."), "  ");
        return text.toString();
    }

    /** After the end of a lesson. */
    String ended() {
        return "  " + tr("The lesson has ended.") + "\n";
    }

    /** The step; empty if no lesson runs. */
    public String of(LessonView lesson) {
        if (lesson.lesson().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n");
        if (!lesson.note().isEmpty()) {
            text.append("  ").append(palette.bold(lesson.note())).append('\n');
        }
        text.append("  ").append(palette.bold(lesson.heading()));
        text.append(palette.faint("   " + lesson.title() + ", " + lesson.number() + "/"
                        + lesson.steps().size()))
                .append('\n');
        switch (lesson.phase()) {
            case "AFTER" -> after(text, lesson);
            case "TASK" -> task(text, lesson);
            default -> question(text, lesson);
        }
        return text.toString();
    }

    /** After a look that found the task open: what is still to be done; the step stands above already. */
    String undone(LessonView lesson) {
        StringBuilder text =
                new StringBuilder("\n  ").append(palette.bold(lesson.note())).append('\n');
        for (LessonView.Wanted wanted : lesson.conditions()) {
            if (!wanted.done()) {
                paragraph(text, "· " + wanted.text(), "    ");
            }
        }
        hint(text, lesson);
        return text.toString();
    }

    /** The hint alone. */
    String hint(LessonView lesson) {
        StringBuilder text = new StringBuilder("\n");
        hint(text, lesson);
        return text.toString();
    }

    private void question(StringBuilder text, LessonView lesson) {
        lesson.text().forEach(paragraph -> paragraph(text, paragraph, "  "));
        String question = lesson.question();
        if (question != null) {
            text.append('\n');
            paragraph(text, "? " + question, "  ");
            for (int i = 0; i < lesson.options().size(); i++) {
                paragraph(text, letter(i) + "  " + lesson.options().get(i), "    ");
            }
            say(text, tr("Predict: answer A, answer B …"));
        }
        hint(text, lesson);
    }

    private void task(StringBuilder text, LessonView lesson) {
        if (lesson.question() == null) {
            lesson.text().forEach(paragraph -> paragraph(text, paragraph, "  "));
        }
        text.append('\n');
        lesson.task().forEach(paragraph -> paragraph(text, "▶ " + paragraph, "  "));
        for (LessonView.Wanted wanted : lesson.conditions()) {
            paragraph(text, (wanted.done() ? "✓ " : "· ") + wanted.text(), "    ");
        }
        hint(text, lesson);
        say(text, lesson.hintable() ? tr("Then: next. (hint, skip)") : tr("Then: next. (skip)"));
    }

    private void after(StringBuilder text, LessonView lesson) {
        String right = lesson.right();
        if (right != null) {
            int index = right.charAt(0) - 'A';
            String answer = right + "  " + lesson.options().get(index);
            paragraph(
                    text,
                    lesson.answer() == null
                            ? tr("Right is: %s", answer)
                            : right.equals(lesson.answer())
                                    ? tr("Your prediction was right: %s", answer)
                                    : tr("You predicted %s. Right is: %s", lesson.answer(), answer),
                    "  ");
        }
        lesson.happened().forEach(paragraph -> paragraph(text, paragraph, "  "));
        if (!lesson.proofs().isEmpty()) {
            text.append('\n');
            paragraph(text, tr("At scale, in another terminal:"), "  ");
            lesson.proofs().forEach(proof -> text.append("    ").append(proof).append('\n'));
        }
        say(text, tr("Go on: next."));
    }

    private void hint(StringBuilder text, LessonView lesson) {
        lesson.hint().forEach(paragraph -> paragraph(text, tr("Hint: %s", paragraph), "  "));
    }

    private void say(StringBuilder text, String sentence) {
        text.append("\n  ").append(palette.faint(sentence)).append('\n');
    }

    private static String letter(int index) {
        return String.valueOf("ABCDEF".charAt(index));
    }

    private static void paragraph(StringBuilder text, String sentence, String indent) {
        AlarmText.wrap(text, sentence.replace("`", ""), indent);
    }
}
