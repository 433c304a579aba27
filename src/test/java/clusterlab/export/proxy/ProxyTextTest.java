package clusterlab.export.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.export.ConfigFile;
import clusterlab.export.HttpdTarget.Activation;
import clusterlab.export.Placement;
import clusterlab.export.TesterGolden;
import clusterlab.export.TesterPlans;
import clusterlab.export.TesterRecords;
import clusterlab.export.Tools;
import clusterlab.export.proxy.ProxyTarget.Check;
import clusterlab.spec.Preset;
import clusterlab.spec.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyTextTest {
    @TempDir
    Path temp;

    @Test
    void filesOfHaproxyAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden(
                "haproxy",
                List.of(
                        new ConfigFile("haproxy.cfg", HaproxyText.of(plan(true), target(Check.CONNECTOR)), false),
                        new ConfigFile("round-robin.cfg", HaproxyText.of(plan(false), machines()), false)));
    }

    @Test
    void filesOfNginxAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden(
                "nginx",
                List.of(
                        new ConfigFile("nginx.conf", NginxText.of(plan(true), target(Check.CONNECTOR)), false),
                        new ConfigFile("round-robin.conf", NginxText.of(plan(false), machines()), false)));
    }

    @Test
    void nginxSaysWhatItCanNot() throws Exception {
        assertThat(NginxText.of(plan(true), target(Check.CONNECTOR)))
                .contains(NginxText.LIMITS.toArray(String[]::new))
                .contains("commercial part");
    }

    @Test
    void nodeThatIsNoWordOfTheFilesIsRefused() throws Exception {
        Topology topology = plan(true);
        Topology renamed = TesterRecords.with(
                topology, "nodes", List.of(TesterRecords.with(topology.nodes().get(0), "name", "a b;")));
        ProxyTarget target = target(renamed, Check.CONNECTOR);
        assertThatThrownBy(() -> HaproxyText.of(renamed, target)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NginxText.of(renamed, target)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new ProxyTarget("", target.placement(), Check.CONNECTOR, Optional.of("/run/a b"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void haproxyReadsTheFiles() throws Exception {
        Tools.assumeInstalled("haproxy");
        for (ProxyTarget target : List.of(target(Check.CONNECTOR), target(Check.HEALTH), drained())) {
            for (boolean sticky : new boolean[] {true, false}) {
                Path file = Files.writeString(temp.resolve("haproxy.cfg"), HaproxyText.of(plan(sticky), target));
                assertThat(Tools.run(temp, Map.of(), Tools.path("haproxy"), "-c", "-f", file.toString()))
                        .doesNotContain("[WARNING]", "[ALERT]");
            }
        }
    }

    @Test
    void nginxReadsTheFiles() throws Exception {
        Tools.assumeInstalled("nginx");
        Files.createDirectories(temp.resolve("logs"));
        Files.createDirectories(temp.resolve("run"));
        for (ProxyTarget target : List.of(target(Check.CONNECTOR), drained())) {
            for (boolean sticky : new boolean[] {true, false}) {
                Files.writeString(temp.resolve("nginx.conf"), NginxText.of(plan(sticky), target));
                assertThat(Tools.run(
                                temp, Map.of(), Tools.path("nginx"), "-t", "-p", temp.toString(), "-c", "nginx.conf"))
                        .doesNotContain("[warn]", "[emerg]");
            }
        }
    }

    private static Topology plan(boolean sticky) throws Exception {
        return TesterPlans.plan(TesterPlans.spec(Preset.LAB).sticky(sticky));
    }

    private static ProxyTarget target(Check check) throws Exception {
        return target(plan(true), check);
    }

    private static ProxyTarget target(Topology topology, Check check) {
        return ProxyTarget.of(TesterPlans.SOURCE.hash(), Placement.oneMachine(topology), check);
    }

    private static ProxyTarget machines() {
        return ProxyTarget.of(
                TesterPlans.SOURCE.hash(),
                new Placement(
                        Map.of("node1", "10.30.30.2", "node2", "10.30.30.3", "node3", "10.30.30.4"), "10.30.30.1"),
                Check.HEALTH);
    }

    private ProxyTarget drained() throws Exception {
        return new ProxyTarget(
                TesterPlans.SOURCE.hash(),
                Placement.oneMachine(plan(true)),
                Check.CONNECTOR,
                Optional.of("/tmp/cluster-lab-test.sock"),
                Map.of("node1", Activation.DISABLED, "node2", Activation.STOPPED));
    }
}
