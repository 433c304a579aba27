package clusterlab.cli;

import clusterlab.cluster.BootException;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.BisectReport;
import clusterlab.report.HtmlReport;
import clusterlab.report.JsonReport;
import clusterlab.report.Report;
import clusterlab.report.TextReport;
import clusterlab.run.Bisect;
import clusterlab.run.Order;
import clusterlab.run.Pending;
import clusterlab.run.Rig;
import clusterlab.run.Runner;
import clusterlab.run.SideBySide;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs an experiment, or all of them, and ends with its verdict. */
@Command(
        name = "experiment",
        description = {
            "Boot a fresh lab, apply load and faults, and report whether any session was lost.",
            "'experiment list' describes the experiments, 'experiment all' runs each of them.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:KEPT (VALID), nothing was lost, however slow the service",
            "1:LOST (INVALID), something was lost",
            "2:UNKNOWN, the evidence is missing",
            "64:An option is wrong",
            "69:A port, httpd or a file is unavailable"
        })
final class ExperimentCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "1", description = "An experiment, or list, or all")
    @Nullable
    String name;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Seed of workload, faults, lost messages and jitter. The same seed gives the same plan. Default: 1")
    @Nullable
    String seed;

    @Option(names = "--clients", paramLabel = "N", description = "Number of simultaneous users, 1 to 500")
    @Nullable
    String clients;

    @Option(names = "--duration", paramLabel = "SECONDS", description = "Duration of the load, 1 to 3600")
    @Nullable
    String duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests per second of all clients together; 0 for no limit")
    @Nullable
    String rate;

    @Option(names = "--repeat", paramLabel = "N", description = "Number of runs, each with the next seed, 1 to 100")
    @Nullable
    String repeat;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "Number of pairs of runs with and without the fault, each pair with the next seed, 1 to 100. "
                    + "From 5 pairs on the report says whether the fault is the cause. Default: 1")
    @Nullable
    String pairs;

    @Option(names = "--calm", description = "Run without faults. This shows what the configuration loses without them")
    boolean calm;

    @Option(
            names = "--matrix",
            paramLabel = "NAME=VALUE,…",
            arity = "1..*",
            description =
                    "Run all combinations and compare them: manager=delta,backup send-options=async,ack,sync "
                            + "sticky=on,off nodes=2,3 lifecycle=lab,stock read-test=on,off host=jvm,process tomcat=9.0.117,11.0.24")
    List<String> matrix = new ArrayList<>();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Number of labs under load at the same time, 1 to 16. Default: 1; for all, with the nodes in this JVM, "
                            + "the number of processors, up to 4")
    @Nullable
    String parallel;

    @Option(
            names = "--from",
            paramLabel = "X",
            description = "rolling-upgrade: the Tomcat that the nodes begin with, as in --tomcat. Also node1=X,node2=Y")
    @Nullable
    String from;

    @Option(
            names = "--to",
            paramLabel = "X",
            description = "rolling-upgrade: the Tomcat with which each node comes back")
    @Nullable
    String to;

    @Option(
            names = "--bisect",
            paramLabel = "tomcat=A..B",
            description = "Find the first Tomcat from version A to B in which the verdict changes, among those on this "
                    + "machine (see fetch). Exit codes: 0 no change, 1 a change, 2 unknown")
    @Nullable
    String bisect;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Folder for report.html, replay.html, report.json and the histories")
    @Nullable
    String report;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Save the first run as one HTML file that plays it again in a browser")
    @Nullable
    String replay;

    @Option(names = "--json", description = "Print only the report to stdout, one JSON object per line")
    boolean json;

    @Mixin
    final SettingsOptions settings = new SettingsOptions();

    @Mixin
    final ClusterOptions options = new ClusterOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Unmatched
    final List<String> unmatched = new ArrayList<>();

    @Spec
    @Nullable
    CommandSpec self;

    @Override
    public Integer call() throws Exception {
        Output output = Main.output(json);
        if ("list".equals(name)) {
            output.text(Experiments.list());
            Experiments.ALL.forEach(e -> output.json(ExperimentOptions.describe(e)));
            return ExitCode.OK;
        }
        List<Order> orders;
        Optional<ReplayFile> replayFile;
        ExperimentOptions read = new ExperimentOptions(this);
        try {
            List<Problem> inFiles = settings.apply(Objects.requireNonNull(self));
            orders = orders(read, inFiles);
            settings.notices().forEach(output::say);
            replayFile = ReplayFile.of(replay);
            read.notices().forEach(output::say);
        } catch (SpecException e) {
            return Launch.refuse(e, output);
        }
        return UntilEnded.run(
                output,
                () -> read.bisected().isEmpty()
                        ? run(orders, read.parallel(orders), replayFile, output)
                        : bisect(orders.get(0), read.bisected(), output));
    }

    private List<Order> orders(ExperimentOptions read, List<Problem> inFiles) throws SpecException {
        List<Order> orders;
        try {
            orders = read.orders();
        } catch (SpecException e) {
            throw settings.all(inFiles, e);
        }
        if (!inFiles.isEmpty()) {
            throw new SpecException(inFiles);
        }
        return orders;
    }

    private int run(List<Order> orders, int parallel, Optional<ReplayFile> replayFile, Output output)
            throws SpecException, BootException, IOException, InterruptedException {
        long start = System.nanoTime();
        List<Pending> all = new ArrayList<>();
        try (SideBySide sideBySide = new SideBySide(parallel)) {
            Runner runner =
                    new Runner(output::progress, sentence -> output.say("Warning: " + sentence), Rig.REAL, sideBySide);
            replayFile.ifPresent(file -> runner.replayTo(file.path()));
            Status worst = Status.VALID;
            for (Order order : orders) {
                all.add(runner.begin(order));
            }
            for (int i = 0; i < orders.size(); i++) {
                Report result = all.get(i).await();
                worst = worst.worse(result.status());
                tell(orders.get(i), result, all.get(i), orders.size() > 1, output);
                replayFile.ifPresent(file -> output.text("  replay: " + file.path() + "\n"));
            }
            if (orders.size() > 1) {
                output.text(Times.plural(orders.size(), "experiment") + " in " + Times.span(System.nanoTime() - start)
                        + (parallel > 1 ? ", up to " + parallel + " labs at the same time" : "") + "\n");
            }
            return output.failed() ? stdoutGone(output) : worst.exitCode();
        } finally {
            // After the labs, which write to their folders.
            for (Pending pending : all) {
                pending.close();
            }
        }
    }

    private static void tell(Order order, Report result, Pending pending, boolean briefly, Output output)
            throws IOException {
        write(order, result, pending.replays());
        if (briefly) {
            output.text(String.format(
                    Locale.ROOT,
                    "%-28s %-14s %9s%n",
                    order.experiment().name(),
                    result.verdict(),
                    Times.span(pending.nanos())));
            output.text("    " + result.sentence() + "\n");
        } else {
            output.text(TextReport.of(result, order.dir().isPresent()));
        }
        output.json(JsonReport.tree(result));
        if (order.dir().isPresent()) {
            output.text("  report: " + order.dir().get().resolve("report.html") + "\n");
        }
    }

    private static int bisect(Order order, List<TomcatHome> versions, Output output)
            throws SpecException, IOException, InterruptedException {
        Runner runner = new Runner(output::progress, sentence -> output.say("Warning: " + sentence));
        String name = order.experiment().name();
        Bisect.Trial trial = (tomcat, time) -> {
            Order one = order.on(
                    tomcat,
                    order.dir().map(dir -> dir.resolve("tomcat-" + tomcat.version() + (time > 1 ? "-" + time : ""))));
            try (Pending pending = runner.begin(one)) {
                Report result = pending.await();
                write(one, result, pending.replays());
                return new Bisect.Outcome(result.status(), result.sentence());
            }
        };
        BisectReport found = new Bisect(name, versions, trial, line -> output.text(line + "\n")).run();
        output.text("\n" + found.text());
        output.json(found.tree());
        if (order.dir().isPresent()) {
            Files.writeString(order.dir().get().resolve("bisect.json"), JSON.std.asString(found.tree()));
        }
        return output.failed() ? stdoutGone(output) : found.exitCode();
    }

    private static int stdoutGone(Output output) {
        output.say("cluster-lab: the report could not be written to stdout: the disk is full, or the pipe was closed.");
        return ExitCode.STDOUT_GONE;
    }

    private static void write(Order order, Report result, Map<RunLabel, String> replays) throws IOException {
        if (order.dir().isPresent()) {
            Path dir = order.dir().get();
            Files.writeString(dir.resolve("report.json"), JsonReport.of(result));
            Files.writeString(dir.resolve("report.html"), HtmlReport.of(result, replays));
        }
    }
}
