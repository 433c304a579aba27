package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.lang.Lang;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help of the words, from picocli's models: a screen of 24 rows and 80 columns. Pure. */
public final class WordHelp {
    private static final int COLUMN = 31;
    /** Text about the hidden words and the common option of faults. */
    private static final String LAST = "A fault can end with: for TIME. help WORD shows examples; quit ends the lab.";

    private WordHelp() {}

    /** A row for each word. */
    public static String list(Palette palette) {
        return list(palette, Map.of());
    }

    /**
     * A row for each word.
     *
     * @param unfit words that the lab can't carry out, with the reason, which stands in place of their description
     */
    static String list(Palette palette, Map<String, String> unfit) {
        StringBuilder text = new StringBuilder();
        for (String name : PromptWords.names()) {
            CommandSpec word = PromptWords.find(name).orElseThrow().getCommandSpec();
            if (word.usageMessage().hidden()) {
                continue;
            }
            String arguments = arguments(word);
            String room = " ".repeat(COLUMN - name.length() - arguments.length());
            Optional<String> reason = Optional.ofNullable(unfit.get(name));
            text.append("  ")
                    .append(reason.map(why -> palette.faint(name + arguments + room + why))
                            .orElseGet(() -> palette.bold(name) + arguments + room + summary(word)))
                    .append('\n');
        }
        return text + "  " + tr(LAST) + "\n";
    }

    /** One word. */
    static String of(CommandLine command, Palette palette) {
        CommandSpec word = command.getCommandSpec();
        StringBuilder text =
                new StringBuilder("  ").append(palette.bold(usage(word))).append('\n');
        text.append("  ").append(summary(word)).append('\n');
        String more = more(word);
        if (!more.isEmpty()) {
            AlarmText.wrap(text, more, "  ");
        }
        if (word.aliases().length > 0) {
            text.append("  ")
                    .append(tr("Also: %s", String.join(", ", word.aliases())))
                    .append('\n');
        }
        example(word)
                .forEach(line ->
                        text.append("  ").append(tr("Example: %s", line)).append('\n'));
        return text.toString();
    }

    /** The first line of the description; it stands in the list of words. */
    private static String summary(CommandSpec word) {
        return Lang.current().sentence(word.usageMessage().description()[0]);
    }

    /** The other lines as one text; empty if there are none. */
    private static String more(CommandSpec word) {
        String[] lines = word.usageMessage().description();
        return Lang.current().sentence(String.join(" ", List.of(lines).subList(1, lines.length)));
    }

    /** Example lines. */
    static List<String> example(CommandSpec word) {
        return List.of(word.usageMessage().footer());
    }

    /** The word with its arguments. */
    static String usage(CommandSpec word) {
        StringBuilder text = new StringBuilder(word.name()).append(arguments(word));
        for (OptionSpec option : word.options()) {
            text.append(" [")
                    .append(option.longestName())
                    .append(' ')
                    .append(option.paramLabel())
                    .append(']');
        }
        return text.toString();
    }

    private static String arguments(CommandSpec word) {
        StringBuilder text = new StringBuilder();
        for (PositionalParamSpec argument : word.positionalParameters()) {
            text.append(argument.required() ? " " + argument.paramLabel() : " [" + argument.paramLabel() + "]");
        }
        return text.toString();
    }
}
