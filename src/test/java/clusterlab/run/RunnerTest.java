package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.experiment.Experiments;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    @TempDir
    Path dir;

    @Test
    void upgradeToNothingIsRefusedBeforeAnythingStarts() {
        List<String> progress = new ArrayList<>();
        Order order = new Order(
                Experiments.named("rolling-upgrade").orElseThrow(),
                ClusterSpec.builder(Preset.LAB).anyPorts().build(),
                Set.of(),
                1,
                4,
                Duration.ofSeconds(5),
                50,
                false,
                1,
                1,
                Optional.empty(),
                Optional.of(dir.resolve("report")),
                "again");
        SpecException refused =
                catchThrowableOfType(SpecException.class, () -> new Runner(progress::add, progress::add).run(order));
        assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .isEqualTo("experiment rolling-upgrade: no Tomcat to upgrade to is named; add --to VERSION."));
        assertThat(progress).isEmpty();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void faultThatTheHostCantDoIsRefusedBeforeAnythingStarts() {
        List<String> progress = new ArrayList<>();
        Order order = new Order(
                Experiments.named("freeze").orElseThrow(),
                ClusterSpec.builder(Preset.LAB).anyPorts().build(),
                Set.of(),
                1,
                4,
                Duration.ofSeconds(5),
                50,
                false,
                1,
                1,
                Optional.empty(),
                Optional.of(dir.resolve("report")),
                "again");
        SpecException refused =
                catchThrowableOfType(SpecException.class, () -> new Runner(progress::add, progress::add).run(order));
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(SpecException.Problem.Kind.USAGE);
            assertThat(problem.message())
                    .isEqualTo("experiment freeze: freeze needs nodes in processes of their own: "
                            + "start the lab with --process or --tomcat.");
        });
        assertThat(progress).isEmpty();
        assertThat(dir).isEmptyDirectory();
    }
}
