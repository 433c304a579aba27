package clusterlab.run;

import clusterlab.experiment.Experiment;
import clusterlab.experiment.Matrix;
import clusterlab.experiment.Matrix.Combination;
import clusterlab.experiment.workload.Site;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was asked of an experiment.
 *
 * @param experiment which one
 * @param spec the cluster
 * @param fixed dimensions that were chosen by hand, of {@code manager} and {@code sticky}: variants leave them alone
 * @param seed of workload and faults; repetitions count on from it
 * @param clients 1 or more
 * @param duration of the load, more than 0
 * @param perSecond requests a second of all clients, 0 for as fast as they can
 * @param calm whether the faults are left out: what the configuration loses by itself
 * @param repeat how often, 1 or more
 * @param matrix configurations to compare
 * @param dir takes the histories, or empty if nobody wants them
 * @param command that repeats it, as a user types it
 */
public record Order(
        Experiment experiment,
        ClusterSpec spec,
        Set<String> fixed,
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
     * @param page how the workload counts
     */
    record Variant(String label, ClusterSpec spec, Page page, long seed) {}

    /**
     * How a workload counts.
     *
     * @param path see {@link Site}
     * @param direct past the front, on the first node: AJP tells the front that an answer is over only after the
     *     valves unless the answer has reached its Content-Length before
     * @param linkMillis by how much each message between nodes is delayed: on the loopback interface replication takes
     *     less time than the client's next request, and nobody would see who is ahead
     */
    record Page(String path, boolean direct, long linkMillis) {
        /** The session counter itself, through the front. */
        static final Page COUNTER = new Page("", false, 0);

        private static final long NETWORK_MILLIS = 5;

        private static Page onANetwork(String path, boolean direct) {
            return new Page(path, direct, NETWORK_MILLIS);
        }
    }

    /** The runs: each combination of the matrix with each variant of the experiment, as often as asked. */
    List<Variant> variants() {
        List<Combination> combinations = matrix.map(Matrix::combinations).orElse(List.of(new Combination(Map.of())));
        List<Variant> variants = new ArrayList<>();
        for (Combination combination : combinations) {
            for (String word : words(combination)) {
                for (int i = 0; i < repeat; i++) {
                    ClusterSpec.Builder cluster = combination.applyTo(spec.toBuilder());
                    Page page = apply(word, cluster);
                    List<String> label = new ArrayList<>(List.of(combination.label(), word));
                    if (repeat > 1) {
                        label.add("seed " + (seed + i));
                    }
                    label.removeIf(String::isEmpty);
                    variants.add(new Variant(String.join(" ", label), cluster.build(), page, seed + i));
                }
            }
        }
        return variants;
    }

    private List<String> words(Combination combination) {
        List<String> words = experiment.variants();
        boolean taken = words.stream()
                .map(Order::dimension)
                .anyMatch(d -> fixed.contains(d) || combination.words().containsKey(d));
        return words.isEmpty() || taken ? List.of("") : words;
    }

    private static String dimension(String word) {
        return switch (word) {
            case "delta", "backup" -> "manager";
            case "sticky", "not sticky" -> "sticky";
            default -> "";
        };
    }

    /** Changes the cluster as this variant wants it; returns the page that counts. */
    private static Page apply(String word, ClusterSpec.Builder cluster) {
        switch (word) {
            case "delta" -> cluster.manager(ManagerSpec.Kind.DELTA);
            case "backup" -> cluster.manager(ManagerSpec.Kind.BACKUP);
            case "sticky" -> cluster.sticky(true);
            case "not sticky" -> cluster.sticky(false);
            case "chunked" -> {
                return Page.onANetwork(Site.CHUNKED, true);
            }
            case "Content-Length" -> {
                return Page.onANetwork(Site.WITH_LENGTH, true);
            }
            case "Content-Length, front" -> {
                return Page.onANetwork(Site.WITH_LENGTH, false);
            }
            default -> {}
        }
        return Page.COUNTER;
    }
}
