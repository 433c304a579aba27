package clusterlab.run;

import clusterlab.cluster.BootException;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.BisectReport;
import clusterlab.report.BisectReport.Change;
import clusterlab.report.BisectReport.Tried;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Finds two neighbours among versions of Tomcat with another verdict. Runs both ends first, then halves what is between them.
 * A version without a verdict is run again, then left out.
 */
public final class Bisect {
    /** How often a version is run at most until it has a verdict. */
    static final int MOST_TIMES = 3;

    private final String experiment;
    private final List<TomcatHome> versions;
    private final Trial trial;
    private final Consumer<String> progress;
    private final List<Tried> tried = new ArrayList<>();

    /** Runs the experiment. */
    @FunctionalInterface
    public interface Trial {
        /**
         * Runs it on this Tomcat.
         *
         * @param time 1 the first time, then one more each time
         * @throws BootException if the lab does not become ready: there is no verdict
         */
        Outcome run(TomcatHome tomcat, int time) throws SpecException, BootException, IOException, InterruptedException;
    }

    /**
     * What a trial found.
     *
     * @param status the verdict on losses
     * @param sentence the verdict in words
     */
    public record Outcome(Status status, String sentence) {}

    /**
     * A search among these versions.
     *
     * @param experiment its name
     * @param versions the oldest first, two or more
     * @param progress receives a line after each version
     */
    public Bisect(String experiment, List<TomcatHome> versions, Trial trial, Consumer<String> progress) {
        if (versions.size() < 2) {
            throw new IllegalArgumentException("nothing is between fewer than two versions");
        }
        this.experiment = experiment;
        this.versions = List.copyOf(versions);
        this.trial = trial;
        this.progress = progress;
    }

    /**
     * Runs until two neighbours differ, or until it is known that the ends do not.
     *
     * @throws SpecException if a cluster can't be planned
     * @throws IOException if a history can't be written
     */
    public BisectReport run() throws SpecException, IOException, InterruptedException {
        int low = 0;
        int high = versions.size() - 1;
        Status first = status(low);
        Status last = status(high);
        if (first == last || first == Status.UNKNOWN || last == Status.UNKNOWN) {
            return report(Optional.empty());
        }
        for (OptionalInt middle = middle(low, high); middle.isPresent(); middle = middle(low, high)) {
            Status found = status(middle.getAsInt());
            if (found == first) {
                low = middle.getAsInt();
            } else if (found == last) {
                high = middle.getAsInt();
            }
        }
        return report(Optional.of(new Change(low, high)));
    }

    /** The version between these that is nearest to their middle and was not run. */
    private OptionalInt middle(int low, int high) {
        return IntStream.range(low + 1, high)
                .filter(index -> tried.stream().noneMatch(one -> one.index() == index))
                .boxed()
                .min((one, other) -> Integer.compare(Math.abs(2 * one - low - high), Math.abs(2 * other - low - high)))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private Status status(int index) throws SpecException, IOException, InterruptedException {
        TomcatHome tomcat = versions.get(index);
        Outcome outcome = new Outcome(Status.UNKNOWN, "");
        int time = 0;
        while (outcome.status() == Status.UNKNOWN && time < MOST_TIMES) {
            time++;
            try {
                outcome = trial.run(tomcat, time);
            } catch (BootException e) {
                outcome = new Outcome(Status.UNKNOWN, String.valueOf(e.getMessage()));
            }
            progress.accept("Tomcat " + tomcat.version() + ": " + outcome.status() + ". " + outcome.sentence());
        }
        tried.add(new Tried(index, outcome.status(), time, outcome.sentence()));
        return outcome.status();
    }

    private BisectReport report(Optional<Change> change) {
        return new BisectReport(
                experiment, versions.stream().map(TomcatHome::version).toList(), tried, change);
    }
}
