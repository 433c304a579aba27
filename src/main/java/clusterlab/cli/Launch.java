package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.config.ClusterReader;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Boots a lab and keeps it until the user ends it: the command {@code run}, which is the default. */
abstract class Launch implements Callable<Integer> {
    private static final long LOOK_SECONDS = 2;

    /** What a lab in the background prints, in its run folder. */
    static final String LOG = "lab.log";

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--save",
            paramLabel = "NAME",
            description =
                    "Save the options of this lab, but no secrets, for --load, then start it; with --dry-run only save them")
    @Nullable
    private String save;

    @Option(names = "--json", description = "Print only JSON to stdout, one object per line")
    private boolean json;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the draws for lost messages and jitter. Default: a random one")
    @Nullable
    private String seed;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "At the end, save what happened as one HTML file that plays it again in a browser")
    @Nullable
    private String replay;

    @Option(names = "--dry-run", description = "Print the plan, start nothing")
    private boolean dryRun;

    @Option(
            names = {"-d", "--detach"},
            description =
                    "Run in the background: print the same, and end once the lab is ready; ctl stop ends the lab. Its output goes "
                            + "to lab.log in the run folder")
    private boolean detach;

    @Option(names = "--open", description = "Open the dashboard in a browser once the lab is ready")
    private boolean open;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the nodes' log lines")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Unmatched
    private final List<String> unmatched = new ArrayList<>();

    @Spec
    @Nullable
    private CommandSpec self;

    /** Options come from files only if {@code --config} or {@code --load} name them. */
    final void readNoFilesUnasked() {
        if (settings.config == null) {
            settings.config = "none";
        }
    }

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(self);
        List<Problem> inFiles;
        try {
            inFiles = settings.apply(command);
        } catch (SpecException e) {
            return refuse(e, Main.output(json));
        }
        Output output = Main.output(json);
        boolean leaves = detach && !dryRun && !Detached.isChild();
        if (!dryRun && !leaves) {
            settings.notices().forEach(output::say);
            ClusterReader.warmUp();
        }
        ClusterSpec spec;
        Optional<ReplayFile> replayFile;
        try {
            options.target.allowed = true;
            spec = spec(inFiles);
            replayFile = ReplayFile.of(replay);
            if (open && spec.admin().isEmpty()) {
                throw new SpecException(List.of(
                        Problem.usage(tr("--open: with --admin-port none there is no dashboard; leave one out."))));
            }
            if (save != null && !Detached.isChild()) {
                settings.save(save, command).forEach(output::say);
            }
        } catch (SpecException e) {
            return refuse(e, output);
        }
        if (leaves) {
            return inBackground(output);
        }
        try (PortPolicy ports = PortPolicy.probing();
                BootProgress progress = new BootProgress(output)) {
            if (!dryRun) {
                progress.preparing();
            }
            Planner.Plan plan = Planner.plan(spec, ports);
            plan.notices().forEach(output::say);
            if (dryRun) {
                output.text(Banner.plan(plan.topology()) + settings.rows());
                Map<String, @Nullable Object> json = Banner.planJson(plan.topology(), plan.notices());
                json.put(
                        "options",
                        settings.applied().stream()
                                .map(SettingsOptions.Applied::json)
                                .toList());
                output.json(json);
                return ExitCode.OK;
            }
            return run(plan, ports, output, progress, replayFile);
        } catch (SpecException e) {
            return refuse(e, output);
        }
    }

    private ClusterSpec spec(List<Problem> inFiles) throws SpecException {
        ClusterSpec spec;
        try {
            spec = options.spec(unmatched, seed);
        } catch (SpecException e) {
            throw settings.all(inFiles, e);
        }
        if (!inFiles.isEmpty()) {
            throw new SpecException(inFiles);
        }
        return spec;
    }

    /** The other process plans for itself. */
    private static int inBackground(Output output) throws InterruptedException {
        try {
            return Main.detach();
        } catch (IOException e) {
            output.say("cluster-lab: "
                    + tr("-d: no process can be started in the background: %s; leave -d out.", e.getMessage()));
            return ExitCode.UNAVAILABLE;
        }
    }

    private int run(
            Planner.Plan plan, PortPolicy ports, Output output, BootProgress progress, Optional<ReplayFile> replayFile)
            throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ending = new AtomicBoolean();
        Thread main = Thread.currentThread();
        // Before the run folder is created: an earlier signal ends the JVM with nothing to clean up.
        Runnable onInterrupt = Main.onEnd(() -> {
            ending.set(true);
            end.countDown();
            // Interrupts a waiting boot; close waits for a boot that starts Tomcats.
            main.interrupt();
        });
        boolean saved = true;
        BootEars ears = new BootEars(output, progress, verbose);
        try (Lab lab = new Lab(plan.topology(), ports, ears)) {
            try {
                progress.nodes(0, 0, plan.topology().nodes().size());
                try {
                    lab.boot();
                } finally {
                    // What is said next stays.
                    progress.close();
                }
                lab.control().record();
                ears.broken(() -> !lab.control().faults().isEmpty());
                lab.cluster().watchAttributes(AttributeWatch.Pace.SPARING);
                boolean replicates = lab.cluster().replicates();
                output.text(Banner.ready(
                        lab,
                        lab.cluster().hasReadableCopies() && !lab.cluster().isIncomplete(),
                        OtherUsers.exist(),
                        Output.colours(),
                        Detached.isChild()));
                output.json(Banner.readyJson(lab, replicates));
                if (output.failed()) {
                    return stdoutGone(output);
                }
                ready(lab, output);
                try (Presence presence = Presence.announce(lab, output)) {
                    if (open) {
                        presence.openBrowser();
                    }
                    if (Detached.isChild()) {
                        Detached.ready(lab.folder().path().resolve(LOG));
                        end.await();
                    } else if (!json && Output.isInteractive()) {
                        presence.prompt(onInterrupt, ending::get);
                    } else if (!endsWhenReady() && !awaitEnd(end, output)) {
                        return stdoutGone(output);
                    }
                }
            } catch (InterruptedException e) {
                if (!ending.get()) {
                    throw e;
                }
            } catch (IOException e) {
                output.say("cluster-lab: "
                        + tr(
                                "-d: %s can't be written: %s; name another folder with --dir.",
                                lab.folder().path().resolve(LOG), e.getMessage()));
                return ExitCode.UNAVAILABLE;
            } catch (BootException e) {
                // Said before the lab is closed: that may take seconds.
                if (!ending.get()) {
                    return fail(e, output);
                }
            } finally {
                saved = replayFile.isEmpty() || replayFile.get().save(lab.control(), output);
            }
        } catch (BootException e) {
            if (!ending.get()) {
                return fail(e, output);
            }
        }
        output.text(tr("Stopped.") + "\n");
        output.json(Map.of("event", "stopped"));
        return saved ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }

    /** Called when the lab is ready and its banner was shown. */
    void ready(Lab lab, Output output) {}

    /** Whether nobody wants the lab once it is ready. */
    boolean endsWhenReady() {
        return false;
    }

    /** Waits for a signal; false if stdout is gone before. Soon after the start it looks often: {@code … --json | head -1}. */
    private static boolean awaitEnd(CountDownLatch end, Output output) throws InterruptedException {
        for (long seconds = LOOK_SECONDS; !end.await(seconds, TimeUnit.SECONDS); seconds = Math.min(60, seconds + 1)) {
            if (output.isGone()) {
                return false;
            }
        }
        return true;
    }

    private static int stdoutGone(Output output) {
        output.say(Main.STDOUT_GONE + "so the lab ends.");
        return ExitCode.STDOUT_GONE;
    }

    private static int fail(BootException e, Output output) {
        output.say("cluster-lab: " + e.getMessage());
        return ExitCode.UNAVAILABLE;
    }

    static int refuse(SpecException e, Output output) {
        e.problems().forEach(problem -> output.say("cluster-lab: " + problem.message()));
        return e.problems().stream().anyMatch(problem -> problem.kind() == SpecException.Problem.Kind.USAGE)
                ? ExitCode.USAGE
                : ExitCode.UNAVAILABLE;
    }
}
