package clusterlab.plants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One defect of each part of a cluster; {@code scripts/show plants} has all. */
class PlantsIT {
    private static final List<String> KINDS =
            List.of("drops-1-of-50", "answered-not-written", "sessions-mixed", "load-stalls", "kill-does-nothing");

    /** All at the same time: a run mostly waits. */
    @Test
    void plantedDefectsAreFound() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(KINDS.size());
        try {
            Map<String, Future<Outcome>> runs = new TreeMap<>();
            for (String kind : KINDS) {
                Plant plant = Plants.named(kind);
                runs.put(kind, pool.submit(() -> new Field()
                        .run(plant.trial(), 1, plant.rig().apply(1))));
            }
            for (Map.Entry<String, Future<Outcome>> run : runs.entrySet()) {
                Outcome outcome = run.getValue().get();
                assertThat(Plants.named(run.getKey()).isFoundBy(outcome.status()))
                        .as(run.getKey() + ": " + outcome)
                        .isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
