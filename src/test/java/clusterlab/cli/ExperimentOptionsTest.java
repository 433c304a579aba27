package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.experiment.Dimension;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.run.Order;
import clusterlab.spec.Ports;
import clusterlab.spec.SpecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentOptionsTest {
    private static List<Order> orders(String... args) throws SpecException {
        ExperimentCommand command = new ExperimentCommand();
        new CommandLine(command).parseArgs(args);
        return new ExperimentOptions(command).orders();
    }

    @Test
    void defaultsAreTheExperimentsOwnOnAnyFreePorts() throws Exception {
        Order order = orders("stale-read").get(0);
        assertThat(order.clients()).isEqualTo(order.experiment().defaults().clients());
        assertThat(order.duration()).isEqualTo(order.experiment().defaults().duration());
        assertThat(order.spec().balancer().sticky()).isFalse();
        assertThat(order.spec().http().base()).isZero();
        assertThat(order.spec().front().base()).isZero();
        assertThat(order.command()).isEqualTo("java -jar cluster-lab.jar experiment stale-read --seed 1");
    }

    @Test
    void pairsAreRefusedWhereNothingIsCompared() throws Exception {
        assertThat(orders("failover").get(0).pairs()).isEqualTo(1);
        assertThat(orders("failover", "--pairs", "5").get(0).pairs()).isEqualTo(5);
        assertThat(orders("all", "--pairs", "5")).hasSize(Experiments.ALL.size() - 1);
        for (String[] wrong : new String[][] {
            {"failover", "--pairs", "5", "--repeat", "2"},
            {"failover", "--pairs", "5", "--calm"},
            {"stale-read", "--pairs", "5"},
            {"failover", "--pairs", "101"}
        }) {
            assertThat(catchThrowableOfType(SpecException.class, () -> orders(wrong))
                            .problems())
                    .as(String.join(" ", wrong))
                    .singleElement()
                    .asString()
                    .contains("--pairs");
        }
    }

    @Test
    void anExperimentHasNoAdminServerUnlessAsked() throws Exception {
        assertThat(orders("stale-read").get(0).spec().admin()).isEmpty();
        assertThat(orders("stale-read", "--admin-port", "none").get(0).spec().admin())
                .isEmpty();
        assertThat(orders("stale-read", "--admin-port", "9191").get(0).spec().admin())
                .contains(new Ports(9191, 1, true));
    }

    @Test
    void whatIsAskedByHandIsTaken() throws Exception {
        Order order = orders(
                        "failover",
                        "--preset",
                        "tutorial",
                        "--http-port",
                        "9100",
                        "--no-sticky",
                        "--manager",
                        "backup",
                        "--seed",
                        "-7",
                        "--clients",
                        "3",
                        "--duration",
                        "1.5",
                        "--rate",
                        "0",
                        "--repeat",
                        "2")
                .get(0);
        assertThat(order.spec().http().base()).isEqualTo(9100);
        assertThat(order.spec().ajp().base()).isZero();
        assertThat(order.spec().balancer().sticky()).isFalse();
        assertThat(order.fixed()).containsExactlyInAnyOrder(Dimension.MANAGER, Dimension.STICKY);
        assertThat(order.seed()).isEqualTo(-7);
        assertThat(order.clients()).isEqualTo(3);
        assertThat(order.duration()).isEqualTo(Duration.ofMillis(1500));
        assertThat(order.perSecond()).isZero();
        assertThat(order.repeat()).isEqualTo(2);
        assertThat(order.command()).contains("experiment failover --preset tutorial", "--seed -7");
    }

    @Test
    void allMeansEveryExperimentEachWithItsOwnFolder() throws Exception {
        List<Order> orders = orders("all", "--report", "book");
        assertThat(orders)
                .extracting(order -> order.experiment().name())
                .containsExactlyElementsOf(Experiments.ALL.stream()
                        .map(Experiment::name)
                        .filter(name -> !name.equals("freeze"))
                        .toList());
        assertThat(orders("all", "--calm")).hasSameSizeAs(Experiments.ALL);
        assertThat(orders.get(0).dir().orElseThrow())
                .hasToString("book/failover".replace('/', java.io.File.separatorChar));
    }

    @Test
    void clientsAndRepeatsAreWholeNumbers() {
        SpecException refused = catchThrowableOfType(
                SpecException.class, () -> orders("failover", "--clients", "2.7", "--repeat", "1.5"));
        assertThat(refused.problems())
                .extracting(SpecException.Problem::message)
                .containsExactly(
                        "--clients 2.7: use a whole number from 1 to 500.",
                        "--repeat 1.5: use a whole number from 1 to 100.");
    }

    @Test
    void everyErrorIsToldAtOnce() {
        SpecException refused = catchThrowableOfType(
                SpecException.class,
                () -> orders(
                        "flood",
                        "--clients",
                        "0",
                        "--seed",
                        "x",
                        "--matrix",
                        "colour=red",
                        "--webapp",
                        "webapp",
                        "--front",
                        "none"));
        assertThat(refused.problems()).extracting(p -> p.message()).anySatisfy(m -> assertThat(m)
                .startsWith("experiment flood: use one of failover"));
        assertThat(refused.problems().toString())
                .contains("--clients 0", "--seed x", "--matrix colour=red", "--webapp", "--front none");
    }

    @Test
    void folderThatCannotBeIsToldBeforeAnythingStarts(@TempDir Path dir) throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        for (Path report : List.of(file, file.resolve("below"))) {
            assertThat(catchThrowableOfType(
                                    SpecException.class, () -> orders("failover", "--report", report.toString()))
                            .problems())
                    .singleElement()
                    .satisfies(p -> assertThat(p.message())
                            .isEqualTo("--report " + report + ": " + file + " is not a folder; name another."));
        }
        assertThat(catchThrowableOfType(SpecException.class, () -> orders("failover", "--report", " "))
                        .problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("name a folder"));
        assertThat(catchThrowableOfType(SpecException.class, () -> orders("failover", "--matrix", "nodes=1,2"))
                        .problems())
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("a number from 2 to 64"));
    }
}
