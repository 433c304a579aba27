package clusterlab.export.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.config.ClusterImport;
import clusterlab.config.StockCluster;
import clusterlab.export.ConfigFile;
import clusterlab.export.CopiedFile;
import clusterlab.export.Export;
import clusterlab.export.Placement;
import clusterlab.export.Source;
import clusterlab.export.TesterGolden;
import clusterlab.export.TesterPlans;
import clusterlab.spec.AppSpec;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TomcatFilesTest {
    @TempDir
    Path temp;

    @Test
    void basesOfTheTutorialAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden(
                "tomcat",
                small(export(TesterPlans.plan(TesterPlans.spec(Preset.TUTORIAL).nodes(2)))));
    }

    @Test
    void encryptedBaseOnAMachineOfItsOwnIsTheGoldenOne() throws Exception {
        Topology topology =
                TesterPlans.plan(TesterPlans.spec(Preset.LAB).nodes(2).encrypt(true));
        Placement machines = new Placement(Map.of("node1", "10.30.30.2", "node2", "10.30.30.3"), "10.30.30.1");
        TesterGolden.assertGolden(
                "tomcat-machines",
                small(TomcatFiles.base(topology, topology.node("node2"), machines, TesterPlans.SOURCE)));
    }

    @Test
    void onlySetenvHasTheSecrets() throws Exception {
        Topology topology = TesterPlans.plan(TesterPlans.spec(Preset.LAB).encrypt(true));
        String key = topology.channel().encryptionKey().orElseThrow().value();
        for (ConfigFile file : export(topology).files()) {
            boolean secret = file.content().contains(topology.ajpSecret().value())
                    || file.content().contains(key);
            assertThat(file.ownerOnly()).as(file.path()).isEqualTo(secret);
            assertThat(secret).as(file.path()).isEqualTo(file.path().endsWith("setenv.sh"));
        }
    }

    @Test
    void everyFileSaysWhatMadeItAndEveryXmlIsXml() throws Exception {
        Topology topology = TesterPlans.plan(TesterPlans.spec(Preset.LAB).nodes(1));
        Source hostile = Source.of(List.of("export", "tomcat", "--dir", "a--b--\n-->", "--x-"));
        for (ConfigFile file : TomcatFiles.of(topology, Placement.oneMachine(topology), hostile)
                .files()) {
            if (file.path().contains("webapps/") || file.content().isEmpty()) {
                continue;
            }
            assertThat(file.content()).as(file.path()).contains("Made by: cluster-lab export tomcat");
            if (file.path().endsWith(".xml")) {
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(file.content().getBytes(StandardCharsets.UTF_8)));
            } else {
                assertThat(file.content().lines().findFirst().orElseThrow()).endsWith("--x-");
            }
        }
    }

    @Test
    void elementOfAFileStandsInTheFirstBaseWordForWord() throws Exception {
        Path file = Files.writeString(
                temp.resolve("server.xml"),
                """
                <Server><Service><Engine>
                <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="6" notKnown="a &amp; b">
                  <Channel className="org.apache.catalina.tribes.group.GroupChannel">
                    <Membership className="org.apache.catalina.tribes.membership.McastService" address="228.0.0.9" frequency="700"/>
                    <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="auto" port="4700" autoBind="1"/>
                    <Interceptor className="org.apache.catalina.tribes.group.interceptors.ThroughputInterceptor"/>
                  </Channel>
                </Cluster></Engine></Service></Server>
                """);
        ImportedCluster imported = ClusterImport.read(file);
        Export export = export(TesterPlans.plan(TesterPlans.spec(Preset.LAB).imported(imported)));
        assertThat(reimported(export, "node1"))
                .isEqualTo(imported.cluster().orElseThrow().unplaced());
        assertThat(ClusterImport.read(written(export, "node1")).place()).isEqualTo(ImportedCluster.Place.ENGINE);
        assertThat(receiver(reimported(export, "node2")).attribute("port"))
                .as("autoBind 1 looks for no other port")
                .contains("4701");
        assertThat(receiver(reimported(export, "node3")).attribute("port")).contains("4702");
    }

    static Stream<Path> elementsOfDifferentMakes() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/cluster-xml"))) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSize(20);
            return all.stream();
        }
    }

    /** import, export, import: each class and each attribute is the same, and so is what no Tomcat reads. */
    @ParameterizedTest
    @MethodSource("elementsOfDifferentMakes")
    void elementThatGoesInComesOutAgain(Path file) throws Exception {
        ImportedCluster imported = ClusterImport.read(file);
        Topology topology = plan(imported);
        for (int round = 0; round < 2; round++) {
            Path written = written(export(topology), "node1");
            ImportedCluster again = ClusterImport.read(written);
            assertThat(again.cluster().map(ClusterElement::unplaced))
                    .isEqualTo(imported.cluster().map(ClusterElement::unplaced));
            assertThat(again.place()).isEqualTo(imported.place());
            topology = plan(again);
        }
    }

    /** Of the other nodes only what two processes can't share differs, and each difference is told. */
    @ParameterizedTest
    @MethodSource("elementsOfDifferentMakes")
    void whatOtherNodesHaveElseIsTold(Path file) throws Exception {
        ImportedCluster imported = ClusterImport.read(file);
        Topology topology = plan(imported);
        Export export = export(topology);
        ClusterElement theirs = imported.cluster().orElseThrow().unplaced();
        List<String> told = StockCluster.differences(
                topology, Placement.oneMachine(topology).nodes());
        for (String node : topology.nodeNames()) {
            boolean same = reimported(export, node).equals(theirs);
            assertThat(told.stream().noneMatch(one -> one.contains(" in " + node)))
                    .as(node + ": " + told)
                    .isEqualTo(same);
        }
        assertThat(told).allMatch(one -> one.matches("line \\d+, <(Receiver|Member|LocalMember)> .*\\."));
    }

    @Test
    void localMemberIsReachableForTheOthers() throws Exception {
        Topology topology = plan(ClusterImport.read(Path.of("src/test/resources/cluster-xml/05-static-service.xml")));
        ClusterElement list = reimported(export(topology), "node2")
                .child("Channel")
                .orElseThrow()
                .child("Membership")
                .orElseThrow();
        assertThat(list.children("Member")).hasSize(2).allSatisfy(member -> assertThat(member.attributes())
                .containsKeys("host", "port", "uniqueId"));
        assertThat(StockCluster.elsewhere(topology))
                .anyMatch(one ->
                        one.matches("line \\d+, <Member> host 10\\.30\\.30\\.12: this works on a machine .*\\."));
    }

    /** With as many nodes as the file's static members need. */
    private static Topology plan(ImportedCluster imported) throws Exception {
        for (int nodes = 3; nodes > 1; nodes--) {
            Topology topology =
                    TesterPlans.plan(TesterPlans.spec(Preset.LAB).nodes(nodes).imported(imported));
            if (StockCluster.refusal(topology).isEmpty()) {
                return topology;
            }
        }
        throw new AssertionError("no number of nodes fits");
    }

    @Test
    void staticMembersOfAFileChangePlacesOnTheOtherNodes() throws Exception {
        Path file = Files.writeString(
                temp.resolve("cluster.xml"),
                """
                <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
                  <Channel className="org.apache.catalina.tribes.group.GroupChannel">
                    <Membership className="org.apache.catalina.tribes.membership.StaticMembershipService">
                      <LocalMember className="org.apache.catalina.tribes.membership.StaticMember" port="4100" uniqueId="{1,0}"/>
                      <Member className="org.apache.catalina.tribes.membership.StaticMember" port="4200" uniqueId="{2,0}"/>
                    </Membership>
                    <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" port="4100"/>
                  </Channel>
                </Cluster>
                """);
        ImportedCluster imported = ClusterImport.read(file);
        Export export =
                export(TesterPlans.plan(TesterPlans.spec(Preset.LAB).nodes(2).imported(imported)));
        assertThat(reimported(export, "node1"))
                .isEqualTo(imported.cluster().orElseThrow().unplaced());
        ClusterElement other = reimported(export, "node2");
        assertThat(receiver(other).attribute("port")).contains("4200");
        assertThat(other.child("Channel")
                        .orElseThrow()
                        .child("Membership")
                        .orElseThrow()
                        .children())
                .extracting(ClusterElement::name, member -> member.attributes().get("port"))
                .containsExactly(Tuple.tuple("Member", "4100"), Tuple.tuple("LocalMember", "4200"));
        assertThat(StockCluster.refusal(
                        TesterPlans.plan(TesterPlans.spec(Preset.LAB).nodes(3).imported(imported))))
                .contains("line 3 lists 2 static members; use --nodes 2.");
    }

    @Test
    void applicationStandsAtItsPathWithItsContextAndItsLibraries() throws Exception {
        Path war = Files.write(temp.resolve("the shop.war"), war());
        Path lib = Files.createDirectories(temp.resolve("lib"));
        Files.writeString(lib.resolve("a driver.jar"), "");
        Path context = Files.writeString(
                temp.resolve("c.xml"), "<Context docBase=\"/elsewhere\"><Parameter name=\"a\" value=\"b\"/></Context>");
        Topology topology = TesterPlans.plan(TesterPlans.spec(Preset.LAB)
                .nodes(1)
                .webapp(war)
                .contextPath("/shop/v2")
                .app(new AppSpec(Optional.of(context), Optional.of(lib), Map.of(), Map.of("p", "it's a \"b\"$c"))));
        Export export = export(topology);
        assertThat(export.copies())
                .extracting(CopiedFile::path)
                .containsExactly("node1/webapps/shop#v2.war", "node1/lib/a_driver.jar");
        assertThat(content(export, "node1/conf/Catalina/localhost/shop#v2.xml"))
                .contains("<Parameter")
                .doesNotContain("docBase");
    }

    private static byte[] war() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.jsp"));
            zip.write('x');
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static List<ConfigFile> small(Export export) {
        return export.files().stream()
                .filter(file -> !file.content().isEmpty()
                        && !file.path().endsWith("web.xml")
                        && !file.path().contains("webapps"))
                .toList();
    }

    private static Export export(Topology topology) throws Exception {
        return TomcatFiles.of(topology, Placement.oneMachine(topology), TesterPlans.SOURCE);
    }

    private Path written(Export export, String node) throws Exception {
        return Files.writeString(temp.resolve(node + ".xml"), content(export, node + "/conf/server.xml"));
    }

    private ClusterElement reimported(Export export, String node) throws Exception {
        return ClusterImport.read(written(export, node)).cluster().orElseThrow().unplaced();
    }

    private static ClusterElement receiver(ClusterElement cluster) {
        return cluster.child("Channel").orElseThrow().child("Receiver").orElseThrow();
    }

    private static String content(Export export, String path) {
        return export.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .content();
    }
}
