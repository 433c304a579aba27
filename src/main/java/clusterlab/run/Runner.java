package clusterlab.run;

import clusterlab.cluster.BootException;
import clusterlab.experiment.Label;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.RunRole;
import clusterlab.experiment.evidence.EdnHistory;
import clusterlab.experiment.evidence.Evidence;
import clusterlab.experiment.history.Times;
import clusterlab.fault.Schedule;
import clusterlab.fault.SchedulePlan;
import clusterlab.replay.Outcome;
import clusterlab.replay.ReplayPage;
import clusterlab.report.Report;
import clusterlab.run.Order.Planned;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Carries out an experiment: all of its runs with their controls, each in a fresh lab, and one report. */
public final class Runner {
    private static final Duration WARM_UP = Duration.ofMillis(1500);

    private final Consumer<String> progress;
    private final Consumer<String> warning;
    private final Rig rig;
    private final Map<RunLabel, String> replays = new LinkedHashMap<>();
    private Optional<Path> replay = Optional.empty();
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

    /** From now on saves the replay of the first run of an order to this file too. */
    public void replayTo(Path file) {
        replay = Optional.of(file);
    }

    /** The files with the replays of the last order's runs, in its folder; empty if it has none. */
    public Map<RunLabel, String> replays() {
        return Map.copyOf(replays);
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
        List<Planned> runs = order.runs();
        refuseUnplannable(order, runs);
        Path dir = order.dir().isPresent()
                ? Files.createDirectories(order.dir().get())
                : Files.createTempDirectory("cluster-lab-experiment-");
        try {
            removeEarlier(dir);
            replays.clear();
            if (!warm) {
                warmUp(order, runs.get(0), dir);
                warm = true;
            }
            return Reports.of(
                    order.compares() ? compared(order, runs, dir, startedAt) : alone(order, runs, dir, startedAt));
        } finally {
            if (order.dir().isEmpty()) {
                Files.deleteIfExists(dir);
            }
        }
    }

    /** Refuses all that can't be planned before the first run. */
    private static void refuseUnplannable(Order order, List<Planned> runs) throws SpecException {
        long heap = Runtime.getRuntime().maxMemory();
        for (Planned planned : runs) {
            HostSpec host = planned.spec().host();
            if (order.experiment().refusal(host, order.calm()).isPresent()) {
                throw new SpecException(List.of(SpecException.Problem.usage("experiment "
                        + order.experiment().name() + ": "
                        + order.experiment().refusal(host, order.calm()).get())));
            }
            if (!order.calm()
                    && order.experiment().upgrades()
                    && planned.spec().host().next().isEmpty()) {
                throw new SpecException(List.of(SpecException.Problem.usage("experiment "
                        + order.experiment().name() + ": no Tomcat to upgrade to is named; add --to VERSION.")));
            }
            MemoryNeed.refuseIfTooMuch(planned.spec().nodes(), order.duration(), order.perSecond(), heap);
            Planner.plan(planned.spec(), PortPolicy.assuming(Set.of()));
        }
    }

