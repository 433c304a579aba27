package clusterlab.run;

import clusterlab.cluster.BootException;
import clusterlab.config.ClusterXml;
import clusterlab.experiment.Comparison;
import clusterlab.experiment.Label;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.RunRole;
import clusterlab.experiment.history.Times;
import clusterlab.fault.Schedule;
import clusterlab.report.Report;
import clusterlab.report.Setup;
import clusterlab.run.Order.Planned;
import clusterlab.run.Run.Ran;
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

/** Carries out an experiment: all of its runs with their controls, each in a fresh lab, and one report. */
public final class Runner {
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final Consumer<String> progress;
    private final Consumer<String> warning;
    private final Rig rig;
    private boolean warm;

    /**
     * A runner that reports to these.
     *
     * @param progress receives a line for each step
     * @param warning receives sentences for the user
     */
    public Runner(Consumer<String> progress, Consumer<String> warning) {
        this(progress, warning, Rig.REAL);
    }

    /** The same with runs that are made of other parts. */
    public Runner(Consumer<String> progress, Consumer<String> warning, Rig rig) {
        this.rig = rig;
        this.progress = progress;
        this.warning = warning;
    }

    /**
     * Carries out all runs. An interrupt ends it cleanly.
     *
     * @throws SpecException if a cluster can't be planned
     * @throws BootException if a lab does not become ready
     * @throws IOException if a history can't be written
     */
    public Report run(Order order) throws SpecException, BootException, IOException, InterruptedException {
        Instant startedAt = Instant.now();
        Path dir = order.dir().isPresent()
                ? Files.createDirectories(order.dir().get())
                : Files.createTempDirectory("cluster-lab-experiment-");
        try {
            removeEarlier(dir);
            List<Planned> runs = order.runs();
            refuseUnplannable(runs);
            if (!warm) {
                warmUp(order, runs.get(0), dir);
                warm = true;
            }
            List<Topology> ran = new ArrayList<>();
            if (order.compares()) {
                List<Comparison> comparisons = compared(order, runs, dir, ran);
                return Report.ofComparisons(order.experiment(), setup(order, runs, ran, startedAt), comparisons);
            }
            List<RunResult> results = alone(order, runs, dir, ran);
            return Report.of(order.experiment(), setup(order, runs, ran, startedAt), results);
        } finally {
            if (order.dir().isEmpty()) {
                Files.deleteIfExists(dir);
            }
        }
    }

    /** Refuses all that can't be planned before the first run. */
    private static void refuseUnplannable(List<Planned> runs) throws SpecException {
        for (Planned planned : runs) {
            Planner.plan(planned.spec(), PortPolicy.assuming(Set.of()));
        }
    }

