package clusterlab.cli;

import static clusterlab.lang.Lang.shown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of commands with the options of a cluster: more than a screen, so in groups, and with a short synopsis. */
final class HelpSections {
    private static final Map<String, Set<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put(
                "The cluster",
                Set.of(
                        "--nodes",
                        "--preset",
                        "--cluster",
                        "--manager",
                        "--send-options",
                        "--membership",
                        "--misconfigure",
                        "--encrypt",
                        "--read-test",
                        "--stock-lifecycle"));
        GROUPS.put(
                "The front and ports",
                Set.of(
                        "--front",
                        "--front-port",
                        "--sticky",
                        "--httpd",
                        "--connector",
                        "--ajp-secret",
                        "--http-port",
                        "--ajp-port",
                        "--receiver-port",
                        "--port-step",
                        "--admin-port"));
        GROUPS.put("Nodes in processes of their own", Set.of("--process", "--tomcat", "--java", "--jvm-options"));
        GROUPS.put(
                "The application",
                Set.of(
                        "--webapp",
                        "--context-path",
                        "--context-xml",
                        "--lib",
                        "--env",
                        "--system-property",
                        "--distributable",
                        "--deployer"));
        GROUPS.put(
                "A cluster elsewhere",
                Set.of(
                        "--target",
                        "--kill-command",
                        "--stop-command",
                        "--start-command",
                        "--freeze-command",
                        "--thaw-command",
                        "--partition-command",
                        "--heal-command",
                        "--command-timeout",
                        "--agent-token-file"));
        GROUPS.put("Files and folders", Set.of("--config", "--load", "--save", "--replay", "--dir", "--keep"));
    }

    private HelpSections() {}

    /** Groups the options of this command and its subcommands, where there are many. */
    static CommandLine grouped(CommandLine command) {
        if (command.getCommandSpec().findOption("--nodes") != null) {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            usage.abbreviateSynopsis(true);
            usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::options);
        }
        command.getSubcommands().values().forEach(HelpSections::grouped);
        return command;
    }

    private static String options(Help help) {
        List<OptionSpec> rest = new ArrayList<>(help.commandSpec().options());
        rest.removeIf(OptionSpec::hidden);
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Set<String>> group : GROUPS.entrySet()) {
            List<OptionSpec> options = rest.stream()
                    .filter(option -> group.getValue().contains(option.longestName()))
                    .toList();
            rest.removeAll(options);
            if (!options.isEmpty()) {
                text.append('\n')
                        .append(shown(group.getKey()))
                        .append(":\n")
                        .append(help.optionListExcludingGroups(options));
            }
        }
        return shown("This run:") + "\n" + help.optionListExcludingGroups(rest) + text + "\n";
    }
}
