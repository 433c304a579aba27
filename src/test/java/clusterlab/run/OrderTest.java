package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.experiment.Dimension;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.Matrix;
import clusterlab.experiment.workload.Site;
import clusterlab.run.Order.Planned;
import clusterlab.spec.ManagerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static Order order(String name, Set<Dimension<?>> fixed, int repeat, String... matrix) throws Exception {
        return order(name, fixed, repeat, 1, matrix);
    }

    private static Order order(String name, Set<Dimension<?>> fixed, int repeat, int pairs, String... matrix)
            throws Exception {
        Experiment e = Experiments.named(name).orElseThrow();
        Optional<Matrix> combinations =
                matrix.length == 0 ? Optional.empty() : Optional.of(Matrix.parse(List.of(matrix)));
        return new Order(
                e,
                RunningLab.spec().build(),
                fixed,
                5,
                2,
                Duration.ofSeconds(1),
                0,
                false,
                repeat,
                pairs,
                combinations,
                Optional.empty(),
                "again");
    }

    @Test
    void plainExperimentIsOneRun() throws Exception {
        assertThat(order("failover", Set.of(), 1).runs())
                .extracting(run -> run.label().text())
                .containsExactly("");
    }

    @Test
    void repetitionsCountTheSeedOn() throws Exception {
        assertThat(order("failover", Set.of(), 3).runs())
                .extracting(Planned::seed)
                .containsExactly(5L, 6L, 7L);
    }

    @Test
    void eachPairHasItsSeedAndRunsWithoutControlHaveNoPairs() throws Exception {
        assertThat(order("failover", Set.of(), 1, 5).runs())
                .extracting(run -> run.label().text())
                .containsExactly("seed 5", "seed 6", "seed 7", "seed 8", "seed 9");
        assertThat(order("double-failure", Set.of(), 1, 2).runs())
                .extracting(run -> run.label().without(Order.SEED).text())
                .containsExactly("delta", "delta", "backup", "backup");
        assertThat(order("stale-read", Set.of(), 1, 5).runs()).hasSize(1);
    }

    @Test
    void variantsChangeTheClusterOrThePage() throws Exception {
        assertThat(order("double-failure", Set.of(), 1).runs())
                .extracting(v -> v.spec().manager().kind())
                .containsExactly(ManagerSpec.Kind.DELTA, ManagerSpec.Kind.BACKUP);
        assertThat(order("lost-update", Set.of(), 1).runs())
                .extracting(v -> v.spec().balancer().sticky())
                .containsExactly(true, false);
        assertThat(order("response-before-replication", Set.of(), 1).runs())
                .extracting(v -> v.page().path())
                .containsExactly(Site.CHUNKED, Site.WITH_LENGTH, Site.WITH_LENGTH);
    }

    @Test
    void whatWasChosenByHandOrIsInTheMatrixIsNoVariantAnyMore() throws Exception {
        assertThat(order("double-failure", Set.of(Dimension.MANAGER), 1).runs()).hasSize(1);
        assertThat(order("double-failure", Set.of(), 1, "manager=backup", "send-options=sync,async")
                        .runs())
                .extracting(run -> run.label().text())
                .containsExactly("backup sync", "backup async");
        assertThat(order("double-failure", Set.of(), 1, "send-options=sync,async")
                        .runs())
                .extracting(run -> run.label().text())
                .containsExactly("sync delta", "sync backup", "async delta", "async backup");
    }

    @Test
    void everyExperimentOfTheCatalogueThatNeedsAControlHasFaults() {
        for (Experiment e : Experiments.ALL) {
            assertThat(e.faults().isPresent() || !e.needsControl()).as(e.name()).isTrue();
            e.faults()
                    .map(plan -> plan.over(1, 3, e.defaults().duration()))
                    .ifPresent(schedule ->
                            assertThat(schedule.steps()).as(e.name()).isNotEmpty());
        }
    }
}