    /** Deletes the files of an earlier report. */
    private static void removeEarlier(Path dir) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(
                dir, "{history-*.jsonl,history-*.edn,report.html,report.json,replay.html,replay-*.html}")) {
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
            PlanWriter writer = new PlanWriter(Instant.now(), order.command(), name, 0, 1, 0);
            execute(
                    order,
                    planned,
                    label,
                    name,
                    WARM_UP,
                    Schedule.NONE,
                    writer,
                    dir,
                    false,
                    sentence -> {},
                    Optional.empty());
        } finally {
            Files.deleteIfExists(history(dir, name));
        }
    }

    private List<Judged> alone(Order order, List<Planned> planned, Path dir, Instant startedAt)
            throws SpecException, BootException, IOException, InterruptedException {
        List<Judged> runs = new ArrayList<>();
        RunRole role = order.calm() ? RunRole.CONTROL : RunRole.ALONE;
        for (Planned each : planned) {
            PlanWriter writer = writer(order, each, role, startedAt, runs.size(), planned.size(), 0);
            runs.add(run(order, each, role, writer, dir));
        }
        return runs;
    }

    private List<Judged> compared(Order order, List<Planned> planned, Path dir, Instant startedAt)
            throws SpecException, BootException, IOException, InterruptedException {
        List<Judged> runs = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            int pair = i % order.pairs();
            // Every other pair begins with the control: what gets faster or slower with time hits both alike.
            for (RunRole role : pair % 2 == 0
                    ? List.of(RunRole.WITH_FAULT, RunRole.CONTROL)
                    : List.of(RunRole.CONTROL, RunRole.WITH_FAULT)) {
                PlanWriter writer =
                        writer(order, planned.get(i), role, startedAt, runs.size(), 2 * planned.size(), pair);
                runs.add(run(order, planned.get(i), role, writer, dir));
            }
        }
        return runs;
    }

    private static PlanWriter writer(
            Order order, Planned planned, RunRole role, Instant startedAt, int number, int runs, int pair) {
        return new PlanWriter(
                startedAt, order.command(), load(order, schedule(order, planned, role)), number, runs, pair);
    }

    private Judged run(Order order, Planned planned, RunRole role, PlanWriter writer, Path dir)
            throws SpecException, BootException, IOException, InterruptedException {
        String experiment = order.experiment().name();
        RunLabel label = new RunLabel(experiment, planned.label(), role);
        int all = writer.runs();
        progress.accept(experiment + ": " + (all > 1 ? "run " + (writer.number() + 1) + " of " + all + ", " : "")
                + label.text());
        String name = fileName(label.text());
        try {
            Schedule schedule = schedule(order, planned, role);
            List<Run.Taken> taken = new ArrayList<>();
            boolean wanted = order.dir().isPresent() || (replay.isPresent() && writer.number() == 0);
            Optional<Consumer<Run.Taken>> taker = wanted ? Optional.of(taken::add) : Optional.empty();
            execute(order, planned, label, name, order.duration(), schedule, writer, dir, true, warning, taker);
            Evidence evidence = Evidence.read(history(dir, name));
            if (order.dir().isPresent()) {
                EdnHistory.write(evidence, dir.resolve("history-" + name + ".edn"));
            }
            Judged judged = Judged.of(evidence);
            for (Run.Taken one : taken) {
                save(order, judged.result(), one, writer.number() == 0, name, dir);
            }
            return judged;
        } catch (BootException e) {
            throw all > 1 ? new BootException(label.text() + ": " + e.getMessage(), e) : e;
        } finally {
            if (order.dir().isEmpty()) {
                Files.deleteIfExists(history(dir, name));
            }
        }
    }

    /** The replay of the first run is replay.html; the others have the names of their histories. */
    private void save(Order order, RunResult result, Run.Taken taken, boolean first, String name, Path dir)
            throws IOException {
        List<Outcome.Found> findings = result.judgement().findings().stream()
                .map(one -> new Outcome.Found(
                        taken.originMillis() + TimeUnit.NANOSECONDS.toMillis(one.at()),
                        (one.session() < 0 ? "" : "session " + one.session() + ": ") + one.title(),
                        one.story()))
                .toList();
        Outcome outcome = new Outcome(
                result.label().text(),
                result.judgement().status().name(),
                Report.verdict(result.judgement().status()),
                result.judgement().sentence(),
                order.dir().isPresent() ? "report.html" : "",
                findings);
        byte[] page = ReplayPage.of(taken.recording(), outcome);
        if (order.dir().isPresent()) {
            String file = first ? "replay.html" : "replay-" + name + ".html";
            ReplayPage.write(page, dir.resolve(file));
            replays.put(result.label(), file);
        }
        if (first && replay.isPresent()) {
            ReplayPage.write(page, replay.get());
        }
    }

    private void execute(
            Order order,
            Planned planned,
            RunLabel label,
            String name,
            Duration duration,
            Schedule schedule,
            PlanWriter writer,
            Path dir,
            boolean judged,
            Consumer<String> warning,
            Optional<Consumer<Run.Taken>> taker)
            throws SpecException, BootException, IOException, InterruptedException {
        ClusterSpec.Builder spec = planned.spec().toBuilder().linkSeed(planned.seed());
        planned.spec().dir().ifPresent(parent -> spec.dir(parent.resolve(name)));
        new Run(
                        label,
                        order.experiment(),
                        spec.build(),
                        order.experiment().plan(planned.seed(), order.clients(), order.perSecond()),
                        duration,
                        schedule,
                        planned.page(),
                        planned.release(),
                        judged && !order.calm(),
                        writer,
                        rig,
                        history(dir, name))
                .execute(judged, warning, taker);
    }

    private static String fileName(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static Path history(Path dir, String name) {
        return dir.resolve("history-" + name + ".jsonl");
    }

    private static Schedule schedule(Order order, Planned planned, RunRole role) {
        boolean control = role == RunRole.CONTROL;
        if (!order.calm()
                && planned.release().filter(release -> !release.isOneStep()).isPresent()) {
            return SchedulePlan.ROLLING_RESTART.over(
                    planned.seed(), planned.spec().nodes(), order.duration());
        }
        return order.calm() || (control && !order.experiment().upgrades())
                ? Schedule.NONE
                : order.experiment()
                        .faults()
                        .map(plan -> control ? plan : plan.on(planned.spec().host()))
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
}
