package clusterlab.cli;

import picocli.CommandLine.Command;

/** The default command, by its name. */
@Command(
        name = "run",
        description = "Boot a cluster and keep it running until Ctrl-C (the default command)",
        sortOptions = false,
        usageHelpWidth = 80)
final class RunCommand extends Launch {}
