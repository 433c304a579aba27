package clusterlab.run;

import clusterlab.experiment.Dimension;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Label;
import clusterlab.experiment.Matrix;
import clusterlab.experiment.Variant;
import clusterlab.experiment.workload.CountingPage;
import clusterlab.experiment.workload.Release;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of an experiment.
 *
 * @param experiment the experiment
 * @param spec the cluster
 * @param fixed dimensions that the user chose: variants don't change them
 * @param seed of workload and faults; each repetition adds 1
 * @param clients 1 or more
 * @param duration of the load, more than 0
 * @param perSecond requests per second of all clients, 0 for no limit
 * @param calm whether the faults are left out, which shows what the configuration loses without them
 * @param repeat number of runs, 1 or more
 * @param pairs number of runs with and without the fault that are compared, 1 or more; 1 if {@code repeat} is more
 * @param matrix configurations to compare
 * @param dir folder for the histories, or empty to keep none
 * @param command the command line that runs the same plan
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
        int pairs,
        Optional<Matrix> matrix,
        Optional<Path> dir,
        String command) {

    /** Tells runs of one configuration apart. */
    static final String SEED = "seed";

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if both {@code repeat} and {@code pairs} are more than 1
     */
    public Order {
        if (repeat > 1 && pairs > 1) {
            throw new IllegalArgumentException("repeat or pairs, not both");
        }
        fixed = Set.copyOf(fixed);
    }

    /**
     * One of the runs; it has a control if the experiment has one.
     *
     * @param label the difference to the other runs; empty if it is the only one
     * @param page the page that the clients request
     * @param release the new version of the application that comes under load, or empty for none
     */
    record Planned(Label label, ClusterSpec spec, CountingPage page, Optional<Release> release, long seed) {}

    /**
     * The same with this unmodified Tomcat in all nodes, or with nodes that are upgraded to it, if the experiment upgrades them.
     *
     * @param folder for the histories, or empty to keep none
     */
    public Order on(TomcatHome tomcat, Optional<Path> folder) {
        ClusterSpec.Builder changed = spec.toBuilder();
        return new Order(
                experiment,
                (experiment.upgrades() ? changed.nextTomcat(tomcat) : changed.tomcat(tomcat)).build(),
                fixed,
                seed,
                clients,
                duration,
                perSecond,
                calm,
                repeat,
                pairs,
                matrix,
                folder,
                command);
    }

    /** Whether each run has a control. */
    boolean compares() {
        return experiment.needsControl() && !calm;
    }

    /**
     * The runs: each combination of the matrix with each variant of the experiment, each as often as {@code repeat} says,
     * or as {@code pairs} says if the runs have controls.
     */
    List<Planned> runs() {
        int times = compares() ? Math.max(repeat, pairs) : repeat;
        List<Planned> runs = new ArrayList<>();
        for (Variant combination : matrix.map(Matrix::combinations).orElse(List.of(Variant.PLAIN))) {
            for (Variant own : variants(combination)) {
                Variant variant = combination.and(own);
                for (int i = 0; i < times; i++) {
                    Label label =
                            times > 1 ? variant.label().and(Label.of(SEED, "seed " + (seed + i))) : variant.label();
                    ClusterSpec cluster =
                            variant.change().apply(spec.toBuilder()).build();
                    runs.add(new Planned(label, cluster, variant.page(), variant.release(), seed + i));
                }
            }
        }
        return runs;
    }

    /** The experiment's own variants, without dimensions that the user or the matrix has set. */
    private List<Variant> variants(Variant combination) {
        Set<String> chosen = new HashSet<>(combination.label().dimensions());
        fixed.forEach(dimension -> chosen.add(dimension.name()));
        return experiment.variants().stream()
                        .allMatch(v -> Collections.disjoint(chosen, v.label().dimensions()))
                ? experiment.variants()
                : List.of(Variant.PLAIN);
    }
}
