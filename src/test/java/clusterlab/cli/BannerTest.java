package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.lang.Cells;
import clusterlab.lang.Lang;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BannerTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @EnumSource(Preset.class)
    void planFitsEightyColumns(Preset preset) throws SpecException {
        assertThat(Banner.plan(plan(preset, 3)).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @AfterEach
    void english() {
        Lang.use(Lang.EN);
    }

    @Test
    void inKoreanPlanAndBannerFitToo() throws Exception {
        Lang.use(Lang.KO);
        Topology topology = plan(Preset.TUTORIAL, 3);
        String plan = Banner.plan(topology);
        assertThat(plan).startsWith("실행 계획입니다.").contains("세션 카운터").doesNotContain("session counter");
        assertThat(plan.lines()).allSatisfy(line -> assertThat(Cells.of(line)).isLessThanOrEqualTo(80));
        try (Lab lab = lab(topology)) {
            String banner = Banner.ready(lab, true, true, false, false);
            assertThat(banner)
                    .contains("준비되었습니다", "  정지   Ctrl-C", "--encrypt")
                    .doesNotContainPattern("[A-Z][a-z]+( [a-z]+){2}");
            assertThat(banner.lines().filter(line -> !line.contains(folder.toString())))
                    .allSatisfy(line -> assertThat(Cells.of(line)).isLessThanOrEqualTo(80));
        }
    }

    @Test
    void bannerOfManyNodesFitsEightyColumnsButForThePaths() throws Exception {
        try (Lab lab = lab(plan(Preset.LAB, 64))) {
            String banner = Banner.ready(lab, true, false, false, false);
            assertThat(banner.lines().filter(line -> !line.contains(folder.toString())))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(banner).contains("64 nodes", "http://127.0.0.1:8144/", "AJP 8072", "receiver 4063");
            assertThat(banner).contains("Ctrl-C", "catalina.out", folder.toString());
        }
    }

    @Test
    void withoutColoursThereIsNoEscape() throws Exception {
        try (Lab lab = lab(plan(Preset.TUTORIAL, 3))) {
            assertThat(Banner.ready(lab, true, false, false, false)).doesNotContain("\033");
            assertThat(Banner.ready(lab, true, false, true, false)).contains("\033[");
        }
    }

    @Test
    void bannerClaimsNoProbeThatWasNotMade() throws Exception {
        try (Lab lab = lab(plan(Preset.LAB, 3))) {
            assertThat(Banner.ready(lab, false, false, false, false)).doesNotContain("probe");
        }
    }

    @Test
    void readyLineHasTheFieldsThatScriptsReadOn() throws Exception {
        try (Lab lab = lab(plan(Preset.LAB, 2))) {
            Map<String, Object> json = sent(Banner.readyJson(lab, true));
            assertThat(json)
                    .containsEntry("event", "ready")
                    .containsEntry("front", "http://127.0.0.1:8080/")
                    .containsEntry("admin", "http://127.0.0.1:9090/")
                    .containsEntry("dir", folder.toRealPath().toString())
                    .containsEntry("host", "jvm")
                    .containsEntry("nodes", List.of(node("node1", 8081, 8009, 4000), node("node2", 8082, 8010, 4001)));
            assertThat(json.get("millis")).isInstanceOf(Number.class);
        }
    }

    private static Map<String, Object> node(String name, int http, int ajp, int receiver) {
        return Map.of(
                "name",
                name,
                "http",
                "http://127.0.0.1:" + http + "/",
                "ajpPort",
                ajp,
                "receiverAddress",
                Topology.LOOPBACK,
                "receiverPort",
                receiver,
                "tomcat",
                Versions.ofTomcat(),
                "java",
                System.getProperty("java.version"));
    }

    @Test
    void planTellsWhereTheNodesRunAndOnWhat() throws Exception {
        assertThat(Banner.plan(plan(Preset.LAB, 3)))
                .containsPattern("host +jvm\n")
                .containsPattern("nodes +Tomcat " + Versions.ofTomcat() + ", Java "
                        + Runtime.version().feature());
        NodeRuntime nine = runtime("9.0.117", "11.0.2");
        HostSpec mixed = new HostSpec(
                HostSpec.Kind.STOCK,
                nine,
                Map.of("node2", runtime("10.1.59", "25"), "node3", runtime("11.0.24", "25")));
        Topology plan = Planner.plan(ClusterSpec.builder(Preset.LAB).host(mixed).build(), PortPolicy.assuming(Set.of()))
                .topology();
        assertThat(Banner.plan(plan))
                .contains("mixed: node1 9.0.117, node2 10.1.59, node3 11.0.24; Java node1 11.0.2, node2 25, node3 25")
                .containsPattern("node1 +Tomcat 9.0.117, Java 11.0.2\n +/tomcat/9.0.117\n +/java/11.0.2\n");
        Map<String, Object> json = sent(Banner.planJson(plan, List.of()));
        assertThat(json).containsEntry("host", "stock");
        assertThat(json.get("nodes"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .first()
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("tomcat", "9.0.117")
                .containsEntry("tomcatFrom", Path.of("/tomcat/9.0.117").toString())
                .containsEntry("java", "11.0.2")
                .containsEntry("javaHome", Path.of("/java/11.0.2").toString())
                .containsEntry("jvmOptions", List.of("-Xmx64m"));
    }

    private static NodeRuntime runtime(String tomcat, String java) {
        return new NodeRuntime(
                Optional.of(new NodeRuntime.TomcatHome(tomcat, Path.of("/tomcat/" + tomcat))),
                Optional.of(new NodeRuntime.JavaHome(java, Path.of("/java/" + java))),
                List.of("-Xmx64m"));
    }

    @Test
    void onAMachineWithOtherUsersTheBannerNamesEncryptUnlessItIsOn() throws Exception {
        try (Lab lab = lab(plan(Preset.LAB, 1))) {
            assertThat(Banner.ready(lab, true, true, false, false)).contains("other users", "--encrypt");
            assertThat(Banner.ready(lab, true, false, false, false)).doesNotContain("--encrypt");
        }
        Topology encrypted = Planner.plan(
                        ClusterSpec.builder(Preset.LAB)
                                .encrypt(true)
                                .dir(folder)
                                .build(),
                        PortPolicy.assuming(Set.of()))
                .topology();
        try (Lab lab = lab(encrypted)) {
            assertThat(Banner.ready(lab, true, true, false, false)).doesNotContain("--encrypt");
            assertThat(Banner.plan(encrypted)).contains("encrypted");
            assertThat(Banner.plan(encrypted) + sent(Banner.planJson(encrypted, List.of())))
                    .doesNotContain(
                            encrypted.channel().encryptionKey().orElseThrow().value());
        }
    }

    @Test
    void planTellsTheLifecycle() throws Exception {
        Topology stock = Planner.plan(
                        ClusterSpec.builder(Preset.LAB)
                                .lifecycle(NodeLifecycle.STOCK)
                                .build(),
                        PortPolicy.assuming(Set.of()))
                .topology();
        assertThat(Banner.plan(stock)).containsPattern("lifecycle +stock");
        assertThat(Banner.planJson(stock, List.of())).containsEntry("lifecycle", "stock");
        assertThat(Banner.plan(plan(Preset.LAB, 1))).containsPattern("lifecycle +lab");
    }

    @Test
    void planLineTellsNoSecret() throws Exception {
        Topology plan = plan(Preset.TUTORIAL, 3);
        assertThat(sent(Banner.planJson(plan, List.of("A port moved."))))
                .containsEntry("event", "plan")
                .containsEntry("preset", "tutorial")
                .containsEntry("sendOptions", 8)
                .containsEntry("notices", List.of("A port moved."));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain(plan.ajpSecret().value());
        assertThat(Banner.plan(plan)).doesNotContain(plan.ajpSecret().value());
    }

    @Test
    void withJsonNothingElseReachesStdout() throws IOException {
        Output output = new Output(new PrintStream(out), new PrintStream(err), true);
        output.text("for people");
        output.say("a sentence");
        output.progress("1 of 3");
        output.json(Map.of("event", "stopped"));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("{\"event\":\"stopped\"}\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("a sentence\n");
    }

    @Test
    void withoutJsonNoJsonReachesStdout() throws IOException {
        Output output = new Output(new PrintStream(out), new PrintStream(err), false);
        output.json(Map.of("event", "stopped"));
        output.text("노드 1\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("노드 1\n");
    }

    private Map<String, Object> sent(Map<String, Object> json) throws IOException {
        new Output(new PrintStream(out), new PrintStream(err), true).json(json);
        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line.lines()).hasSize(1);
        return JSON.std.mapFrom(line);
    }

    private Topology plan(Preset preset, int nodes) throws SpecException {
        ClusterSpec.Builder spec = ClusterSpec.builder(preset).nodes(nodes).dir(folder);
        return Planner.plan(spec.build(), PortPolicy.assuming(Set.of())).topology();
    }

    /** Made, not booted: nothing is opened. */
    private static Lab lab(Topology plan) throws BootException {
        return new Lab(plan, PortPolicy.assuming(Set.of()), BootListener.NONE);
    }
}
