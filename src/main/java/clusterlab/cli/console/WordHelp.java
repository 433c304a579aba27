package clusterlab.cli.console;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help of the words, from picocli's models: a screen of 24 rows and 80 columns. Pure. */
public final class WordHelp {
    private static final int COLUMN = 31;
    /** Text about the hidden words and the common option of faults. */
    private static final String LAST =
            "  A fault can end with: for TIME. help WORD shows examples; quit ends the lab.\n";

    private WordHelp() {}

    /** A row for each word. */
    public static String list(Palette palette) {
        StringBuilder text = new StringBuilder();
        for (String name : PromptWords.names()) {
            CommandSpec word = PromptWords.find(name).orElseThrow().getCommandSpec();
            if (word.usageMessage().hidden()) {
                continue;
            }
            String arguments = arguments(word);
            text.append("  ")
                    .append(palette.bold(name))
                    .append(arguments)
                    .append(" ".repeat(COLUMN - name.length() - arguments.length()))
                    .append(word.usageMessage().description()[0])
                    .append('\n');
        }
        return text + LAST;
    }

    /** One word. */
    static String of(CommandLine command, Palette palette) {
        CommandSpec word = command.getCommandSpec();
        StringBuilder text =
                new StringBuilder("  ").append(palette.bold(usage(word))).append('\n');
        for (String line : word.usageMessage().description()) {
            text.append("  ").append(line).append('\n');
        }
        if (word.aliases().length > 0) {
            text.append("  Also: ").append(String.join(", ", word.aliases())).append('\n');
        }
        example(word).forEach(line -> text.append("  Example: ").append(line).append('\n'));
        return text.toString();
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
