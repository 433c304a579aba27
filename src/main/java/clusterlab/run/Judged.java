package clusterlab.run;

import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.Label;
import clusterlab.experiment.RunLabel;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.RunRole;
import clusterlab.experiment.evidence.Evidence;
import clusterlab.experiment.evidence.RunPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run that was judged from its file: just now, or again.
 *
 * @param plan what was planned
 * @param result what the checkers found
 */
record Judged(RunPlan plan, RunResult result) {

    /**
     * Judges the run of this file.
     *
     * @throws IOException if it can't be read or is of no experiment that is known here; the message is for the user
     */
    static Judged of(Path file) throws IOException {
        try {
            return of(Evidence.read(file));
        } catch (OutOfMemoryError e) {
            throw new IOException(file + " does not fit in memory; give Java more, as in java -Xmx4g", e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IOException(
                    file + " has a plan that this cluster-lab does not understand; run the experiment again", e);
        }
    }

    /**
     * Judges this run.
     *
     * @throws IOException as the other
     */
    static Judged of(Evidence evidence) throws IOException {
        RunPlan plan = evidence.plan();
        return new Judged(plan, RunResult.of(label(plan), experiment(plan), evidence));
    }

    /** The experiment of a plan. */
    static Experiment experiment(RunPlan plan) throws IOException {
        return Experiments.named(plan.experiment())
                .orElseThrow(() -> new IOException("the history is of an experiment \"" + plan.experiment()
                        + "\", which this cluster-lab does not know; use the version that wrote it"));
    }

    private static RunLabel label(RunPlan plan) {
        List<Label.Part> parts = new ArrayList<>();
        for (int i = 0; i < plan.dimensions().size(); i++) {
            parts.add(new Label.Part(plan.dimensions().get(i), plan.choices().get(i)));
        }
        return new RunLabel(plan.experiment(), new Label(parts), RunRole.valueOf(plan.role()));
    }
}
