package clusterlab.plants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One defect of each part of a cluster; {@code scripts/show plants} has all. */
class PlantsIT {
    private static final Field FIELD = new Field();

    @ParameterizedTest
    @ValueSource(strings = {"drops-1-of-50", "answered-not-written", "load-stalls", "kill-does-nothing"})
    void plantedDefectIsFound(String kind) throws Exception {
        Plant plant = Plants.named(kind);
        Outcome outcome = FIELD.run(plant.trial(), 1, plant.rig().apply(1));
        assertThat(plant.isFoundBy(outcome.status())).as(outcome.toString()).isTrue();
    }
}
