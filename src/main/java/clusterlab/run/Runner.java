package clusterlab.run;

import clusterlab.cluster.BootException;
import clusterlab.report.Report;
import clusterlab.run.Order.Planned;
import clusterlab.spec.HostSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Carries out experiments: all of their runs with their controls, each in a fresh lab, and one report for each. */
public final class Runner {
    private final Consumer<String> progress;
    private final Consumer<String> warning;
    private final Rig rig;
    private final SideBySide sideBySide;
    private Optional<Path> replay = Optional.empty();
    private boolean warm;

    /**
     * A runner that reports to these; one lab runs after the other.
     *
     * @param progress receives a line for each step
     * @param warning receives sentences for the user
     */
    public Runner(Consumer<String> progress, Consumer<String> warning) {
        this(progress, warning, Rig.REAL, new SideBySide(1));
    }

    /**
     * The same.
     *
     * @param rig what runs are made of
     * @param sideBySide labs at the same time; the caller closes it, which ends those that are under way
     */
    public Runner(Consumer<String> progress, Consumer<String> warning, Rig rig, SideBySide sideBySide) {
        this.rig = rig;
        this.progress = progress;
        this.warning = warning;
        this.sideBySide = sideBySide;
    }

    /** From now on saves the replay of the first run of an order to this file too. */
    public void replayTo(Path file) {
        replay = Optional.of(file);
    }

    /**
     * Carries out all runs. An interrupt ends it cleanly.
     *
     * @throws SpecException if a cluster can't be planned
     * @throws BootException if a lab does not become ready
     * @throws IOException if a history can't be written
     */
    public Report run(Order order) throws SpecException, BootException, IOException, InterruptedException {
        try (Pending pending = begin(order)) {
            return pending.await();
        }
    }

    /**
     * Lets the runs begin as soon as labs before them leave room.
     *
     * @throws SpecException if a cluster can't be planned; then nothing begins
     * @throws BootException if the lab for warming up does not become ready
     * @throws IOException if the folder of the histories can't be written
     */
    public Pending begin(Order order) throws SpecException, BootException, IOException, InterruptedException {
        List<Planned> runs = order.runs();
        refuseUnplannable(order, runs);
        Path dir = order.dir().isPresent()
                ? Files.createDirectories(order.dir().get())
                : Files.createTempDirectory("cluster-lab-experiment-");
        Pending pending = new Pending(order, rig, progress, warning, replay, dir);
        try {
            removeEarlier(dir);
            if (!warm) {
                pending.warmUp(runs.get(0), sideBySide.places());
                warm = true;
            }
            pending.submit(runs, sideBySide);
            return pending;
        } catch (SpecException | BootException | IOException | InterruptedException | RuntimeException e) {
            pending.close();
            throw e;
        }
    }

    /** Refuses all that can't be planned before the first run. */
    private void refuseUnplannable(Order order, List<Planned> runs) throws SpecException {
        long heap = Runtime.getRuntime().maxMemory() / sideBySide.places();
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
}
