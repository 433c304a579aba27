package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.cli.console.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** What to say of options that a command does not have, or that stand where nothing reads them. Pure. */
final class OptionNames {
    private static final String DASH = "-";
    private static final String DRY_RUN = "--dry-run";

    private OptionNames() {}

    /**
     * The sentence about a word that belongs to no option, with the most similar option or command, if one is similar enough.
     *
     * @param command that was typed; null if it is not known
     */
    static String unknown(String word, Optional<CommandSpec> command) {
        Optional<String> foreign = command.filter(spec -> spec.root() != spec)
                .filter(spec -> word.startsWith(DASH) && spec.root().findOption(word) != null)
                .map(CommandSpec::name);
        if (foreign.isPresent()) {
            return word.equals(DRY_RUN)
                    ? tr(
                            "--dry-run: %s always runs; cluster-lab --dry-run prints the plan of the same cluster.",
                            foreign.get())
                    : tr("%s: %s has no such option, only a lab without it has; leave it out.", word, foreign.get());
        }
        return command.flatMap(spec -> closest(word, spec))
                .map(close -> tr("%s: there is no such option or command; did you mean %s?", word, close))
                .orElseGet(() -> tr("%s: there is no such option or command; see --help.", word));
    }

    /** The option, or for a word without a dash the subcommand, that was meant. */
    private static Optional<String> closest(String word, CommandSpec command) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Stream<String> known = name.startsWith(DASH)
                ? command.options().stream()
                        .filter(option -> !option.hidden())
                        .flatMap(option -> Stream.concat(
                                Stream.of(option.names()),
                                option.negatable()
                                        ? Stream.of(
                                                "--no-" + option.longestName().substring(2))
                                        : Stream.empty()))
                        // A letter is close to any other.
                        .filter(one -> one.length() > 2)
                : command.subcommands().keySet().stream();
        return Spelling.closest(name, known.toList());
    }

    /** One of the option's names, as it stands in the command line. */
    private static String typed(OptionSpec option, ParseResult parsed) {
        return Stream.of(option.names())
                .filter(name -> parsed.originalArgs().stream()
                        .anyMatch(word -> word.equals(name) || word.startsWith(name + "=")))
                .findFirst()
                .orElse(option.longestName());
    }

    /**
     * The sentence about options before a subcommand, which only the command without a subcommand reads.
     *
     * @param parsed of the whole command line
     * @return empty if there are none
     */
    static Optional<String> misplaced(ParseResult parsed) {
        if (!parsed.hasSubcommand() || parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>();
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
            path.add(last.commandSpec().name());
        }
        CommandSpec target = last.commandSpec();
        String name = String.join(" ", path);
        List<String> movable = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.scopeType() == ScopeType.INHERIT) {
                continue;
            }
            (target.findOption(option.longestName()) == null ? foreign : movable).add(typed(option, parsed));
        }
        if (!foreign.isEmpty()) {
            return Optional.of(tr(
                    "%s before %s has no effect, and %s has no such option; leave it out.",
                    String.join(", ", foreign), name, name));
        }
        return movable.isEmpty()
                ? Optional.empty()
                : Optional.of(tr(
                        "%s before %s has no effect; write it after: cluster-lab %s %s …",
                        String.join(", ", movable), name, name, String.join(" … ", movable)));
    }
}
