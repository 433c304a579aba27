package clusterlab.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.lesson.LessonView;
import java.util.List;
import org.junit.jupiter.api.Test;

class LessonWordsTest {
    private static final Palette PLAIN = new Palette(false);

    private static LessonView step(String phase, String note, String... hint) {
        return new LessonView(
                "crash",
                "A crash",
                2,
                List.of(new LessonView.Mark("The owner dies", "NOW")),
                phase,
                "The owner dies",
                List.of("A text."),
                null,
                List.of(),
                null,
                null,
                List.of("Kill it."),
                List.of(new LessonView.Wanted("kill took effect", true), new LessonView.Wanted("it moved", false)),
                true,
                List.of(hint),
                List.of(),
                List.of(),
                note);
    }

    private static String act(Word word, LessonView view) throws Exception {
        return WordRun.of(word, new NotingLab().showing(view), PLAIN);
    }

    /** The step stands above already. */
    @Test
    void whatIsOpenIsSaidAlone() throws Exception {
        for (String name : List.of("check", "next")) {
            Word word = PromptWords.read(name);
            assertThat(act(word, step("TASK", "Not done yet."))).isEqualTo("\n  Not done yet.\n    · it moved\n");
            assertThat(word.isUndone()).as(name).isTrue();
        }
    }

    @Test
    void aStepThatIsOverOrBeginsIsSaidWhole() throws Exception {
        Word check = PromptWords.read("check");
        assertThat(act(check, step("AFTER", "Done."))).contains("The owner dies", "Go on: next.");
        assertThat(check.isUndone()).isFalse();
        Word next = PromptWords.read("next");
        assertThat(act(next, step("TASK", ""))).contains("▶ Kill it.", "✓ kill took effect");
        assertThat(next.isUndone()).isFalse();
    }

    @Test
    void aHintIsSaidAlone() throws Exception {
        Word hint = PromptWords.read("hint");
        assertThat(act(hint, step("TASK", "Not done yet.", "Look."))).isEqualTo("\n  Hint: Look.\n");
        assertThat(hint.isUndone()).isFalse();
    }
}
