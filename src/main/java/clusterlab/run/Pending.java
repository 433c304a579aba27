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
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an order, which may still be under way, and what comes of them. Closing it deletes the folder that it made for
 * their histories, if the order names none.
 */
public final class Pending implements AutoCloseable {
    private static final Duration WARM_UP = Duration.ofMillis(1500);

    private final Order order;
    private final Rig rig;
    private final Consumer<String> progress;
    private final Consumer<String> warning;
    private final Optional<Path> replay;
    private final Path dir;
    private final Instant startedAt = Instant.now();
    private final List<SideBySide.Result<Judged>> runs = new ArrayList<>();
    private final Map<RunLabel, String> replays = new ConcurrentHashMap<>();
    private final AtomicLong began = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private @Nullable Report report;

    Pending(
            Order order,
            Rig rig,
            Consumer<String> progress,
            Consumer<String> warning,
            Optional<Path> replay,
            Path dir) {
        this.order = order;
        this.rig = rig;
        this.progress = progress;
        this.warning = warning;
        this.replay = replay;
        this.dir = dir;
    }

    /**
     * Waits for the runs; not thread-safe.
     *
     * @return the report on all of them
     * @throws SpecException if a cluster can't be planned
     * @throws BootException if a lab does not become ready
     * @throws IOException if a history can't be written or read
     */
    public Report await() throws SpecException, BootException, IOException, InterruptedException {
        if (report == null) {
            List<Judged> judged = new ArrayList<>();
            for (SideBySide.Result<Judged> run : runs) {
                judged.add(run.await());
            }
            report = Reports.of(judged);
            // The histories of all experiments together need more memory than one run was allowed.
            runs.clear();
        }
        return report;
    }

    /** After {@link #await}: from the boot of the first lab to the end of the last, in nanoseconds. */
    public long nanos() {
        return ended.get() - began.get();
    }

    /** After {@link #await}: the files with the replays of the runs, in the order's folder; empty if it has none. */
    public Map<RunLabel, String> replays() {
        return Map.copyOf(replays);
    }

    @Override
    public void close() throws IOException {
        if (order.dir().isEmpty()) {
            Files.deleteIfExists(dir);
        }
    }

    void submit(List<Planned> planned, SideBySide sideBySide) {
        boolean alone = order.perSecond() == 0;
        int all = planned.size() * (order.compares() ? 2 : 1);
        for (int i = 0; i < planned.size(); i++) {
            Planned each = planned.get(i);
            int pair = order.compares() ? i % order.pairs() : 0;
            for (RunRole role : roles(pair)) {
                PlanWriter writer = writer(each, role, runs.size(), all, pair);
                runs.add(sideBySide.submit(alone, loadIsOver -> run(each, role, writer, loadIsOver)));
            }
        }
    }

    /** Every other pair begins with the control: what gets faster or slower with time hits both alike. */
    private List<RunRole> roles(int pair) {
        if (!order.compares()) {
            return List.of(order.calm() ? RunRole.CONTROL : RunRole.ALONE);
        }
        return pair % 2 == 0
                ? List.of(RunRole.WITH_FAULT, RunRole.CONTROL)
                : List.of(RunRole.CONTROL, RunRole.WITH_FAULT);
    }

    /** Warms up the JVM: a JVM that has just started is slow, so the first runs would look worse than others. */
    void warmUp(Planned planned, int labs) throws SpecException, BootException, IOException, InterruptedException {
        progress.accept(order.experiment().name() + ": warming up");
        String name = "warm-up";
        RunLabel label = new RunLabel(name, Label.EMPTY, RunRole.ALONE);
        try {
            PlanWriter writer = new PlanWriter(startedAt, order.command(), name, 0, 1, 0);
            execute(
                    planned,
                    label,
                    name,
                    WARM_UP.multipliedBy(labs),
                    Schedule.NONE,
                    writer,
                    false,
                    sentence -> {},
                    () -> {},
                    Optional.empty());
        } finally {
            Files.deleteIfExists(history(name));
        }
    }

    private PlanWriter writer(Planned planned, RunRole role, int number, int all, int pair) {
        return new PlanWriter(startedAt, order.command(), load(schedule(planned, role)), number, all, pair);
    }

    private Judged run(Planned planned, RunRole role, PlanWriter writer, Runnable loadIsOver)
            throws SpecException, BootException, IOException, InterruptedException {
        began.compareAndSet(0, System.nanoTime());
        String experiment = order.experiment().name();
        RunLabel label = new RunLabel(experiment, planned.label(), role);
        int all = writer.runs();
        progress.accept(experiment + ": " + (all > 1 ? "run " + (writer.number() + 1) + " of " + all + ", " : "")
                + label.text());
        String name = fileName(label.text());
        try {
            Schedule schedule = schedule(planned, role);
            List<Run.Taken> taken = new ArrayList<>();
            boolean wanted = order.dir().isPresent() || (replay.isPresent() && writer.number() == 0);
            Optional<Consumer<Run.Taken>> taker = wanted ? Optional.of(taken::add) : Optional.empty();
            execute(planned, label, name, order.duration(), schedule, writer, true, warning, loadIsOver, taker);
            Evidence evidence = Evidence.read(history(name));
            if (order.dir().isPresent()) {
                EdnHistory.write(evidence, dir.resolve("history-" + name + ".edn"));
            }
            Judged judged = Judged.of(evidence);
            for (Run.Taken one : taken) {
                save(judged.result(), one, writer.number() == 0, name);
            }
            return judged;
        } catch (BootException e) {
            throw all > 1 ? new BootException(label.text() + ": " + e.getMessage(), e) : e;
        } finally {
            ended.set(System.nanoTime());
            if (order.dir().isEmpty()) {
                Files.deleteIfExists(history(name));
            }
        }
    }

    /** The replay of the first run is replay.html; the others have the names of their histories. */
    private void save(RunResult result, Run.Taken taken, boolean first, String name) throws IOException {
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
            Planned planned,
            RunLabel label,
            String name,
            Duration duration,
            Schedule schedule,
            PlanWriter writer,
            boolean judged,
            Consumer<String> warning,
            Runnable loadIsOver,
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
                        history(name))
                .execute(judged, warning, loadIsOver, taker);
    }

    private static String fileName(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private Path history(String name) {
        return dir.resolve("history-" + name + ".jsonl");
    }

    private Schedule schedule(Planned planned, RunRole role) {
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

    private String load(Schedule schedule) {
        return Times.plural(order.clients(), "client") + ", "
                + Times.span(order.duration().toNanos())
                + (schedule.steps().isEmpty() ? "" : " or until the last fault is over") + ", "
                + (order.perSecond() == 0
                        ? "as fast as they can"
                        : Times.count(Math.round(order.perSecond())) + " requests/s");
    }
}
