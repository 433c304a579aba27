package clusterlab.run;

import clusterlab.experiment.Dimension;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Label;
import clusterlab.experiment.Matrix;
import clusterlab.experiment.Variant;
import clusterlab.experiment.workload.CountingPage;
import clusterlab.spec.ClusterSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was asked of an experiment.
 *
 * @param experiment which one
 * @param spec the cluster
 * @param fixed dimensions that were chosen by hand: variants leave them alone
 * @param seed of workload and faults; repetitions count on from it
 * @param clients 1 or more
 * @param duration of the load, more than 0
 * @param perSecond requests a second of all clients, 0 for as fast as they can
 * @param calm whether the faults are left out: what the configuration loses by itself
 * @param repeat how often, 1 or more
 * @param matrix configurations to compare
 * @param dir takes the histories, or empty to keep none
 * @param command that repeats it, as a user types it
 */
public record Order(
        Experiment experiment,
        ClusterSpec spec,
        Set<Dimension<?>> fixed,
        long seed,
        int clients,
        Duration duration,
        double perSecond,
        boolean calm,
        int repeat,
        Optional<Matrix> matrix,
        Optional<Path> dir,
        String command) {

    /** Copies the set. */
    public Order {
        fixed = Set.copyOf(fixed);
    }

    /**
     * One of the runs, each with its control if the experiment has one.
     *
     * @param label what tells it from the others; empty if it is the only one
     * @param page the page that counts
     */
    record Planned(Label label, ClusterSpec spec, CountingPage page, long seed) {}

    /** The runs: each combination of the matrix with each variant of the experiment, as often as asked. */
    List<Planned> runs() {
        List<Planned> runs = new ArrayList<>();
        for (Variant combination : matrix.map(Matrix::combinations).orElse(List.of(Variant.PLAIN))) {
            for (Variant own : variants(combination)) {
                Variant variant = combination.and(own);
                for (int i = 0; i < repeat; i++) {
                    Label label =
                            repeat > 1 ? variant.label().and(Label.of("seed", "seed " + (seed + i))) : variant.label();
                    ClusterSpec cluster =
                            variant.change().apply(spec.toBuilder()).build();
                    runs.add(new Planned(label, cluster, variant.page(), seed + i));
                }
            }
        }
        return runs;
    }

    /** The experiment's own, unless the user or the matrix chose in their dimension already. */
    private List<Variant> variants(Variant combination) {
        Set<String> chosen = new HashSet<>(combination.label().dimensions());
        fixed.forEach(dimension -> chosen.add(dimension.name()));
        return experiment.variants().stream()
                        .allMatch(v -> Collections.disjoint(chosen, v.label().dimensions()))
                ? experiment.variants()
                : List.of(Variant.PLAIN);
    }
}
