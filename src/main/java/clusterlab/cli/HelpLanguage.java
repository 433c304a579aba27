package clusterlab.cli;

import static clusterlab.lang.Lang.shown;

import clusterlab.lang.Lang;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help in the language of the process. The English texts of the annotations are the keys; lines that belong together are one. */
final class HelpLanguage {
    private static final String EXIT_CODES = "Exit codes:";

    private HelpLanguage() {}

    /** The command, whose help is translated when it is shown: only then is the language known. */
    static CommandLine of(CommandLine command) {
        return command.setHelpFactory((spec, colours) -> {
            if (Lang.current() != Lang.EN) {
                CommandSpec root = spec.root();
                Map<String, String> texts = new LinkedHashMap<>();
                translate(root, texts);
                root.resourceBundle(new Texts(texts));
                root.subcommands().values().forEach(one -> one.setResourceBundle(new Texts(texts)));
            }
            return new Help(spec, colours);
        });
    }

    /** Replaces the texts of the command and collects those of its options, which picocli reads from a bundle only. */
    private static void translate(CommandSpec command, Map<String, String> texts) {
        UsageMessageSpec usage = command.usageMessage();
        usage.description(translated(usage.description()));
        usage.footer(Arrays.stream(usage.footer()).map(Lang::shown).toArray(String[]::new));
        usage.exitCodeListHeading(usage.exitCodeListHeading().replace(EXIT_CODES, shown(EXIT_CODES)));
        Map<String, String> codes = new LinkedHashMap<>();
        usage.exitCodeList().forEach((code, meaning) -> codes.put(code, shown(meaning)));
        usage.exitCodeList(codes);
        String prefix = command.qualifiedName(".") + ".";
        for (ArgSpec argument : command.args()) {
            String[] lines = translated(argument.description());
            for (int i = 0; i < lines.length; i++) {
                texts.put(prefix + name(argument) + "." + i, lines[i]);
            }
        }
        command.subcommands().values().forEach(one -> translate(one.getCommandSpec(), texts));
    }

    /** As {@code ArgSpec.description} of picocli looks it up. */
    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName().replaceFirst("^-+", "")
                : ((PositionalParamSpec) argument).paramLabel() + "[" + ((PositionalParamSpec) argument).index() + "]";
    }

    private static String[] translated(String[] lines) {
        return paragraphs(lines).stream().map(Lang.current()::sentence).toArray(String[]::new);
    }

    /** An empty line ends a paragraph, and a line that is indented is one of its own. */
    static List<String> paragraphs(String[] lines) {
        List<String> paragraphs = new ArrayList<>();
        boolean open = false;
        for (String line : lines) {
            boolean own = line.isBlank() || line.startsWith(" ");
            if (open && !own) {
                paragraphs.set(paragraphs.size() - 1, paragraphs.get(paragraphs.size() - 1) + " " + line);
            } else {
                paragraphs.add(line);
            }
            open = !own;
        }
        return paragraphs;
    }

    /** Texts that were translated already. */
    private static final class Texts extends ResourceBundle {
        private final Map<String, String> texts;

        Texts(Map<String, String> texts) {
            this.texts = texts;
        }

        @Override
        protected @Nullable Object handleGetObject(String key) {
            return texts.get(key);
        }

        @Override
        public Enumeration<String> getKeys() {
            return Collections.enumeration(texts.keySet());
        }
    }
}
