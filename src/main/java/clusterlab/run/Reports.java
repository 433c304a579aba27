package clusterlab.run;

import clusterlab.experiment.Comparison;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Label;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.RunRole;
import clusterlab.report.Report;
import clusterlab.report.Setup;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts the runs of an experiment together to its report: the same after the runs as from their files. */
public final class Reports {
    private Reports() {}

    /**
     * Judges the runs in a folder that {@code experiment --report} wrote.
     *
     * @throws IOException if there are none, or one can't be read; the message is for the user
     */
    public static Report again(Path dir) throws IOException {
        List<Judged> runs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "history-*.jsonl")) {
            for (Path file : files) {
                runs.add(Judged.of(file));
            }
        } catch (NotDirectoryException e) {
            throw new IOException(dir + " is no folder; name the folder that experiment --report wrote", e);
        }
        if (runs.isEmpty()) {
            throw new IOException(dir + " has no history-*.jsonl; name the folder that experiment --report wrote");
        }
        try {
            return of(runs);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IOException(
                    dir + " has plans that this cluster-lab does not understand; run the experiment again", e);
        }
    }

    /**
     * The report of these runs.
     *
     * @param all one or more of one experiment
     * @throws IOException if a run is missing
     */
    static Report of(List<Judged> all) throws IOException {
        List<Judged> runs = all.stream()
                .sorted(Comparator.comparingInt(run -> run.plan().number()))
                .toList();
        Experiment experiment = Judged.experiment(runs.get(0).plan());
        int planned = runs.get(0).plan().runs();
        for (int i = 0; i < Math.max(planned, runs.size()); i++) {
            if (i < runs.size() && runs.get(i).plan().runs() != planned) {
                throw new IOException("the histories are of several experiments; name the folder that one wrote");
            }
            if (i >= runs.size()
                    || i >= planned
                    || runs.get(i).plan().number() != i
                    || !runs.get(i).plan().experiment().equals(experiment.name())) {
                throw new IOException(
                        "the history of run " + (i + 1) + " of " + experiment.name() + " is missing, or there twice");
            }
        }
        List<Judged> shown = runs.stream().filter(run -> !hasPartner(runs, run)).toList();
        Setup setup =
                Setup.common(shown.stream().map(run -> Setup.of(run.plan())).toList());
        if (!isCompared(runs)) {
            return Report.of(
                    experiment, setup, shown.stream().map(Judged::result).toList());
        }
        return Report.ofComparisons(experiment, setup, comparisons(runs));
    }

    private static boolean isCompared(List<Judged> runs) {
        return runs.stream().anyMatch(run -> role(run) == RunRole.WITH_FAULT);
    }

    /** Whether it is the control of a run that is shown in its place. */
    private static boolean hasPartner(List<Judged> runs, Judged run) {
        return role(run) == RunRole.CONTROL && isCompared(runs);
    }

    private static RunRole role(Judged run) {
        return run.result().label().role();
    }

    /** Each two runs that follow each other are a pair; the pairs of a comparison are numbered from 0. */
    private static List<Comparison> comparisons(List<Judged> runs) throws IOException {
        List<Comparison> comparisons = new ArrayList<>();
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < runs.size(); i += 2) {
            List<Judged> two = runs.subList(i, Math.min(i + 2, runs.size()));
            Optional<RunResult> run = with(two, RunRole.WITH_FAULT);
            Optional<RunResult> control = with(two, RunRole.CONTROL);
            if (run.isEmpty() || control.isEmpty()) {
                throw new IOException("the history of run " + (i + 1) + " has no partner");
            }
            pairs.add(new Comparison.Pair(run.get(), control.get()));
            boolean last = i + 2 >= runs.size() || runs.get(i + 2).plan().pair() == 0;
            if (last) {
                RunLabel first = pairs.get(0).run().label();
                Label variant = pairs.size() > 1 ? first.variant().without(Order.SEED) : first.variant();
                comparisons.add(Comparison.of(
                        new RunLabel(first.experiment(), variant, RunRole.WITH_FAULT),
                        pairs,
                        runs.get(0).plan().seed()));
                pairs.clear();
            }
        }
        return comparisons;
    }

    private static Optional<RunResult> with(List<Judged> two, RunRole role) {
        return two.stream().filter(run -> role(run) == role).map(Judged::result).findFirst();
    }
}
