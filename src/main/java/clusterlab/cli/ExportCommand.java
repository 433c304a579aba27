package clusterlab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes files for other programs; starts nothing. */
@Command(
        name = "export",
        description = "Write configuration files for other programs. Starts nothing and opens no port",
        usageHelpWidth = 80,
        subcommands = {
            ExportHttpdCommand.class,
            ExportTomcatCommand.class,
            ExportFirewallCommand.class,
            ExportHostsCommand.class,
            ExportHaproxyCommand.class,
            ExportNginxCommand.class,
            ExportComposeCommand.class,
            ExportKubernetesCommand.class
        })
final class ExportCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Override
    public Integer call() {
        Main.output(false).say("cluster-lab: export: name the program. Usage: export tomcat --out DIR.");
        return ExitCode.USAGE;
    }
}
