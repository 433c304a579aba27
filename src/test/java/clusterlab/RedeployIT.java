package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.Variant;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.workload.Release;
import clusterlab.experiment.workload.Release.Way;
import clusterlab.report.Report;
import clusterlab.report.TextReport;
import clusterlab.run.Order;
import clusterlab.run.Runner;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Preset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Version 2 with a class that can't read the old sessions: beside version 1 it keeps them, in its place it can't. */
class RedeployIT {
    private static final int SECONDS = 6;

    @Test
    void changedClassLosesSessionsInPlaceAndKeepsThemInParallel() throws Exception {
        Experiment all = Experiments.named("redeploy").orElseThrow();
        Experiment two = new Experiment(
                all.name(),
                all.what(),
                all.asked(),
                all.mode(),
                all.faults(),
                all.needsControl(),
                all.sticky(),
                all.checkers(),
                List.of(Variant.of(new Release(Way.PARALLEL, false)), Variant.of(new Release(Way.IN_PLACE, false))),
                all.defaults());
        List<String> warnings = new ArrayList<>();
        Report report = new Runner(line -> {}, warnings::add)
                .run(new Order(
                        two,
                        ClusterSpec.builder(Preset.LAB).anyPorts().build(),
                        Set.of(),
                        1,
                        4,
                        Duration.ofSeconds(SECONDS),
                        80,
                        false,
                        1,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        "again"));
        String text = TextReport.of(report, false);
        RunResult parallel = report.runs().get(0);
        RunResult inPlace = report.runs().get(1);

        assertThat(parallel.judgement().of("evidence").orElseThrow().status())
                .as(text)
                .isEqualTo(Status.VALID);
        assertThat(parallel.judgement().of("lost-session").orElseThrow().status())
                .as(text)
                .isEqualTo(Status.VALID);
        assertThat(inPlace.judgement().of("lost-session").orElseThrow().status())
                .as(text)
                .isEqualTo(Status.INVALID);
        assertThat(text).contains("LOST (INVALID)", "parallel changed", "in place changed");
        assertThat(warnings).isEmpty();
    }
}
