package clusterlab.cli;

import clusterlab.report.JsonReport;
import clusterlab.report.Report;
import clusterlab.report.TextReport;
import clusterlab.run.Reports;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges stored runs again and ends with their verdict; boots nothing. */
@Command(
        name = "check",
        description = {
            "Judge the runs again that 'experiment --report DIR' stored. Boots nothing.",
            "The verdict is made from the history-*.jsonl files only.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:VALID, every session was kept",
            "1:INVALID, something was lost",
            "2:UNKNOWN, the evidence is missing",
            "64:An option is wrong",
            "69:A file is unavailable"
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "1", description = "Folder of an experiment's report")
    @Nullable
    Path dir;

    @Option(names = "--json", description = "Print only the report to stdout, as one JSON object")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Override
    public Integer call() {
        Output output = Main.output(json);
        Path folder = Objects.requireNonNull(dir);
        Report report;
        try {
            report = Reports.again(folder);
        } catch (NoSuchFileException e) {
            output.say("cluster-lab: " + folder + ": there is no such folder; name the folder of a report.");
            return ExitCode.UNAVAILABLE;
        } catch (IOException | IllegalArgumentException e) {
            output.say("cluster-lab: " + e.getMessage() + ".");
            return ExitCode.UNAVAILABLE;
        }
        output.text(TextReport.of(report, true));
        output.json(JsonReport.tree(report));
        return report.status().exitCode();
    }
}
