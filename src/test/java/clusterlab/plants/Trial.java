package clusterlab.plants;

import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.fault.Schedule;
import clusterlab.run.Order;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Preset;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An experiment of the catalogue on the lab's default cluster.
 *
 * @param experiment its name
 * @param calm whether its faults are left out
 * @param clients 1 or more
 * @param seconds of the load
 * @param perSecond requests per second of all clients; 0 for as fast as they can
 */
record Trial(String experiment, boolean calm, int clients, int seconds, double perSecond) {
    private Experiment catalogued() {
        return Experiments.named(experiment).orElseThrow();
    }

    Order order(long seed) {
        return new Order(
                catalogued(),
                spec(),
                Set.of(),
                seed,
                clients,
                Duration.ofSeconds(seconds),
                perSecond,
                calm,
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                toString());
    }

    /** The faults that a run of this seed gets. */
    Schedule schedule(long seed) {
        return catalogued().faults().orElseThrow().over(seed, spec().nodes(), Duration.ofSeconds(seconds));
    }

    private ClusterSpec spec() {
        return ClusterSpec.builder(Preset.LAB)
                .anyPorts()
                .sticky(catalogued().sticky())
                .build();
    }

    /** As the options of {@code cluster-lab experiment}. */
    @Override
    public String toString() {
        return experiment + (calm ? " --calm" : "") + " --clients " + clients + " --rate " + Math.round(perSecond)
                + " --duration " + seconds;
    }
}
