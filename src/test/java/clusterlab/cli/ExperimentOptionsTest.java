package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.distribution.TesterTomcats;
import clusterlab.distribution.TomcatFinder;
import clusterlab.experiment.Dimension;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.run.Order;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.Ports;
import clusterlab.spec.SpecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentOptionsTest {
    @TempDir
    Path tomcats;

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
        assertThat(orders("all", "--pairs", "5"))
                .as("without freeze, which needs processes, and rolling-upgrade, which needs versions")
                .hasSize(Experiments.ALL.size() - 2);
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
    void labsRunSideBySideOnlyWhereThatIsSafe() throws Exception {
        int usual = Math.min(4, Runtime.getRuntime().availableProcessors());
        assertThat(parallel("failover")).isOne();
        assertThat(parallel("all")).isEqualTo(usual);
        assertThat(parallel("all", "--http-port", "0")).isEqualTo(usual);
        assertThat(parallel("all", "--http-port", "8181")).isOne();
        assertThat(parallel("all", "--admin-port", "9191")).isOne();
        assertThat(parallel("all", "--process")).isOne();
        assertThat(parallel("failover", "--parallel", "3")).isEqualTo(3);
        assertThat(parallel("all", "--process", "--parallel", "2")).isEqualTo(2);
        for (String[] wrong : new String[][] {
            {"all", "--parallel", "0"},
            {"all", "--parallel", "17"},
            {"all", "--parallel", "2", "--front-port", "8080"}
        }) {
            assertThat(catchThrowableOfType(SpecException.class, () -> orders(wrong))
                            .problems())
                    .as(String.join(" ", wrong))
                    .singleElement()
                    .asString()
                    .contains("--parallel");
        }
    }

    private static int parallel(String... args) throws SpecException {
        ExperimentCommand command = new ExperimentCommand();
        new CommandLine(command).parseArgs(args);
        ExperimentOptions options = new ExperimentOptions(command);
        return options.parallel(options.orders());
    }

    /** Else the labs of two experiments that run at the same time would share one. */
    @Test
    void eachExperimentOfAllHasAFolderOfItsOwn() throws Exception {
        assertThat(orders("all", "--dir", "runs"))
                .allSatisfy(order -> assertThat(order.spec().dir())
                        .contains(Path.of("runs", order.experiment().name())));
        assertThat(orders("failover", "--dir", "runs").get(0).spec().dir()).contains(Path.of("runs"));
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
                        .filter(name -> !name.equals("freeze") && !name.equals("rolling-upgrade"))
                        .toList());
        assertThat(orders("all", "--calm")).hasSize(Experiments.ALL.size() - 1);
        assertThat(orders.get(0).dir().orElseThrow())
                .hasToString("book/failover".replace('/', java.io.File.separatorChar));
    }

    private List<Order> withTomcats(String... args) throws Exception {
        return options(args).orders();
    }

    private ExperimentOptions options(String... args) throws Exception {
        for (String version : List.of("9.0.117", "11.0.13", "11.0.21", "11.0.24")) {
            if (!Files.exists(tomcats.resolve("org/apache/tomcat/tomcat").resolve(version))) {
                TesterTomcats.inMaven(tomcats, version);
            }
        }
        ExperimentCommand command = new ExperimentCommand();
        command.options.host.tomcats = TomcatFinder.in(tomcats, tomcats);
        new CommandLine(command).parseArgs(args);
        return new ExperimentOptions(command);
    }

    private List<String> refusals(String... args) {
        return catchThrowableOfType(SpecException.class, () -> withTomcats(args)).problems().stream()
                .map(SpecException.Problem::message)
                .toList();
    }

    @Test
    void upgradeBeginsWithOneTomcatAndHasANextOne() throws Exception {
        HostSpec host = withTomcats("rolling-upgrade", "--from", "11.0.21", "--to", "11.0.24")
                .get(0)
                .spec()
                .host();
        assertThat(host.kind()).isEqualTo(HostSpec.Kind.STOCK);
        assertThat(host.runtime("node2").tomcatVersion("")).isEqualTo("11.0.21");
        assertThat(host.next().orElseThrow().version()).isEqualTo("11.0.24");
    }

    @Test
    void upgradeAcrossNineSaysThatItsMembershipIsMulticast() throws Exception {
        ExperimentOptions options = options("rolling-upgrade", "--from", "9.0.117", "--to", "11.0.24");
        options.orders();
        assertThat(options.notices()).singleElement().asString().contains("the membership is multicast");
        assertThat(refusals("rolling-upgrade", "--from", "9.0.117", "--to", "11.0.24", "--membership", "static"))
                .singleElement()
                .asString()
                .startsWith("--membership static with stock 9.0.117, upgraded to 11.0.24: ")
                .contains("use --membership multicast");
        assertThat(refusals("rolling-upgrade", "--from", "9.0.117", "--to", "11.0.24", "--manager", "backup"))
                .singleElement()
                .asString()
                .startsWith("--manager backup with stock 9.0.117, upgraded to 11.0.24: ");
    }

    @Test
    void upgradeWithoutBothVersionsNamesThoseAtHand() {
        for (String[] args : new String[][] {
            {"rolling-upgrade"}, {"rolling-upgrade", "--from", "11.0.21"}, {"rolling-upgrade", "--to", "11.0.24"}
        }) {
            assertThat(refusals(args))
                    .containsExactly(
                            "experiment rolling-upgrade: name both versions, as in --from 11.0.21 --to 11.0.24;"
                                    + " at hand are 9.0.117, 11.0.13, 11.0.21, 11.0.24; cluster-lab fetch tomcat VERSION gets"
                                    + " others.");
        }
    }

    @Test
    void versionsOfAnUpgradeAreRefusedWhereTheyMakeNoSense() {
        assertThat(refusals("failover", "--from", "11.0.21", "--to", "11.0.24"))
                .containsExactly(
                        "--from: only experiment rolling-upgrade changes versions; run that one, or leave it out.",
                        "--to: only experiment rolling-upgrade changes versions; run that one, or leave it out.");
        assertThat(refusals("rolling-upgrade", "--from", "11.0.24", "--to", "11.0.24"))
                .containsExactly("--from and --to: both are Tomcat 11.0.24; name two, or use experiment rolling-restart"
                        + " --tomcat 11.0.24.");
        assertThat(refusals("rolling-upgrade", "--from", "11.0.21", "--to", "11.0.24", "--tomcat", "11.0.13"))
                .containsExactly(
                        "--tomcat and --from: --from says what the nodes begin with; leave the other one out.");
        assertThat(refusals(
                        "rolling-upgrade",
                        "--from",
                        "11.0.21",
                        "--to",
                        "11.0.24",
                        "--matrix",
                        "tomcat=11.0.13,11.0.21"))
                .contains("--matrix tomcat: rolling-upgrade has its Tomcats from --from and --to; leave it out.");
        assertThat(refusals("rolling-upgrade", "--from", "11.0.21", "--to", "11.0.99"))
                .singleElement()
                .asString()
                .startsWith("--to 11.0.99: Tomcat 11.0.99 is not on this machine");
    }

    @Test
    void bisectTakesTheVersionsAtHandFromOneToTheOther() throws Exception {
        ExperimentOptions options = options("failover", "--bisect", "tomcat=11.0.1..11.0.22");
        Order order = options.orders().get(0);
        assertThat(options.bisected()).extracting(TomcatHome::version).containsExactly("11.0.13", "11.0.21");
        Order second = order.on(options.bisected().get(1), Optional.of(tomcats.resolve("report")));
        assertThat(second.spec().host().runtime("node3").tomcatVersion("")).isEqualTo("11.0.21");
        assertThat(second.dir()).contains(tomcats.resolve("report"));
        assertThat(second.seed()).isEqualTo(order.seed());

        ExperimentOptions upgrade =
                options("rolling-upgrade", "--from", "9.0.117", "--bisect", "tomcat=11.0.13..11.0.24");
        HostSpec host = upgrade.orders()
                .get(0)
                .on(upgrade.bisected().get(2), Optional.empty())
                .spec()
                .host();
        assertThat(host.runtime("node1").tomcatVersion("")).isEqualTo("9.0.117");
        assertThat(host.next().orElseThrow().version()).isEqualTo("11.0.24");
        assertThat(upgrade.notices()).singleElement().asString().contains("multicast");
    }

    @Test
    void bisectIsRefusedWhereItMakesNoSense() {
        assertThat(refusals("failover", "--bisect", "tomcat=11.0.22..11.0.24"))
                .singleElement()
                .asString()
                .startsWith(
                        "--bisect tomcat 11.0.22..11.0.24: two versions or more from there are needed; at hand are ");
        assertThat(refusals("failover", "--bisect", "tomcat=11.0.24..11.0.13"))
                .containsExactly(
                        "--bisect tomcat 11.0.24..11.0.13: name the older version first, and two that differ.");
        assertThat(refusals("failover", "--bisect", "manager=delta..backup"))
                .containsExactly("--bisect manager=delta..backup: use tomcat=A..B, as in tomcat=11.0.13..11.0.24.");
        assertThat(refusals("failover", "--bisect", "tomcat=11.0.13"))
                .singleElement()
                .asString()
                .contains("use two versions");
        assertThat(refusals("failover", "--bisect", "tomcat=11.0.13..11.0.24", "--matrix", "sticky=on,off"))
                .containsExactly("--bisect and --matrix: both vary something; use one of them.");
        assertThat(refusals("all", "--bisect", "tomcat=11.0.13..11.0.24"))
                .containsExactly("--bisect: name one experiment, not all.");
        assertThat(refusals("failover", "--bisect", "tomcat=11.0.13..11.0.24", "--tomcat", "11.0.21"))
                .containsExactly("--bisect: it chooses the Tomcat of all nodes; leave --tomcat and --process out.");
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
