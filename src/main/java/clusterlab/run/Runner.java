package clusterlab.run;

import clusterlab.cluster.BootException;
import clusterlab.experiment.Comparison;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.history.Times;
import clusterlab.export.ClusterXml;
import clusterlab.fault.Schedule;
import clusterlab.report.Report;
import clusterlab.report.Setup;
import clusterlab.run.Order.Variant;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Carries out an experiment: every run of it with its control, one fresh lab after the other, and one report. */
public final class Runner {
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final Consumer<String> progress;
    private final Consumer<String> warning;
    private boolean warm;

    /**
     * A runner.
     *
     * @param progress hears what is being done now
     * @param warning hears what the user should know
     */
    public Runner(Consumer<String> progress, Consumer<String> warning) {
        this.progress = progress;
        this.warning = warning;
    }

    /**
     * Runs it all. An interrupt ends it cleanly.
     *
     * @throws SpecException if a cluster can't be planned
     * @throws BootException if a lab does not get ready
     * @throws IOException if a history can't be written
     */
    public Report run(Order order) throws SpecException, BootException, IOException, InterruptedException {
        Instant startedAt = Instant.now();
        Path dir = order.dir().isPresent()
                ? Files.createDirectories(order.dir().get())
                : Files.createTempDirectory("cluster-lab-experiment-");
        try {
            removeEarlier(dir);
            List<Variant> variants = order.variants();
            Setup setup = setup(order, variants, startedAt);
            if (!warm) {
                warmUp(order, variants.get(0), dir);
                warm = true;
            }
            return order.experiment().needsControl() && !order.calm()
                    ? Report.ofComparisons(order.experiment(), setup, compared(order, variants, dir))
                    : Report.of(order.experiment(), setup, alone(order, variants, dir));
        } finally {
            if (order.dir().isEmpty()) {
                Files.deleteIfExists(dir);
            }
        }
    }

    /** Of a report that was written here before, nothing may stand beside the new one. */
    private static void removeEarlier(Path dir) throws IOException {
        try (DirectoryStream<Path> earlier =
                Files.newDirectoryStream(dir, "{history-*.jsonl,report.html,report.json}")) {
            for (Path file : earlier) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A JVM that has just started is slow: the first run would seem worse than its control by that alone. */
    private void warmUp(Order order, Variant variant, Path dir)
            throws SpecException, BootException, IOException, InterruptedException {
        progress.accept(order.experiment().name() + ": warming up");
        String name = "warm-up";
        try {
            execute(order, variant, name, name, WARM_UP, Schedule.NONE, dir, sentence -> {});
        } finally {
            Files.deleteIfExists(history(dir, name));
        }
    }

    private List<RunResult> alone(Order order, List<Variant> variants, Path dir)
            throws SpecException, BootException, IOException, InterruptedException {
        List<RunResult> runs = new ArrayList<>();
        for (Variant variant : variants) {
            runs.add(run(order, variant, !order.calm(), runs.size(), variants.size(), dir));
        }
        return runs;
    }

    private List<Comparison> compared(Order order, List<Variant> variants, Path dir)
            throws SpecException, BootException, IOException, InterruptedException {
        List<Comparison> comparisons = new ArrayList<>();
        for (Variant variant : variants) {
            int done = 2 * comparisons.size();
            RunResult run = run(order, variant, true, done, 2 * variants.size(), dir);
            RunResult control = run(order, variant, false, done + 1, 2 * variants.size(), dir);
            comparisons.add(new Comparison(run, control));
        }
        return comparisons;
    }

    private RunResult run(Order order, Variant variant, boolean fault, int done, int all, Path dir)
            throws SpecException, BootException, IOException, InterruptedException {
        Experiment experiment = order.experiment();
        String label = experiment.needsControl() || order.calm()
                ? (variant.label().isEmpty() ? "" : variant.label() + " ") + (fault ? "with the fault" : "control")
                : variant.label().isEmpty() ? experiment.name() : variant.label();
        progress.accept(experiment.name() + ": " + (all > 1 ? "run " + (done + 1) + " of " + all + ", " : "") + label);
        String name = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        try {
            return execute(
                    order,
                    variant,
                    label,
                    name,
                    order.duration(),
                    fault ? schedule(order, variant) : Schedule.NONE,
                    dir,
                    warning);
        } catch (BootException e) {
            throw all > 1 ? new BootException(label + ": " + e.getMessage(), e) : e;
        } finally {
            if (order.dir().isEmpty()) {
                Files.deleteIfExists(history(dir, name));
            }
        }
    }

    private static RunResult execute(
            Order order,
            Variant variant,
            String label,
            String name,
            Duration duration,
            Schedule schedule,
            Path dir,
            Consumer<String> warning)
            throws SpecException, BootException, IOException, InterruptedException {
        ClusterSpec.Builder spec = variant.spec().toBuilder();
        variant.spec().dir().ifPresent(parent -> spec.dir(parent.resolve(name)));
        return new Run(
                        label,
                        order.experiment(),
                        spec.build(),
                        order.experiment().plan(variant.seed(), order.clients(), order.perSecond()),
                        duration,
                        schedule,
                        variant.page(),
                        history(dir, name))
                .execute(warning);
    }

    private static Path history(Path dir, String name) {
        return dir.resolve("history-" + name + ".jsonl");
    }

    private static Schedule schedule(Order order, Variant variant) {
        if (order.calm()) {
            return Schedule.NONE;
        }
        return Schedule.of(
                variant.seed(), order.experiment().faults(), variant.spec().nodes(), order.duration());
    }

    /** Of the first run; what is not the same in all of them says so. */
    private static Setup setup(Order order, List<Variant> variants, Instant startedAt) throws SpecException {
        List<Setup> all = new ArrayList<>();
        for (Variant variant : variants) {
            Topology plan =
                    Planner.plan(variant.spec(), PortPolicy.assuming(Set.of())).topology();
            Schedule schedule = schedule(order, variant);
            String load = Times.plural(order.clients(), "client") + ", "
                    + Times.span(order.duration().toNanos())
                    + (schedule.steps().isEmpty() ? "" : " or until the last fault is over") + ", "
                    + (order.perSecond() == 0
                            ? "as fast as they can"
                            : Times.count(Math.round(order.perSecond())) + " requests/s");
            String xml = ClusterXml.of(plan, plan.nodes().get(0));
            Setup setup = Setup.of(plan, startedAt, variant.seed(), load, order.command(), xml);
            if (variant.page().linkMillis() > 0) {
                setup = setup.with(
                        "links", variant.page().linkMillis() + " ms slower than the loopback interface, on purpose");
            }
            all.add(
                    schedule.steps().isEmpty()
                            ? setup
                            : setup.with(
                                    "schedule",
                                    "planned: "
                                            + schedule.steps().stream()
                                                    .map(Schedule.Step::describe)
                                                    .collect(Collectors.joining("; "))));
        }
        return Setup.common(all);
    }
}
