package clusterlab.export.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.ExportFolder;
import clusterlab.export.HttpdLayout;
import clusterlab.export.Placement;
import clusterlab.export.StockTomcat;
import clusterlab.export.TesterGolden;
import clusterlab.export.TesterPlans;
import clusterlab.export.Tools;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostsFilesTest {
    private static final MachinePaths PATHS =
            new MachinePaths("/opt/tomcat", "/opt/cluster-lab", "tomcat", HttpdLayout.RHEL);

    @TempDir
    Path temp;

    @Test
    void foldersOfTheTutorialAreTheGoldenOnes() throws Exception {
        Export export = HostsFiles.of(plan(tutorial()), machines("10.30.30.1"), PATHS, TesterPlans.SOURCE);
        TesterGolden.assertGolden(
                "hosts",
                export.files().stream()
                        .filter(file -> file.path().matches("README.md|WAS1/[^/]*|front/.*|WAS1/WAS1/conf/server.xml"))
                        .filter(file -> !file.content().isEmpty())
                        .toList());
    }

    @Test
    void frontOnANodesMachineIsInItsFolder() throws Exception {
        Export export = HostsFiles.of(plan(tutorial()), machines("10.30.30.3"), PATHS, TesterPlans.SOURCE);
        assertThat(paths(export)).contains("WAS2/httpd/httpd.conf", "WAS2/WAS2/conf/server.xml");
        assertThat(paths(export)).noneMatch(path -> path.startsWith("front/"));
    }

    @Test
    void withoutAFrontThereIsNoneAndNoPortForIt() throws Exception {
        Export export = HostsFiles.of(
                plan(tutorial().front(BalancerSpec.Kind.NONE)), machines("10.30.30.2"), PATHS, TesterPlans.SOURCE);
        assertThat(paths(export)).noneMatch(path -> path.contains("httpd") || path.contains("front"));
        assertThat(content(export, "WAS1/WAS1/conf/server.xml")).doesNotContain("AJP/1.3");
        assertThat(content(export, "WAS1/firewall/ufw.sh")).doesNotContain("8009", "8000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "/a b", "/a\nb", "/$(id)", "/a;b", "/"})
    void pathThatAUnitCanNotHaveIsRefused(String path) {
        assertThatThrownBy(() -> new MachinePaths(path, "/opt/x", "tomcat", HttpdLayout.RHEL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--catalina-home");
    }

    @Test
    void systemdReadsTheUnits() throws Exception {
        Tools.assumeInstalled("systemd-analyze");
        Path httpd = Path.of(HttpdLayout.DEBIAN.programs().get(0));
        Tools.assumeInstalled(httpd.getFileName().toString());
        Path home = StockTomcat.home("11.0.24").toAbsolutePath();
        MachinePaths paths = new MachinePaths(home.toString(), "/opt", "root", HttpdLayout.DEBIAN);
        Export export =
                HostsFiles.of(plan(tutorial().frontPort(80)), machines("10.30.30.1"), paths, TesterPlans.SOURCE);
        new ExportFolder(temp.resolve("out")).write(TesterPlans.SOURCE, export);
        assertThat(Tools.run(
                        temp,
                        Map.of(),
                        "systemd-analyze",
                        "verify",
                        temp.resolve("out/WAS1/cluster-lab-WAS1.service").toString(),
                        temp.resolve("out/front/cluster-lab-front.service").toString()))
                .doesNotContain("cluster-lab");
    }

    @ParameterizedTest
    @EnumSource(Connector.class)
    void httpdReadsTheFrontsFiles(Connector connector) throws Exception {
        Path httpd = Path.of(HttpdLayout.DEBIAN.programs().get(0));
        Tools.assumeInstalled(httpd.getFileName().toString());
        Path install = temp.resolve("front");
        MachinePaths paths = new MachinePaths("/opt/tomcat", install.toString(), "tomcat", HttpdLayout.DEBIAN);
        Export export =
                HostsFiles.of(plan(tutorial().connector(connector)), machines("10.30.30.1"), paths, TesterPlans.SOURCE);
        new ExportFolder(temp.resolve("out")).write(TesterPlans.SOURCE, export);
        Files.move(temp.resolve("out/front"), install);
        Tools.run(
                temp,
                Map.of(),
                httpd.toString(),
                "-t",
                "-f",
                install.resolve("httpd/httpd.conf").toString(),
                "-C",
                "User daemon",
                "-C",
                "Group daemon");
        assertThat(Files.readString(install.resolve("httpd/workers.properties")))
                .contains("worker.WAS2.host=10.30.30.3");
    }

    @Test
    void membersAndReceiversHaveTheMachinesAddresses() throws Exception {
        Topology topology = plan(TesterPlans.spec(Preset.LAB).nodes(2));
        Placement two = new Placement(Map.of("node1", "10.30.30.2", "node2", "10.30.30.3"), "10.30.30.2");
        String xml = content(HostsFiles.of(topology, two, PATHS, TesterPlans.SOURCE), "node2/node2/conf/server.xml");
        assertThat(xml)
                .doesNotContain("127.0.0.1")
                .containsSubsequence("<Member ", "host=\"10.30.30.2\"", "<LocalMember", "host=\"10.30.30.3\"")
                .containsSubsequence("<Receiver", "address=\"10.30.30.3\"");
    }

    /** Defaults of Tomcat would be the address of the host's name, often 127.0.1.1. */
    @Test
    void bareClusterGetsTheMachinesAddresses() throws Exception {
        Topology topology = plan(TesterPlans.spec(Preset.MINIMAL).nodes(2));
        Placement two = new Placement(Map.of("node1", "10.30.30.2", "node2", "10.30.30.3"), "10.30.30.2");
        String xml = content(HostsFiles.of(topology, two, PATHS, TesterPlans.SOURCE), "node2/node2/conf/server.xml");
        assertThat(xml)
                .containsSubsequence("McastService", "bind=\"10.30.30.3\"")
                .containsSubsequence("NioReceiver", "address=\"10.30.30.3\"");
    }

    @Test
    void targetHasWhereEverythingWillRun() throws Exception {
        String json = content(
                HostsFiles.of(plan(tutorial().contextPath("/shop")), machines("10.30.30.1"), PATHS, TesterPlans.SOURCE),
                "target.json");
        Map<String, Object> target = JSON.std.mapFrom(json);
        assertThat(target).containsEntry("front", "http://10.30.30.1:8000").containsEntry("application", "/shop");
        assertThat(target.get("nodes"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3)
                .element(1, InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("name", "WAS2")
                .containsEntry("url", "http://10.30.30.3:18080")
                .containsEntry("ajp", "10.30.30.3:18009")
                .containsEntry("host", "10.30.30.3")
                .containsEntry("agent", null);
        Map<String, Object> bare = JSON.std.mapFrom(content(
                HostsFiles.of(
                        plan(tutorial().front(BalancerSpec.Kind.NONE)),
                        machines("10.30.30.2"),
                        PATHS,
                        TesterPlans.SOURCE),
                "target.json"));
        assertThat(bare).containsEntry("front", null);
        assertThat(bare.toString()).contains("ajp=null");
    }

    private static ClusterSpec.Builder tutorial() {
        return TesterPlans.spec(Preset.TUTORIAL);
    }

    private static Topology plan(ClusterSpec.Builder spec) throws Exception {
        return TesterPlans.plan(spec);
    }

    private static Placement machines(String front) {
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put("WAS1", "10.30.30.2");
        nodes.put("WAS2", "10.30.30.3");
        nodes.put("WAS3", "10.30.30.4");
        return new Placement(nodes, front);
    }

    private static List<String> paths(Export export) {
        return export.files().stream().map(ConfigFile::path).toList();
    }

    private static String content(Export export, String path) {
        return export.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .content();
    }
}
