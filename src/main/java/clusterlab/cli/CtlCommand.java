package clusterlab.cli;

import clusterlab.cli.console.ActionException;
import clusterlab.cli.console.CommandException;
import clusterlab.cli.console.LabWords.HelpWord;
import clusterlab.cli.console.LabWords.QuitWord;
import clusterlab.cli.console.Palette;
import clusterlab.cli.console.PromptWords;
import clusterlab.cli.console.Word;
import clusterlab.cli.console.WordHelp;
import clusterlab.cli.ctl.Ctl;
import clusterlab.cli.ctl.LabState;
import clusterlab.cli.ctl.StateFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the prompt's commands from another terminal. */
@Command(
        name = "ctl",
        description = {"Control a running lab with the commands of its prompt", ""},
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Fine",
            "1:check or next: the task of the lesson is not done yet",
            "64:An option or command is wrong",
            "69:No lab runs, it refuses, or the output can't be written"
        },
        footer = {
            "",
            "Examples:",
            "  cluster-lab ctl ls",
            "  cluster-lab ctl status",
            "  cluster-lab ctl kill node2",
            "  cluster-lab ctl \"partition node1 | node2 node3 for 10s\"",
            "  cluster-lab ctl stop                     (ends the lab)",
            "  cluster-lab ctl stop --all               (ends all of them)"
        })
final class CtlCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "ls lists the running labs. stop without a node ends a lab. The other commands are below")
    private List<String> words = new ArrayList<>();

    @Option(names = "--lab", paramLabel = "NAME", description = "Name of the lab, if several labs run")
    private @Nullable String name;

    @Option(names = "--all", description = "With stop: end all labs of this user")
    private boolean all;

    @Option(names = "--json", description = "With ls: print one JSON object per line")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    /** The help lists the words in place of picocli's subcommands; they are read only when the help is shown. */
    @Spec
    void listWords(CommandSpec spec) {
        spec.usageMessage()
                .sectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                        shown -> "\nWords:\n" + WordHelp.list(new Palette(false)));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output output = Main.output(json);
        boolean list = words.equals(List.of("ls"));
        if (json && !list) {
            output.say("cluster-lab: --json is for ctl ls only.");
            return ExitCode.USAGE;
        }
        boolean stop = words.equals(List.of("stop"));
        if (all && (!stop || name != null)) {
            output.say("cluster-lab: --all is for ctl stop only, without --lab.");
            return ExitCode.USAGE;
        }
        Palette palette = new Palette(Output.colours());
        Ctl ctl = new Ctl(StateFolder.ofUser(), palette);
        try {
            if (list) {
                List<LabState> labs = ctl.labs();
                output.text(Ctl.list(labs));
                labs.forEach(lab -> output.json(lab.publicJson()));
                return ExitCode.OK;
            }
            if (all) {
                output.text(ctl.endAll());
                return ExitCode.OK;
            }
            // stop without a node ends the lab.
            Word word = stop ? new QuitWord() : PromptWords.read(words);
            if (word instanceof QuitWord) {
                output.text(ctl.end(ctl.choose(name)));
            } else {
                output.text(word instanceof HelpWord help ? help.text(palette) : ctl.act(ctl.choose(name), word));
            }
            return word.isUndone() ? ExitCode.UNDONE : ExitCode.OK;
        } catch (CommandException e) {
            output.say("cluster-lab: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (ActionException e) {
            output.say("cluster-lab: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
    }
}
