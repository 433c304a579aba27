package clusterlab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Downloads what a lab can run on; nothing else downloads anything. */
@Command(
        name = "fetch",
        description = "Download a Tomcat for the nodes. No other command downloads anything",
        usageHelpWidth = 80,
        subcommands = FetchTomcatCommand.class)
final class FetchCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Override
    public Integer call() {
        Main.output(false).say("cluster-lab: fetch: say what. Usage: fetch tomcat VERSION.");
        return ExitCode.USAGE;
    }
}