    /** Deletes the files of an earlier report. */
    private static void removeEarlier(Path dir) throws IOException {
        try (DirectoryStream<Path> earlier =
                Files.newDirectoryStream(dir, "{history-*.jsonl,report.html,report.json}")) {
            for (Path file : earlier) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Warms up the JVM: a JVM that has just started is slow, so the first run would look worse than its control. */
    private void warmUp(Order order, Planned planned, Path dir)
            throws SpecException, BootException, IOException, InterruptedException {
        progress.accept(order.experiment().name() + ": warming up");
        String name = "warm-up";
        RunLabel label = new RunLabel(name, Label.EMPTY, RunRole.ALONE);
        try {
            execute(order, planned, label, name, WARM_UP, Schedule.NONE, dir, sentence -> {});
        } finally {
            Files.deleteIfExists(history(dir, name));
        }
    }

    private List<RunResult> alone(Order order, List<Planned> planned, Path dir, List<Topology> ran)
            throws SpecException, BootException, IOException, InterruptedException {
        List<RunResult> runs = new ArrayList<>();
        RunRole role = order.calm() ? RunRole.CONTROL : RunRole.ALONE;
        for (Planned each : planned) {
            Ran one = run(order, each, role, runs.size(), planned.size(), dir);
            runs.add(one.result());
            ran.add(one.topology());
        }
        return runs;
    }

    private List<Comparison> compared(Order order, List<Planned> planned, Path dir, List<Topology> ran)
            throws SpecException, BootException, IOException, InterruptedException {
        List<Comparison> comparisons = new ArrayList<>();
        List<Comparison.Pair> pairs = new ArrayList<>();
        int all = 2 * planned.size();
        for (Planned each : planned) {
            int done = 2 * ran.size();
            // Every other pair begins with the control: what gets faster or slower with time hits both alike.
            boolean faultFirst = pairs.size() % 2 == 0;
            Ran first = run(order, each, faultFirst ? RunRole.WITH_FAULT : RunRole.CONTROL, done, all, dir);
            Ran second = run(order, each, faultFirst ? RunRole.CONTROL : RunRole.WITH_FAULT, done + 1, all, dir);
            Ran run = faultFirst ? first : second;
            Ran control = faultFirst ? second : first;
            ran.add(run.topology());
            pairs.add(new Comparison.Pair(run.result(), control.result()));
            if (pairs.size() == order.pairs()) {
                Label variant = order.pairs() > 1 ? each.label().without(Order.SEED) : each.label();
                RunLabel label = new RunLabel(order.experiment().name(), variant, RunRole.WITH_FAULT);
                comparisons.add(Comparison.of(label, pairs, order.seed()));
                pairs.clear();
            }
        }
        return comparisons;
    }

    private Ran run(Order order, Planned planned, RunRole role, int done, int all, Path dir)
            throws SpecException, BootException, IOException, InterruptedException {
        String experiment = order.experiment().name();
        RunLabel label = new RunLabel(experiment, planned.label(), role);
        progress.accept(experiment + ": " + (all > 1 ? "run " + (done + 1) + " of " + all + ", " : "") + label.text());
        String name = fileName(label.text());
        try {
            Schedule schedule = role == RunRole.CONTROL ? Schedule.NONE : schedule(order, planned);
            return execute(order, planned, label, name, order.duration(), schedule, dir, warning);
        } catch (BootException e) {
            throw all > 1 ? new BootException(label.text() + ": " + e.getMessage(), e) : e;
        } finally {
            if (order.dir().isEmpty()) {
                Files.deleteIfExists(history(dir, name));
            }
        }
    }

    private Ran execute(
            Order order,
            Planned planned,
            RunLabel label,
            String name,
            Duration duration,
            Schedule schedule,
            Path dir,
            Consumer<String> warning)
            throws SpecException, BootException, IOException, InterruptedException {
        ClusterSpec.Builder spec = planned.spec().toBuilder();
        planned.spec().dir().ifPresent(parent -> spec.dir(parent.resolve(name)));
        return new Run(
                        label,
                        order.experiment(),
                        spec.build(),
                        order.experiment().plan(planned.seed(), order.clients(), order.perSecond()),
                        duration,
                        schedule,
                        planned.page(),
                        new PlanWriter(Instant.now(), order.command(), load(order, schedule), 0),
                        rig,
                        history(dir, name))
                .execute(warning);
    }

    private static String fileName(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static Path history(Path dir, String name) {
        return dir.resolve("history-" + name + ".jsonl");
    }

    private static Schedule schedule(Order order, Planned planned) {
        return order.calm()
                ? Schedule.NONE
                : order.experiment()
                        .faults()
                        .map(plan -> plan.over(planned.seed(), planned.spec().nodes(), order.duration()))
                        .orElse(Schedule.NONE);
    }

    private static String load(Order order, Schedule schedule) {
        return Times.plural(order.clients(), "client") + ", "
                + Times.span(order.duration().toNanos())
                + (schedule.steps().isEmpty() ? "" : " or until the last fault is over") + ", "
                + (order.perSecond() == 0
                        ? "as fast as they can"
                        : Times.count(Math.round(order.perSecond())) + " requests/s");
    }

    /**
     * The setup of the first run; values that differ between runs are marked.
     *
     * @param ran the plans on which the runs ran, in their order
     */
    private static Setup setup(Order order, List<Planned> runs, List<Topology> ran, Instant startedAt) {
        List<Setup> all = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Planned planned = runs.get(i);
            Topology plan = ran.get(i);
            Schedule schedule = schedule(order, planned);
            String xml = ClusterXml.of(plan, plan.nodes().get(0));
            Setup setup = Setup.of(plan, startedAt, planned.seed(), load(order, schedule), order.command(), xml);
            if (planned.page().linkMillis() > 0) {
                setup = setup.with(
                        "links", planned.page().linkMillis() + " ms slower than the loopback interface, on purpose");
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
