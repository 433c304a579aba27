package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.Lab;
import clusterlab.cli.console.LessonText;
import clusterlab.cli.console.Palette;
import clusterlab.lang.Lang;
import clusterlab.lesson.Lesson;
import clusterlab.lesson.LessonApp;
import clusterlab.lesson.LessonException;
import clusterlab.lesson.LessonView;
import clusterlab.lesson.Lessons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Lists the lessons, or boots the lab of one and begins it. */
@Command(
        name = "lesson",
        description = {
            "Lessons in a running lab: read, predict, do it, see why. Without a name, list them.",
            "A lesson brings the options of its lab with it; options given here come before those.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {
            "",
            "Examples:",
            "  cluster-lab lesson",
            "  cluster-lab lesson crash",
            "  cluster-lab --lang ko lesson crash",
            "  cluster-lab lesson ./my.lesson"
        })
final class LessonCommand extends Launch {
    @Parameters(
            paramLabel = "NAME|FILE",
            arity = "0..1",
            description = "Name of a lesson, or a file of your own (docs/lessons.md)")
    @Nullable
    String name;

    @Spec
    @Nullable
    CommandSpec spec;

    /**
     * Options that a lesson's file may have: what a lab is made of. All else is the user's: what is read, written and printed, ports, and
     * what names a program, a command or the environment of one.
     */
    private static final Set<String> OF_A_LAB = Set.of(
            "--nodes",
            "--preset",
            "--manager",
            "--send-options",
            "--membership",
            "--misconfigure",
            "--encrypt",
            "--read-test",
            "--stock-lifecycle",
            "--ready-timeout",
            "--front",
            "--connector",
            "--sticky",
            "--process",
            "--tomcat",
            "--webapp",
            "--context-path",
            "--distributable",
            "--deployer");

    private @Nullable Lesson lesson;

    @Override
    public Integer call() throws Exception {
        Output output = Main.output(false);
        if (name == null) {
            output.text(list());
            return ExitCode.OK;
        }
        Path folder = null;
        try {
            Lesson found = find(name);
            lesson = found;
            // The lab is the lesson's: no file of the user's changes it unasked.
            readNoFilesUnasked();
            give(found);
            if (found.app().isPresent()) {
                folder = Files.createTempDirectory("cluster-lab-lesson");
                set("--webapp", LessonApp.write(found.app().get(), folder).toString());
            }
            return super.call();
        } catch (LessonException e) {
            output.say("cluster-lab: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            output.say("cluster-lab: "
                    + tr(
                            "The files of the lesson can't be written: %s; free some space.",
                            String.valueOf(e.getMessage())));
            return ExitCode.UNAVAILABLE;
        } finally {
            if (folder != null) {
                remove(folder);
            }
        }
    }

    private static String list() {
        List<LessonView.Entry> all = Lessons.all(Lang.current()).stream()
                .map(one -> new LessonView.Entry(one.name(), one.title(), one.about(), true, Lessons.command(one)))
                .toList();
        return new LessonText(new Palette(Output.colours())).list(all);
    }

    private static Lesson find(String name) throws LessonException {
        Optional<Lesson> ofJar = Lessons.find(Lang.current(), name);
        if (ofJar.isPresent()) {
            return ofJar.get();
        }
        try {
            return Lessons.read(Path.of(name));
        } catch (InvalidPathException e) {
            throw new ParameterException(
                    new CommandLine(new LessonCommand()), tr("There is no lesson %s; lesson lists them.", name), e);
        }
    }

    /** The options of the lesson, where the command line has no others. */
    private void give(Lesson from) throws LessonException {
        options(from).forEach(option -> set(option.longestName(), option.getValue()));
    }

    /**
     * The options of a lesson's lab, with their values.
     *
     * @throws LessonException if there is no such option, it lacks a value, or it is not one of a lab
     */
    static List<OptionSpec> options(Lesson from) throws LessonException {
        String place = tr("%s, line %d", from.name(), from.optionsLine());
        LessonCommand read = new LessonCommand();
        CommandLine reader = new CommandLine(read).setExpandAtFiles(false);
        ParseResult asked;
        try {
            asked = reader.parseArgs(from.options().toArray(String[]::new));
        } catch (ParameterException e) {
            throw new LessonException(
                    tr("%s: the options of the lesson are wrong: %s.", place, String.valueOf(e.getMessage())), e);
        }
        String word = reader.getUnmatchedArguments().isEmpty()
                ? read.name
                : reader.getUnmatchedArguments().get(0);
        if (word != null) {
            throw new LessonException(tr("%s: the options of the lesson are wrong: there is no %s.", place, word));
        }
        for (OptionSpec option : asked.matchedOptions()) {
            if (!OF_A_LAB.contains(option.longestName().replace("--no-", "--"))) {
                throw new LessonException(tr(
                        "%s: %s is no option of a lesson's lab; leave it out, and give it to the command lesson.",
                        place, option.longestName()));
            }
        }
        return asked.matchedOptions();
    }

    private void set(String option, @Nullable Object value) {
        CommandSpec mine = Objects.requireNonNull(spec);
        OptionSpec target = mine.findOption(option);
        if (target != null && !mine.commandLine().getParseResult().hasMatchedOption(option)) {
            target.setValue(value);
        }
    }

    @Override
    void ready(Lab lab, Output output) {
        lab.control().lessons().begin(Objects.requireNonNull(lesson), Path.of(""));
        output.text(new LessonText(new Palette(Output.colours()))
                .of(lab.control().lessons().view()));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
