package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostCheckTest {
    @Test
    void oneTomcatOrSeveralOfOneLineRunTogether() {
        assertThat(problems(stock("9.0.117"), ManagerSpec.Kind.BACKUP, true)).isEmpty();
        assertThat(problems(mixed("9.0.117", "9.0.115", "9.0.117"), ManagerSpec.Kind.BACKUP, true))
                .isEmpty();
        assertThat(problems(mixed("9.0.117", "10.1.59", "11.0.24"), ManagerSpec.Kind.DELTA, false))
                .isEmpty();
        assertThat(problems(mixed("10.1.59", "11.0.24", "11.1.0"), ManagerSpec.Kind.BACKUP, true))
                .isEmpty();
    }

    @Test
    void backupManagerIsRefusedWhereTomcat9MeetsOthers() {
        assertThat(problems(mixed("9.0.117", "10.1.59", "10.1.59"), ManagerSpec.Kind.BACKUP, false))
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE))
                .satisfies(problem -> assertThat(problem.message())
                        .contains("--manager backup", "node1 9.0.117", "node2 10.1.59", "use --manager delta"));
    }

    @ParameterizedTest
    @CsvSource({
        "9.0.118,9.0.119,true",
        "9.0.117,9.0.118,false",
        "10.1.55,10.1.56,true",
        "10.1.56,11.0.23,false",
        "11.0.22,11.0.23,true",
        "11.0.22,11.1.0,true",
        "9.0.119,11.1.0,false"
    })
    void encryptionIsRefusedWhereOnlySomeDetectReplay(String one, String other, boolean refused) {
        HostSpec host = mixed(one, other, other);
        assertThat(problems(host, ManagerSpec.Kind.DELTA, true)).hasSize(refused ? 1 : 0);
        assertThat(problems(host, ManagerSpec.Kind.DELTA, false)).isEmpty();
        assertThat(problems(host, ManagerSpec.Kind.DELTA, true))
                .allSatisfy(problem -> assertThat(problem.message()).contains("--encrypt", one, other));
    }

    @Test
    void stockNodeWithoutATomcatIsRefused() {
        assertThat(problems(HostSpec.JVM.withKind(HostSpec.Kind.STOCK)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("--tomcat 11.0.24"));
        HostSpec some = new HostSpec(HostSpec.Kind.STOCK, NodeRuntime.OWN, Map.of("node2", runtime("9.0.117", null)));
        assertThat(problems(some)).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("for node1, node3;"));
    }

    @ParameterizedTest
    @CsvSource({
        "11.0.24,16.0.1,17",
        "11.0.24,17,0",
        "10.1.59,1.8.0_402,11",
        "10.1.59,11.0.2,0",
        "9.0.117,1.8.0_402,11",
        "9.0.117,11.0.2,0",
        "11.1.0,25,0"
    })
    void javaThatIsTooOldForItsTomcatIsRefused(String tomcat, String java, int needed) {
        HostSpec host = new HostSpec(HostSpec.Kind.STOCK, runtime(tomcat, java), Map.of());
        if (needed == 0) {
            assertThat(problems(host)).isEmpty();
        } else {
            assertThat(problems(host)).singleElement().satisfies(problem -> assertThat(problem.message())
                    .contains("--java ", "Java " + java, "Tomcat " + tomcat, "needs " + needed)
                    .doesNotContain("node1"));
        }
    }

    @Test
    void javaIsComparedForEachNode() {
        NodeRuntime old = runtime("11.0.24", "11.0.2");
        HostSpec host = new HostSpec(
                HostSpec.Kind.STOCK, runtime("9.0.117", "11.0.2"), Map.of("node2", old, "node3", old, "node9", old));
        assertThat(problems(host)).singleElement().satisfies(problem -> assertThat(problem.message())
                .endsWith("name another Java for node2, node3."));
    }

    @Test
    void ownTomcatNeedsTheJavaOfTheLab() {
        NodeRuntime eleven =
                new NodeRuntime(Optional.empty(), Optional.of(new JavaHome("11.0.2", Path.of("jdk"))), List.of());
        assertThat(problems(new HostSpec(HostSpec.Kind.PROCESS, eleven, Map.of())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("the lab's own Tomcat", "needs 17"));
        assertThat(problems(new HostSpec(HostSpec.Kind.JVM, eleven, Map.of()))).isEmpty();
    }

    @Test
    void textTellsTomcatJavaAndOptionsAsFarAsTheyDiffer() {
        List<String> nodes = List.of("node1", "node2", "node3");
        assertThat(HostSpec.JVM.text(nodes)).isEqualTo("jvm");
        assertThat(HostSpec.JVM.withKind(HostSpec.Kind.PROCESS).text(nodes)).isEqualTo("process");
        assertThat(stock("11.0.24").text(nodes)).isEqualTo("stock 11.0.24");
        assertThat(mixed("9.0.117", "10.1.59", "11.0.24").text(nodes))
                .isEqualTo("mixed: node1 9.0.117, node2 10.1.59, node3 11.0.24");
        NodeRuntime options = new NodeRuntime(
                Optional.empty(), Optional.of(new JavaHome("25.0.1", Path.of("jdk"))), List.of("-Xmx64m", "-Xint"));
        assertThat(new HostSpec(HostSpec.Kind.PROCESS, options, Map.of()).text(nodes))
                .isEqualTo("process; Java 25.0.1; JVM options -Xmx64m -Xint");
        assertThat(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of("node2", options))
                        .text(List.of("node1", "node2")))
                .startsWith("process; Java node1 of the lab, node2 25.0.1; ");
    }

    @Test
    void otherKindKeepsJavaAndOptions() {
        HostSpec stock =
                new HostSpec(HostSpec.Kind.STOCK, runtime("9.0.117", "25"), Map.of("node2", runtime("11.0.24", "17")));
        HostSpec process = stock.withKind(HostSpec.Kind.PROCESS);
        assertThat(process.runtime("node2").tomcat()).isEmpty();
        assertThat(process.usual().tomcat()).isEmpty();
        assertThat(process.runtime("node2").java())
                .isEqualTo(stock.runtime("node2").java());
        assertThat(stock.withKind(HostSpec.Kind.STOCK)).isEqualTo(stock);
        assertThat(stock.withKind(HostSpec.Kind.JVM)).isEqualTo(HostSpec.JVM);
        HostSpec ten = stock.withTomcat(new TomcatHome("10.1.59", Path.of("ten")));
        assertThat(ten.text(List.of("node1", "node2"))).isEqualTo("stock 10.1.59; Java node1 25, node2 17");
    }

    @Test
    void versionsAreOrderedByNumber() {
        assertThat(List.of("9.0.9", "9.0.117", "10.1.9", "10.1.59", "11.0.2").stream()
                        .map(text -> TomcatVersion.parse(text).orElseThrow()))
                .isSorted();
        assertThat(TomcatVersion.parse("11.0")).isEmpty();
        assertThat(TomcatVersion.parse("11.0.x")).isEmpty();
        assertThat(TomcatVersion.parse("11.0.999999999999")).isEmpty();
    }

    private static HostSpec stock(String version) {
        return HostSpec.JVM.withTomcat(new TomcatHome(version, Path.of(version)));
    }

    private static HostSpec mixed(String... versions) {
        Map<String, NodeRuntime> of = new LinkedHashMap<>();
        for (int i = 0; i < versions.length; i++) {
            of.put("node" + (i + 1), runtime(versions[i], null));
        }
        return new HostSpec(HostSpec.Kind.STOCK, NodeRuntime.OWN, of);
    }

    private static NodeRuntime runtime(String tomcat, String java) {
        return new NodeRuntime(
                Optional.of(new TomcatHome(tomcat, Path.of(tomcat))),
                Optional.ofNullable(java).map(version -> new JavaHome(version, Path.of("jdk"))),
                List.of());
    }

    private static List<Problem> problems(HostSpec host) {
        return problems(host, ManagerSpec.Kind.DELTA, false);
    }

    private static List<Problem> problems(HostSpec host, ManagerSpec.Kind manager, boolean encrypt) {
        return Planner.check(ClusterSpec.builder(Preset.LAB)
                .host(host)
                .manager(manager)
                .encrypt(encrypt)
                .build());
    }
}
