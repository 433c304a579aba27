package clusterlab.cli;

import clusterlab.Lab;
import clusterlab.app.journey.Har;
import clusterlab.app.journey.HarException;
import clusterlab.app.journey.HarWriter;
import clusterlab.app.journey.Journey;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.config.ClusterReader;
import clusterlab.experiment.history.Times;
import clusterlab.front.Balancer;
import clusterlab.run.Recorded;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Records a user's way through an application, for {@link VerifyCommand}. */
@Command(
        name = "record",
        description = {
            "Boot a lab with APP and write what passes its front to a HAR file, until Enter or Ctrl-C. Click through the "
                    + "application once: log in, fill the basket, check out. Then: cluster-lab verify APP --journey FILE",
            "The file holds what was typed, also passwords. Only its owner can read it, and secrets in it are marked.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The journey was written",
            "64:An option or the application is wrong",
            "69:A port or a file is unavailable, or no request passed the front"
        })
final class RecordCommand implements Callable<Integer> {
    @Parameters(paramLabel = "APP", arity = "1", description = "The application: a WAR or a folder")
    @Nullable
    String app;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write; an earlier one is replaced. Default: journey.har")
    String file = "journey.har";

    @Option(names = "--json", description = "Print only JSON to stdout, one object per line")
    boolean json;

    @Mixin
    final ClusterOptions options = new ClusterOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Unmatched
    final List<String> unmatched = new ArrayList<>();

    private static final UntilEnded.Stopped TOO_EARLY =
            new UntilEnded.Stopped("Stopped before the lab was ready; nothing was written.", ExitCode.UNAVAILABLE);

    /** What is still on its way at the end may take so long. */
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(2);

    private final List<Problem> problems = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Output output = Main.output(json);
        ClusterReader.warmUp();
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ready = new AtomicBoolean();
        return UntilEnded.run(
                output,
                () -> {
                    end.countDown();
                    return ready.get();
                },
                TOO_EARLY,
                () -> run(end, ready, output));
    }

    private int run(CountDownLatch end, AtomicBoolean ready, Output output)
            throws SpecException, BootException, IOException, InterruptedException {
        try (PortPolicy ports = PortPolicy.probing()) {
            Path target = target();
            Planner.Plan plan = Planner.plan(spec(), ports);
            plan.notices().forEach(output::say);
            try (Lab lab = new Lab(plan.topology(), ports, new Ears(output))) {
                lab.boot();
                Recorded recorded = new Recorded();
                Balancer front = lab.balancer().orElseThrow();
                front.watch(recorded::add);
                ready.set(true);
                tell(output, front.uri(), lab.topology().startPath());
                awaitEnd(end);
                front.unwatch(LAST_REQUESTS);
                return write(recorded, target, output);
            }
        }
    }

    private Path target() {
        try {
            Path target = Path.of(file);
            Path parent = target.toAbsolutePath().getParent();
            if (Files.isDirectory(target) || parent == null || !Files.isDirectory(parent)) {
                problems.add(Problem.usage(
                        "--output " + file + ": name a file in a folder that exists, as in journey.har."));
            }
            return target;
        } catch (InvalidPathException e) {
            problems.add(Problem.usage("--output '" + file + "': this is not a path."));
            return Path.of("journey.har");
        }
    }

    private ClusterSpec spec() throws SpecException {
        if (options.webapp != null) {
            problems.add(Problem.usage("--webapp: record has its application as APP; leave it out."));
        }
        options.webapp = app;
        try {
            ClusterSpec asked = options.spec(unmatched);
            if (asked.balancer().kind() != BalancerSpec.Kind.EMBEDDED) {
                problems.add(Problem.usage("--front " + asked.balancer().kind().word()
                        + ": only the embedded front records; leave it out."));
            }
            if (problems.isEmpty()) {
                return options.adminPort == null ? asked.toBuilder().noAdmin().build() : asked;
            }
        } catch (SpecException e) {
            e.problems()
                    .forEach(problem -> problems.add(new Problem(
                            problem.kind(), problem.message().replace("--webapp " + app + ":", app + ":"))));
        }
        throw new SpecException(problems);
    }

    private void tell(Output output, URI front, String startPath) {
        String address = front.resolve(startPath).toString();
        output.text("Open " + address
                + "\n\nClick through the application as a user does, in a fresh browser window. Enter ends the"
                + " recording.\n");
        output.json(Map.of("event", "ready", "front", address));
    }

    /** Enter, if there is a stdin, or a signal. */
    private static void awaitEnd(CountDownLatch end) throws InterruptedException {
        Thread enter = new Thread(
                () -> {
                    try {
                        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
                            if (c == '\n') {
                                end.countDown();
                            }
                        }
                    } catch (IOException noStdin) {
                        // A signal ends it.
                    }
                },
                "enter");
        enter.setDaemon(true);
        enter.start();
        end.await();
    }

    private int write(Recorded recorded, Path target, Output output) throws IOException {
        recorded.notices().forEach(output::say);
        Har har = recorded.har();
        Journey journey;
        try {
            journey = Journey.of(har);
        } catch (HarException e) {
            output.say("cluster-lab: nothing was written: "
                    + (recorded.size() == 0
                            ? "no request passed the front; open the address that was printed."
                            : e.getMessage() + "."));
            return ExitCode.UNAVAILABLE;
        }
        try {
            HarWriter.write(har, new Versions().own(), target);
        } catch (IOException e) {
            output.say("cluster-lab: " + target + " can't be written (" + e.getMessage()
                    + "); name another file with --output.");
            return ExitCode.UNAVAILABLE;
        }
        journey.notices().forEach(output::say);
        output.text("Written: " + target + ", " + Times.plural(journey.steps().size(), "step") + " without "
                + Times.plural(recorded.leftOut(), "static file") + "." + "\nNext: cluster-lab verify " + app
                + " --journey " + target + "\n");
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("event", "recorded");
        tree.put("file", target.toString());
        tree.put("steps", journey.steps().size());
        output.json(tree);
        return ExitCode.OK;
    }

    private record Ears(Output output) implements BootListener {
        @Override
        public void progress(int started, int seesAll, int nodes) {
            output.progress("Starting: " + started + " of " + Times.plural(nodes, "node"));
        }

        @Override
        public void warning(String sentence) {
            output.say("Warning: " + sentence);
        }

        @Override
        public void log(String node, LogRecord line) {
            // In the run folder.
        }
    }
}
