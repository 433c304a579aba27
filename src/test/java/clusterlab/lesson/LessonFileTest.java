package clusterlab.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.lang.Lang;
import clusterlab.lesson.Lesson.Question;
import clusterlab.lesson.Lesson.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LessonFileTest {
    private static final String GOOD =
            """
            title: T
            about: A
            lab: --nodes 3 --process
            # a comment

            ## one
            title: First
            text: A paragraph
            goes on.

            Another.
            question: Which?
            a: this
            b: that
            right: b
            do: Do it
            check: served requests=3 nodes=2
            check: counter is=kept
            happened: It did.
            prove: cluster-lab experiment failover
            """;

    @Test
    void aLessonIsRead() throws Exception {
        Lesson lesson = LessonFile.read("good", GOOD);

        assertThat(lesson.options()).containsExactly("--nodes", "3", "--process");
        Step step = lesson.steps().get(0);
        assertThat(step.text()).containsExactly("A paragraph goes on.", "Another.");
        assertThat(step.question()).contains(new Question("Which?", List.of("this", "that"), 1));
        assertThat(step.checks())
                .containsExactly(
                        new LessonCheck.Served(3, 2, Integer.MAX_VALUE, Optional.empty(), false, false),
                        new LessonCheck.Counted(true));
        assertThat(step.proofs()).containsExactly("cluster-lab experiment failover");
    }

    /** The sentence tells the author the line and what to write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title: T | | line 1 lacks title:",
                "check: served requests=3 nodes=2 | check: counter is=lost | a do: without a check: for something that is done",
                "check: counter is=kept | check: counter is=maybe | line 18 has check: counter is=maybe; write is=kept|lost.",
                "check: counter is=kept | check: created sessions=0 | write sessions=1 or more",
                "check: counter is=kept | check: fault type=kil | write type= with one or more of kill,stop",
                "check: counter is=kept | check: wonder | there is no check wonder; the checks are",
                "check: counter is=kept | check: healed node=2 | healed takes no node=.",
                "check: counter is=kept | check: served all | has the word all in a check; write name=value",
                "right: b | right: c | has right: c; name the letter of an answer",
                "b: that | | fewer than two answers",
                "b: that | c: that | has the answer c: but not the one before it",
                "do: Do it | | has a check: without a do:",
                "## one | ## One | use lower-case letters",
                "title: T | colour: red\\ntitle: T | line 1 has the field colour:; the fields here are about: app: lab: title:; if it is text",
                "title: T | hello\\ntitle: T | begins with no field",
                "check: counter is=kept | chek: counter is=kept | line 18 has the field chek:; the fields here are a: b:",
                "check: counter is=kept | Check: counter is=kept | has the field Check:",
                "check: counter is=kept | check : counter is=kept | has the field check :",
                "check: counter is=kept | \\u0020 check: counter is=kept | line 18 has blanks before check:; remove them.",
                "happened: It did. | about: it | has the field about:",
                "goes on. | goes on at {ownr}. | line 9 has {ownr}; the names in braces are {front}, {url:NODE}, {owner} and {folder}.",
                "title: First | title: Kill {owner} | line 7 has {owner} in title:, where it stays as it is; use it in another field.",
                "do: Do it | do: | line 16 has an empty do:; write its text, or leave it out.",
                "a: this | a: | has an empty a:",
                "check: counter is=kept | check: moved after=kill times=2 | moved takes no times=.",
                "happened: It did. | | lacks happened: in step one",
                "title: First | title: First\\ntitle: Second | has title: twice",
                "lab: --nodes 3 --process | app: shop | the applications of lessons are basket, not-distributable"
            })
    void aMistakeIsNamedWithItsLine(String right, String wrong, String sentence) {
        String broken = GOOD.replace(
                right, wrong == null ? "" : wrong.replace("\\n", "\n").replace("\\u0020", " "));

        assertThatThrownBy(() -> LessonFile.read("mine", broken))
                .isInstanceOf(LessonException.class)
                .hasMessageContaining("mine, line ")
                .hasMessageContaining(sentence);
    }

    /** An address, a name with more words, and a line that begins with a blank are text. */
    @Test
    void textIsNoField() throws Exception {
        Lesson lesson = LessonFile.read(
                "good",
                GOOD.replace(
                        "goes on.",
                        "goes on at {url:node1} and {front}:\nhttp://a.b/ shows {127, 0}\n Note: it\nmore words: or less"));

        assertThat(lesson.steps().get(0).text().get(0))
                .isEqualTo(
                        "A paragraph goes on at {url:node1} and {front}: http://a.b/ shows {127, 0} Note: it more words: or less");
    }

    @Test
    void aByteOrderMarkIsNoText(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("bom.lesson"), "\uFEFF" + GOOD);

        assertThat(Lessons.read(file).title()).isEqualTo("T");
        assertThat(Lessons.read(file).optionsLine()).isEqualTo(3);
    }

    @Test
    void onlyShortTextsAreRead(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Lessons.read(Path.of("/dev/zero")))
                .hasMessage("/dev/zero is no file of text; name the file of a lesson.");
        assertThatThrownBy(() -> Lessons.read(folder)).hasMessageContaining("is no file of text");
        Path big = Files.writeString(folder.resolve("big.lesson"), "x".repeat(256 * 1024 + 1));
        assertThatThrownBy(() -> Lessons.read(big)).hasMessageContaining("is longer than 256 KB");
        Path bytes = Files.write(folder.resolve("bytes.lesson"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> Lessons.read(bytes)).hasMessageContaining("is not UTF-8");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Lessons.read(Path.of("no-such.lesson")))
                .hasMessage("There is no lesson and no file no-such.lesson; lesson lists the lessons.");
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void allLessonsAreReadInEachLanguage(Lang lang) {
        assertThat(Lessons.all(lang)).hasSizeGreaterThanOrEqualTo(10);
    }

    /** Text differs between languages, and nothing else does. */
    @Test
    void theLanguagesAgree() {
        for (Lesson english : Lessons.all(Lang.EN)) {
            Lesson korean = Lessons.find(Lang.KO, english.name()).orElseThrow();
            assertThat(korean.options()).as(english.name()).isEqualTo(english.options());
            assertThat(korean.app()).isEqualTo(english.app());
            assertThat(korean.title() + korean.about()).as(english.name()).containsPattern("\\p{IsHangul}");
            assertThat(korean.steps())
                    .extracting(Step::id)
                    .isEqualTo(english.steps().stream().map(Step::id).toList());
            for (int i = 0; i < english.steps().size(); i++) {
                Step one = english.steps().get(i);
                Step other = korean.steps().get(i);
                String where = english.name() + " " + one.id();
                assertThat(other.checks()).as(where).isEqualTo(one.checks());
                assertThat(other.proofs()).as(where).isEqualTo(one.proofs());
                assertThat(other.question().map(Question::right))
                        .as(where)
                        .isEqualTo(one.question().map(Question::right));
                assertThat(other.question().map(asks -> asks.options().size()))
                        .as(where)
                        .isEqualTo(one.question().map(asks -> asks.options().size()));
                assertThat(other.task().isEmpty())
                        .as(where)
                        .isEqualTo(one.task().isEmpty());
                assertThat(other.hint().isEmpty())
                        .as(where)
                        .isEqualTo(one.hint().isEmpty());
                assertThat(String.join("", other.text()) + String.join("", other.happened()) + other.title())
                        .as(where)
                        .containsPattern("\\p{IsHangul}");
            }
        }
    }
}
