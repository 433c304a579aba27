package clusterlab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.export.HttpdTarget.Account;
import clusterlab.export.HttpdTarget.Activation;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with golden files, see {@link TesterGolden}.
 */
final class HttpdFilesTest {
    private static final String DIR = "/srv/cluster lab/httpd";
    private static final HttpdTarget JK = HttpdTarget.of(HttpdLayout.DEBIAN, Connector.MOD_JK, DIR);
    private static final HttpdTarget PROXY = HttpdTarget.of(HttpdLayout.RHEL, Connector.MOD_PROXY, DIR);

    @Test
    void filesForModJkAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden("mod_jk", HttpdFiles.of(plan(spec()), JK));
    }

    @Test
    void filesForModProxyWithoutStickinessOnAContextPathAreTheGoldenOnes() throws Exception {
        Topology topology = plan(spec().nodes(2).sticky(false).contextPath("/shop.v2"));
        HttpdTarget target = new HttpdTarget(
                Connector.MOD_PROXY,
                DIR,
                PROXY.modules(),
                PROXY.jkModule(),
                Optional.of(new Account("apache", "#48")),
                Map.of("node2", Activation.DISABLED));
        TesterGolden.assertGolden("mod_proxy", HttpdFiles.of(topology, target));
    }

    @Test
    void everyFileWithTheSecretOrTheTokenIsForItsOwnerOnly() throws Exception {
        Topology topology = plan(spec());
        for (ConfigFile file : HttpdFiles.of(topology, JK)) {
            boolean secret = file.content().contains(topology.ajpSecret().value())
                    || file.content().contains(HttpdFiles.controlToken(topology));
            assertThat(file.ownerOnly()).as(file.path()).isEqualTo(secret);
            assertThat(file.toString()).doesNotContain(topology.ajpSecret().value());
        }
    }

    @Test
    void tokenDoesNotGiveTheSecretAway() throws Exception {
        Topology topology = plan(spec());
        assertThat(HttpdFiles.controlToken(topology)).matches("[0-9a-f]{64}");
        assertThat(HttpdFiles.controlToken(topology))
                .isNotEqualTo(HttpdFiles.controlToken(plan(spec().ajpSecret(new Secret("another")))));
    }

    @Test
    void statusPathIsNeverTheApplications() throws Exception {
        for (String context : List.of("", "/shop", "/cluster-lab", "/cluster-lab/x", "/cluster-labs")) {
            String status = HttpdFiles.statusPath(plan(spec().contextPath(context)));
            assertThat(context.isEmpty() || !status.startsWith(context + "/"))
                    .as(context)
                    .isTrue();
        }
    }

    @Test
    void secretTooLongForModProxyIsRefusedThereAndLeftOutForModJk() throws Exception {
        Topology topology = plan(spec().ajpSecret(new Secret("s".repeat(64))));
        assertThat(HttpdFiles.of(topology, JK))
                .extracting(ConfigFile::path)
                .contains(HttpdFiles.WORKERS)
                .doesNotContain(HttpdFiles.PROXY_CONF);
        assertThatThrownBy(() -> HttpdFiles.of(topology, PROXY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("63");
        assertThat(HttpdFiles.of(plan(spec().ajpSecret(Secret.random())), PROXY))
                .extracting(ConfigFile::path)
                .contains(HttpdFiles.PROXY_CONF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\nListen 1", "/a\rb", "/a\u0000", "/${ENV}", "relative", "/star*", "/[a]", "/what?"})
    void pathThatNoQuotingCarriesIsRefused(String path) {
        assertThatThrownBy(() -> HttpdTarget.of(HttpdLayout.DEBIAN, Connector.MOD_JK, path))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longPathIsRefusedBecauseModJkWouldOverrun() {
        assertThatThrownBy(() -> HttpdTarget.of(HttpdLayout.DEBIAN, Connector.MOD_JK, "/" + "ü".repeat(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200 bytes");
    }

    @Test
    void quotesAndBackslashesInAPathStayInTheirArgument() throws Exception {
        HttpdTarget target = HttpdTarget.of(HttpdLayout.DEBIAN, Connector.MOD_JK, "/a\" Listen 1 \"\\");
        assertThat(ServerText.conf(plan(spec()), target)).contains("ServerRoot \"/a\\\" Listen 1 \\\"\\\\\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb", "template", "node.1", "node1\nworker.lb.x=1", "node 1", "", "$(PATH)", "a,b"})
    void nodeThatCanBeNoWorkerIsRefused(String name) throws Exception {
        Topology topology = plan(spec());
        Topology renamed = rename(topology, name);
        assertThatThrownBy(() -> HttpdFiles.of(renamed, JK)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a\nListen 1", "/a\"", "a", "/*", "/a|/b", "/"})
    void contextPathThatIsMoreThanAPathIsRefused(String context) throws Exception {
        Topology topology = withContextPath(plan(spec()), context);
        assertThatThrownBy(() -> HttpdFiles.of(topology, JK)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ClusterSpec.Builder spec() {
        return ClusterSpec.builder(Preset.LAB)
                .front(BalancerSpec.Kind.HTTPD)
                .ajpSecret(new Secret("the-secret-of-the-golden-files"));
    }

    private static Topology plan(ClusterSpec.Builder spec) throws Exception {
        return Planner.plan(spec.build(), PortPolicy.assuming(Set.of())).topology();
    }

    private static Topology rename(Topology topology, String name) {
        NodeSpec node = topology.nodes().get(0);
        return copy(
                topology,
                List.of(new NodeSpec(name, node.index(), node.httpPort(), node.ajpPort(), node.receiverPort())),
                topology.contextPath());
    }

    private static Topology withContextPath(Topology topology, String context) {
        return copy(topology, topology.nodes(), context);
    }

    private static Topology copy(Topology topology, List<NodeSpec> nodes, String context) {
        return TesterRecords.with(TesterRecords.with(topology, "nodes", nodes), "contextPath", context);
    }
}
