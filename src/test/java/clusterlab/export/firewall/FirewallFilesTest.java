package clusterlab.export.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.config.ClusterImport;
import clusterlab.export.ConfigFile;
import clusterlab.export.Placement;
import clusterlab.export.TesterGolden;
import clusterlab.export.TesterPlans;
import clusterlab.export.Tools;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirewallFilesTest {
    @TempDir
    Path temp;

    @Test
    void tutorialsScriptsAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden("firewall", FirewallFiles.anywhere(tutorial(), TesterPlans.SOURCE));
    }

    @Test
    void scriptsOfAMachineAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden(
                "firewall-machine", FirewallFiles.of(tutorial(), machines(), "10.30.30.2", TesterPlans.SOURCE));
        TesterGolden.assertGolden(
                "firewall-front", FirewallFiles.of(tutorial(), machines(), "10.30.30.1", TesterPlans.SOURCE));
    }

    @Test
    void onlyThePortsOfThePlanAreOpen() throws Exception {
        assertThat(Openings.anywhere(tutorial()))
                .extracting(o -> o.protocol().word() + " " + o.ports("-"))
                .containsExactly("udp 45564", "igmp 0", "tcp 4000-4101", "tcp 8000");
        Topology fixed = TesterPlans.plan(TesterPlans.spec(Preset.LAB)
                .front(BalancerSpec.Kind.NONE)
                .membership(Preset.LAB.membership(MembershipSpec.Kind.STATIC)));
        assertThat(Openings.anywhere(fixed))
                .as("no multicast, no front, autoBind 1")
                .extracting(o -> o.protocol().word() + " " + o.ports("-"))
                .containsExactly("tcp 4000-4002");
    }

    @Test
    void oneMachineForAllNodesOpensTheFrontOnly() throws Exception {
        Placement one =
                new Placement(Map.of("WAS1", "10.30.30.2", "WAS2", "10.30.30.2", "WAS3", "10.30.30.2"), "10.30.30.2");
        assertThat(Openings.of(tutorial(), one, "10.30.30.2"))
                .extracting(Opening::from)
                .containsExactly(8000);
    }

    @Test
    void portsOfAFileCount() throws Exception {
        Topology topology = imported("port=\"4700\" autoBind=\"5\" udpPort=\"4800\"");
        assertThat(Openings.anywhere(topology))
                .extracting(o -> o.protocol().word() + " " + o.ports("-"))
                .containsExactly("udp 45564", "igmp 0", "tcp 4700-4704", "udp 4800-4804", "tcp 8080");
        Topology unknown = imported("port=\"${receiver.port}\"");
        assertThatThrownBy(() -> Openings.anywhere(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("${receiver.port}");
    }

    @Test
    void nftReadsTheRules() throws Exception {
        Tools.assumeInstalled("nft");
        Tools.assumeRoot("nft -c");
        for (List<ConfigFile> files : List.of(
                FirewallFiles.anywhere(tutorial(), TesterPlans.SOURCE),
                FirewallFiles.of(tutorial(), machines(), "10.30.30.2", TesterPlans.SOURCE),
                FirewallFiles.of(tutorial(), machines(), "10.30.30.1", TesterPlans.SOURCE))) {
            Path rules = Files.writeString(temp.resolve("cluster.nft"), content(files, FirewallFiles.RULES));
            Tools.run(temp, Map.of(), "nft", "-c", "-f", rules.toString());
        }
    }

    @Test
    void ufwReadsTheScript() throws Exception {
        Tools.assumeInstalled("ufw");
        Tools.assumeRoot("ufw");
        Path bin = Files.createDirectories(temp.resolve("bin"));
        script(bin.resolve("ufw"), "exec " + Tools.path("ufw") + " --dry-run \"$@\"");
        for (List<ConfigFile> files : scripts()) {
            Path file = Files.writeString(temp.resolve("ufw.sh"), content(files, "ufw.sh"));
            for (String option : new String[] {"", "--remove"}) {
                Tools.run(temp, Map.of("PATH", bin + ":" + System.getenv("PATH")), "sh", file.toString(), option);
            }
        }
    }

    @Test
    void firewalldReadsTheScript() throws Exception {
        Tools.assumeInstalled("firewall-offline-cmd");
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Path config = Files.createDirectories(temp.resolve("config"));
        // firewall-cmd needs its daemon; the offline one has the same options for what is permanent.
        script(
                bin.resolve("firewall-cmd"),
                "[ \"$1\" != --reload ] || exit 0\nshift\nexec " + Tools.path("firewall-offline-cmd")
                        + " --system-config=" + config + " \"$@\"");
        for (List<ConfigFile> files : scripts()) {
            Path file = Files.writeString(temp.resolve("firewalld.sh"), content(files, "firewalld.sh"));
            for (String option : new String[] {"", "--remove"}) {
                Tools.run(temp, Map.of("PATH", bin + ":" + System.getenv("PATH")), "sh", file.toString(), option);
            }
        }
    }

    private static List<List<ConfigFile>> scripts() throws Exception {
        return List.of(
                FirewallFiles.anywhere(tutorial(), TesterPlans.SOURCE),
                FirewallFiles.of(tutorial(), machines(), "10.30.30.2", TesterPlans.SOURCE));
    }

    private static void script(Path file, String text) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String content(List<ConfigFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private Topology imported(String receiver) throws Exception {
        Path file = Files.writeString(
                temp.resolve("cluster.xml"),
                """
                <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
                  <Channel className="org.apache.catalina.tribes.group.GroupChannel">
                    <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" %s/>
                  </Channel>
                </Cluster>
                """
                        .formatted(receiver));
        return TesterPlans.plan(TesterPlans.spec(Preset.LAB).imported(ClusterImport.read(file)));
    }

    private static Topology tutorial() throws Exception {
        return TesterPlans.plan(TesterPlans.spec(Preset.TUTORIAL));
    }

    private static Placement machines() {
        Map<String, String> nodes = new LinkedHashMap<>();
        nodes.put("WAS1", "10.30.30.2");
        nodes.put("WAS2", "10.30.30.3");
        nodes.put("WAS3", "10.30.30.4");
        return new Placement(nodes, "10.30.30.1");
    }
}
