package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The table of words, which prompt, ctl and help share, and the reading of a line. Pure: the lab checks whether the
 * nodes of a line exist.
 */
public final class PromptWords {
    /** In the order of the help. */
    private static final List<Class<? extends Word>> ALL = List.of(
            LabWords.StatusWord.class,
            LabWords.SessionsWord.class,
            LabWords.SessionWord.class,
            FaultWords.KillWord.class,
            FaultWords.StopWord.class,
            FaultWords.FreezeWord.class,
            FaultWords.UpgradeWord.class,
            NodeWords.ThawWord.class,
            NodeWords.StartWord.class,
            NodeWords.RestartWord.class,
            NodeWords.AddWord.class,
            NodeWords.RemoveWord.class,
            NodeWords.DrainWord.class,
            NodeWords.UndrainWord.class,
            LabWords.StickyWord.class,
            FaultWords.PartitionWord.class,
            FaultWords.IsolateWord.class,
            FaultWords.DelayWord.class,
            FaultWords.LossWord.class,
            FaultWords.DropWord.class,
            FaultWords.ForbidWord.class,
            FaultWords.ExpireWord.class,
            FaultWords.OutageWord.class,
            FaultWords.SlowWord.class,
            FaultWords.StaleWord.class,
            FaultWords.UnlabelWord.class,
            FaultWords.HealWord.class,
            DeployWords.DeployWord.class,
            DeployWords.UndeployWord.class,
            DeployWords.ApplicationsWord.class,
            LabWords.LoadWord.class,
            LabWords.EventsWord.class,
            LabWords.AlarmsWord.class,
            LabWords.PodsWord.class,
            LabWords.AcknowledgeWord.class,
            LessonWords.LessonWord.class,
            LessonWords.AnswerWord.class,
            LessonWords.CheckWord.class,
            LessonWords.NextWord.class,
            LessonWords.HintWord.class,
            LessonWords.SkipWord.class,
            LabWords.SaveWord.class,
            LabWords.OpenWord.class,
            LabWords.HelpWord.class,
            LabWords.QuitWord.class);

    /** What begins a command of the shell, as the banner and lessons show them. */
    private static final Set<String> PROGRAMS =
            Set.of("java", "cluster-lab", "experiment", "verify", "doctor", "lint", "export", "record");

    private static final Map<String, Class<? extends Word>> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, Class<? extends Word>> BY_ALIAS = new LinkedHashMap<>();

    static {
        for (Class<? extends Word> word : ALL) {
            Command command = Objects.requireNonNull(word.getAnnotation(Command.class));
            BY_NAME.put(command.name(), word);
            Arrays.stream(command.aliases()).forEach(alias -> BY_ALIAS.put(alias, word));
        }
    }

    private PromptWords() {}

    /** The words, without aliases. */
    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Picocli's model of the word, read at each call: reading all words in advance would delay a start. */
    static Optional<CommandLine> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.getOrDefault(lower, BY_ALIAS.get(lower)))
                .map(CommandLine::new)
                .map(command -> command.setExpandAtFiles(false)
                        .setUnmatchedOptionsArePositionalParams(true)
                        .setCaseInsensitiveEnumValuesAllowed(true));
    }

    /**
     * The word of this name.
     *
     * @throws CommandException if there is none, with the most similar word
     */
    static CommandLine known(String name) throws CommandException {
        if (PROGRAMS.contains(name)) {
            throw new CommandException(tr("%s is a command of the shell; type it in another terminal.", name));
        }
        return find(name)
                .orElseThrow(() -> new CommandException(closeTo(name.toLowerCase(Locale.ROOT))
                        .map(close -> tr("There is no command %s; did you mean %s?", name, close))
                        .orElseGet(() -> tr("There is no command %s; help lists them.", name))));
    }

    /**
     * Reads words that may contain several words, separated by blanks; a {@code |} needs no blanks around it.
     *
     * @throws CommandException if they are not a command
     */
    public static Word read(List<String> words) throws CommandException {
        return read(String.join(" ", words));
    }

    /**
     * Reads a line.
     *
     * @throws CommandException if it is not a command, or empty
     */
    public static Word read(String line) throws CommandException {
        List<String> words =
                new ArrayList<>(List.of(line.replace("|", " | ").strip().split("\\s+")));
        String first = words.remove(0);
        if (first.isEmpty()) {
            throw new CommandException(tr("Type a command; help lists them."));
        }
        CommandLine command = known(first);
        if (words.contains("|") && !takesGroups(command.getCommandSpec())) {
            throw misused(command);
        }
        try {
            command.parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw e.getCause() instanceof Quantities.Invalid invalid
                    ? new CommandException(String.valueOf(invalid.getMessage()))
                    : misused(command);
        }
        return command.getCommand();
    }

    private static CommandException misused(CommandLine command) {
        return new CommandException(tr("Usage: %s", WordHelp.usage(command.getCommandSpec())));
    }

    /** Whether its arguments are groups, separated by {@code |}. */
    static boolean takesGroups(CommandSpec word) {
        return word.positionalParameters().stream()
                .anyMatch(argument -> argument.paramLabel().contains("…"));
    }

    /** The most similar word, if one is similar enough. */
    private static Optional<String> closeTo(String text) {
        return names().stream()
                .filter(word -> word.startsWith(text) || Spelling.distance(word, text) <= 2)
                .min(Comparator.comparing((String word) -> !word.startsWith(text))
                        .thenComparing(word -> Spelling.distance(word, text)));
    }
}
