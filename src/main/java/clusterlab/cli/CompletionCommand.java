package clusterlab.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
        name = "completion",
        description = "Print a completion script: source <(cluster-lab completion bash)",
        usageHelpWidth = 80)
final class CompletionCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private String shell = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        String name = shell.toLowerCase(Locale.ROOT);
        Output output = Main.output(false);
        if (!name.equals("bash") && !name.equals("zsh")) {
            output.say("cluster-lab: completion " + shell + ": use bash or zsh.");
            return ExitCode.USAGE;
        }
        // Picocli's script for bash also serves zsh: it turns on bashcompinit there.
        output.text(AutoComplete.bash(
                "cluster-lab", Objects.requireNonNull(spec).root().commandLine()));
        return ExitCode.OK;
    }
}
