package clusterlab.export.containers;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.config.StockCluster.Discovery;
import clusterlab.export.ConfigFile;
import clusterlab.export.Export;
import clusterlab.export.ExportFolder;
import clusterlab.export.HttpdLayout;
import clusterlab.export.TesterGolden;
import clusterlab.export.TesterPlans;
import clusterlab.export.Tools;
import clusterlab.spec.AppSpec;
import clusterlab.spec.BalancerSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ComposeFilesTest {
    private static final Secret KEY = new Secret("00112233445566778899aabbccddeeff");

    @TempDir
    Path temp;

    @Test
    void filesAreTheGoldenOnes() throws Exception {
        TesterGolden.assertGolden("compose", export(spec(), Optional.empty()).files());
    }

    @ParameterizedTest
    @EnumSource(value = BalancerSpec.Kind.class, names = "GIVEN", mode = EnumSource.Mode.EXCLUDE)
    void everyMountedFileIsThereAndNothingElse(BalancerSpec.Kind front) throws Exception {
        Export export = export(spec().front(front), Optional.of(Discovery.DNS));
        List<String> paths = export.files().stream().map(ConfigFile::path).toList();
        Map<String, Object> compose =
                YamlFiles.documents(file(export, "compose.yaml")).get(0);
        Map<String, Map<String, Object>> services = YamlFiles.at(compose, "services");
        assertThat(services.keySet())
                .containsExactlyElementsOf(
                        front == BalancerSpec.Kind.NONE
                                ? List.of("node1", "node2", "node3")
                                : List.of("node1", "node2", "node3", "front"));
        services.forEach((name, service) -> {
            List<String> volumes = YamlFiles.at(service, "volumes");
            for (String volume : volumes) {
                String from = volume.substring("./".length(), volume.indexOf(':'));
                assertThat(paths).as(volume).anyMatch(path -> path.equals(from) || path.startsWith(from + "/"));
            }
            assertThat((String) YamlFiles.at(service, "networks", "cluster", "ipv4_address"))
                    .startsWith("172.30.14.");
        });
        assertThat((Object) YamlFiles.at(services.get("node3"), "depends_on", "node2", "condition"))
                .isEqualTo("service_healthy");
        assertThat((String) YamlFiles.at(services.get("node1"), "healthcheck", "test", "3"))
                .contains("GET /cluster-lab/health HTTP/1.0\\r\\n", "/dev/tcp/127.0.0.1/8081");
        assertThat(file(export, "conf/node2/server.xml").content().contains("AJP/1.3"))
                .isEqualTo(front == BalancerSpec.Kind.HTTPD);
    }

    @Test
    void membersOfEveryPresetAreListedByTheirAddresses() throws Exception {
        for (Preset preset : Preset.values()) {
            Export export = export(TesterPlans.spec(preset), Optional.empty());
            String node = preset.nodeName(1);
            assertThat(file(export, "conf/" + node + "/server.xml").content())
                    .containsSubsequence("<Member ", "172.30.14.11", "4000", "<LocalMember", "172.30.14.12", "4000")
                    .containsSubsequence("<Receiver", "address=\"172.30.14.12\"", "port=\"4000\"")
                    .containsSubsequence("EncryptInterceptor", "TcpFailureDetector")
                    .doesNotContain("McastService", "DomainFilter", "127.0.0.1");
        }
    }

    @Test
    void onlyTheEnvironmentHasTheSecrets() throws Exception {
        Export export = export(
                spec().hostKind(HostSpec.Kind.PROCESS)
                        .front(BalancerSpec.Kind.HAPROXY)
                        .app(new AppSpec(
                                Optional.empty(), Optional.empty(), Map.of("PASSWORD", "it's a \"b\" $c"), Map.of())),
                Optional.empty());
        for (ConfigFile file : export.files()) {
            assertThat(file.ownerOnly()).as(file.path()).isEqualTo(file.path().equals("node.env"));
            assertThat(file.content().contains(KEY.value())).isEqualTo(file.ownerOnly());
        }
        assertThat(file(export, "node.env").content()).contains("PASSWORD=\"it's a \\\"b\\\" \\$c\"\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = BalancerSpec.Kind.class,
            names = {"HAPROXY", "NGINX", "HTTPD"})
    void frontReadsItsFiles(BalancerSpec.Kind front) throws Exception {
        Path out = temp.resolve("out");
        new ExportFolder(out).write(TesterPlans.SOURCE, export(spec().front(front), Optional.empty()));
        Path folder = out.resolve("front");
        // The container mounts memory there.
        Files.createDirectories(folder.resolve("logs"));
        Files.createDirectories(folder.resolve("run"));
        switch (front) {
            case HAPROXY -> {
                Tools.assumeInstalled("haproxy");
                Tools.run(
                        temp,
                        Map.of(),
                        Tools.path("haproxy"),
                        "-c",
                        "-f",
                        folder.resolve("haproxy.cfg").toString());
            }
            case NGINX -> {
                Tools.assumeInstalled("nginx");
                Tools.run(
                        temp,
                        Map.of(),
                        Tools.path("nginx"),
                        "-t",
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString());
            }
            default -> {
                Path httpd = Path.of(HttpdLayout.DEBIAN.programs().get(0));
                Tools.assumeInstalled(httpd.getFileName().toString());
                for (String name : List.of("httpd.conf", "mod_proxy.conf")) {
                    Path file = folder.resolve(name);
                    String text = Files.readString(file);
                    // The places of the image are not here.
                    Files.writeString(
                            file,
                            text.replace("/usr/local/apache2/lab", folder.toString())
                                    .replace(
                                            "/usr/local/apache2/modules",
                                            HttpdLayout.DEBIAN.modules().get(0)));
                }
                Tools.run(
                        temp,
                        Map.of(),
                        httpd.toString(),
                        "-t",
                        "-f",
                        folder.resolve("httpd.conf").toString());
            }
        }
    }

    @Test
    void dockerReadsTheFile() throws Exception {
        Tools.assumeInstalled("docker");
        Tools.assumeWorks("docker", "compose", "version");
        new ExportFolder(temp.resolve("out")).write(TesterPlans.SOURCE, export(spec(), Optional.empty()));
        Tools.run(
                temp,
                Map.of(),
                "docker",
                "compose",
                "-f",
                temp.resolve("out/compose.yaml").toString(),
                "config",
                "--quiet");
    }

    private static ClusterSpec.Builder spec() {
        return TesterPlans.spec(Preset.LAB);
    }

    private static Export export(ClusterSpec.Builder spec, Optional<Discovery> discovery) throws Exception {
        return ComposeFiles.of(TesterPlans.plan(spec), discovery, "172.30.14", KEY, TesterPlans.SOURCE);
    }

    private static ConfigFile file(Export export, String path) {
        return export.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
