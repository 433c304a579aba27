package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.lang.Lang;
import clusterlab.lesson.Lesson;
import clusterlab.lesson.LessonException;
import clusterlab.lesson.Lessons;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

class LessonCommandTest {
    @TempDir
    Path folder;

    private Lesson lesson(String lab) throws Exception {
        return Lessons.read(Files.writeString(
                folder.resolve("mine.lesson"),
                "title: T\nabout: A\nlab: " + lab
                        + "\n\n## one\ntitle: O\nquestion: Q\na: 1\nb: 2\nright: a\nhappened: H\n"));
    }

    @Test
    void theOptionsOfALabAreTaken() throws Exception {
        assertThat(LessonCommand.options(lesson("--nodes 4 --manager backup --no-sticky")))
                .extracting(OptionSpec::longestName)
                .contains("--nodes", "--manager", "--sticky");
        assertThat(LessonCommand.options(lesson(""))).isEmpty();
    }

    @Test
    void eachLessonHasOptionsOfALab() throws Exception {
        for (Lesson lesson : Lessons.all(Lang.EN)) {
            assertThat(LessonCommand.options(lesson)).as(lesson.name()).isNotEmpty();
        }
    }

    /** What a lesson's author writes must not write, read or hide files of who follows it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--save mine | --save is no option of a lesson's lab",
                "--nodes 3 --replay a.html | --replay is no option",
                "-d | --detach is no option",
                "-vd | is no option",
                "--config /dev/zero | --config is no option",
                "--load mine | --load is no option",
                "--json | --json is no option",
                "--help | --help is no option",
                "--target a.json | --target is no option",
                "--nods 3 | the options of the lesson are wrong: there is no --nods",
                "--nodes | the options of the lesson are wrong: Missing required parameter",
                "nodes 3 | the options of the lesson are wrong: there is no",
                "@/etc/passwd | the options of the lesson are wrong: there is no @/etc/passwd."
            })
    void otherOptionsAreRefused(String lab, String sentence) throws Exception {
        Lesson lesson = lesson(lab);

        assertThatThrownBy(() -> LessonCommand.options(lesson))
                .isInstanceOf(LessonException.class)
                .hasMessageStartingWith("mine, line 3: ")
                .hasMessageContaining(sentence);
    }
}
