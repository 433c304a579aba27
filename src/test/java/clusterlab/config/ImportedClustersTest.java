package clusterlab.config;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.ClusterElement;
import clusterlab.spec.ClusterPlan;
import clusterlab.spec.ClusterPlan.Change;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code <Cluster>} elements of different makes, from the file to the plan and to Tomcat's objects. */
class ImportedClustersTest {
    private static final Path FOLDER = Path.of("src/test/resources/cluster-xml");

    static Stream<Path> all() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    static Stream<Path> usable() throws Exception {
        return all().filter(file -> !file.toString().contains("refused"));
    }

    private static Topology plan(ImportedCluster imported) throws Exception {
        ClusterSpec spec =
                ClusterSpec.builder(Preset.LAB).imported(imported).nodes(3).build();
        return Planner.plan(spec, PortPolicy.assuming(Set.of())).topology();
    }

    private static ClusterCheck.Checked check(Path file) throws Exception {
        return ClusterCheck.check(ClusterImport.read(file), Optional.empty(), Set.of(), false);
    }

    @Test
    void thereAreTwentyOfThem() throws Exception {
        assertThat(all()).hasSize(20);
    }

    @ParameterizedTest
    @MethodSource("all")
    void planHoldsTheElementWordForWord(Path file) throws Exception {
        ClusterElement element = plan(ClusterImport.read(file))
                .imported()
                .orElseThrow()
                .cluster()
                .orElseThrow();
        ClusterElement again =
                XmlTree.parse(element.xml(0).getBytes(StandardCharsets.UTF_8)).root();
        assertThat(again.unplaced()).isEqualTo(element.unplaced());
        assertThat(Files.readAllLines(file).get(element.line() - 1)).contains("<Cluster ");
    }

    @ParameterizedTest
    @MethodSource("usable")
    void nodesHaveEachClassAndEachAttributeBesideTheToldChanges(Path file) throws Exception {
        assertThat(check(file).problems()).isEmpty();
        Topology plan = plan(ClusterImport.read(file));
        Set<String> told = new HashSet<>();
        for (Change change : ClusterPlan.changes(plan)) {
            told.add(change.line() + " " + change.attribute());
            assertThat(change.why()).isNotBlank();
        }
        ClusterElement theirs = plan.imported().orElseThrow().cluster().orElseThrow();
        for (int i = 0; i < 3; i++) {
            ClusterElement ours = ClusterPlan.of(plan, plan.nodes().get(i));
            compare(theirs, ours, told);
            SimpleTcpCluster read = ClusterReader.read(ours.xml(0), Map.of(), UnaryOperator.identity());
            assertThat(read.getChannel()).isNotNull();
        }
    }

    private static void compare(ClusterElement theirs, ClusterElement ours, Set<String> told) {
        theirs.attributes().forEach((name, value) -> {
            if (!told.contains(theirs.line() + " " + name)) {
                assertThat(ours.attribute(name))
                        .as("line " + theirs.line() + " " + name)
                        .contains(value);
            }
        });
        if (told.contains(theirs.line() + " members")) {
            return;
        }
        for (int i = 0; i < theirs.children().size(); i++) {
            ClusterElement their = theirs.children().get(i);
            ClusterElement our = ours.children().get(i);
            assertThat(our.name()).isEqualTo(their.name());
            assertThat(our.className()).isEqualTo(their.className());
            compare(their, our, told);
        }
    }

    @Test
    void whatCantRunHereIsRefusedWithItsLine() throws Exception {
        assertThat(check(FOLDER.resolve("17-cloud-refused.xml")).problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).startsWith("line 6, <Membership> asks Kubernetes or a name service"));
        assertThat(check(FOLDER.resolve("18-foreign-manager-refused.xml")).problems())
                .containsExactly(
                        "line 2, <Manager>: there is no class com.example.RedisManager; give the folder of its jar with --lib, or"
                                + " correct the name");
    }

    @Test
    void whatTomcatIgnoresIsTold() throws Exception {
        assertThat(check(FOLDER.resolve("20-unknown-and-misspelt.xml"))
                        .imported()
                        .remarks())
                .containsExactly(
                        "line 1, <Cluster> defaultMode: SimpleTcpCluster has no such attribute, so Tomcat ignores it.",
                        "line 2, <Manager> expireSessionsOnShutDown: DeltaManager has no such attribute, so Tomcat ignores"
                                + " it; it is written expireSessionsOnShutdown.",
                        "line 2, <Manager> timeout: DeltaManager has no such attribute, so Tomcat ignores it.",
                        "line 3, <Note> means nothing inside of <Cluster>: Tomcat ignores it.",
                        "line 5, <Membership> adress: McastService has no such attribute, so Tomcat ignores it.",
                        "line 5, <Membership> frequency=\"half\" is no number, so Tomcat ignores it.",
                        "line 21, <Valve>: org.apache.catalina.valves.AccessLogValve is no ClusterValve, so Tomcat leaves"
                                + " it out.");
        assertThat(check(FOLDER.resolve("02-setting-2.xml")).imported().remarks())
                .isEmpty();
    }

    @Test
    void classesOfAnotherTomcatAreTheirOwnMatter() throws Exception {
        assertThat(ClusterCheck.check(
                                ClusterImport.read(FOLDER.resolve("18-foreign-manager-refused.xml")),
                                Optional.empty(),
                                Set.of(),
                                true)
                        .problems())
                .isEmpty();
    }

    @Test
    void noTwoLabsShareAGroupThatTheFileNames() throws Exception {
        List<Change> changes = ClusterPlan.changes(plan(ClusterImport.read(FOLDER.resolve("02-setting-2.xml"))));
        assertThat(changes)
                .filteredOn(change -> change.element().equals("Membership"))
                .extracting(Change::attribute)
                .containsExactly("address", "port", "bind");
        assertThat(changes)
                .filteredOn(change -> change.attribute().equals("address"))
                .allSatisfy(change -> assertThat(change.to()).matches("239\\.255\\..*|127\\.0\\.0\\.1"));
    }

    @Test
    void settingsOfTheFileReachThePlan() throws Exception {
        Topology named = plan(ClusterImport.read(FOLDER.resolve("13-names-of-options.xml")));
        assertThat(named.channel().sendOptions()).isEqualTo(6);
        assertThat(named.imported().orElseThrow().replicates("clusterlab.probe", Boolean.class))
                .isFalse();
        assertThat(named.imported().orElseThrow().replicates("cart", String.class))
                .isTrue();
        assertThat(plan(ClusterImport.read(FOLDER.resolve("19-placeholders.xml")))
                        .channel()
                        .sendOptions())
                .isEqualTo(6);
        assertThat(plan(ClusterImport.read(FOLDER.resolve("01-setting-1.xml")))
                        .channel()
                        .sendOptions())
                .isEqualTo(8);
        assertThat(plan(ClusterImport.read(FOLDER.resolve("10-sender-tuning.xml")))
                        .channel())
                .satisfies(channel -> assertThat(channel.readTest()).isTrue())
                .satisfies(channel -> assertThat(channel.sender().timeout()).isEqualTo(5000));
        assertThat(plan(ClusterImport.read(FOLDER.resolve("03-engine.xml"))).isClusterOfEngine())
                .isTrue();
        assertThat(plan(ClusterImport.read(FOLDER.resolve("14-coordinator.xml")))
                        .startsInTurn())
                .isTrue();
        assertThat(plan(ClusterImport.read(FOLDER.resolve("04-backup.xml"))).managerName())
                .isEqualTo("BackupManager");
    }
}
