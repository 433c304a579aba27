package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.distribution.TesterTomcats;
import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** --process, --tomcat, --java and --jvm-options on a machine with Tomcats 9.0.117, 10.1.59 and 11.0.24. */
class HostOptionsTest {
    @TempDir
    Path folder;

    private TomcatHome nine;
    private TomcatHome ten;
    private TomcatHome eleven;

    @BeforeEach
    void threeTomcats() throws IOException {
        nine = inMaven("9.0.117");
        ten = inMaven("10.1.59");
        eleven = inMaven("11.0.24");
    }

    private TomcatHome inMaven(String version) throws IOException {
        return new TomcatHome(version, TesterTomcats.inMaven(folder.resolve("repository"), version));
    }

    @Test
    void nodesShareTheJvmOfTheLabUnlessAsked() throws SpecException {
        assertThat(host()).isEqualTo(HostSpec.JVM);
    }

    @Test
    void processIsTheTomcatOfTheLab() throws SpecException {
        assertThat(host("--process")).isEqualTo(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of()));
    }

    @Test
    void tomcatIsTheSameForAllNodes() throws Exception {
        assertThat(host("--tomcat", "9.0.117")).isEqualTo(HostSpec.JVM.withTomcat(nine));
        Path home = TesterTomcats.home(folder.resolve("with, comma=and equals"), "10.1.59");
        assertThat(host("--tomcat", home.toString()))
                .isEqualTo(HostSpec.JVM.withTomcat(new TomcatHome("10.1.59", home)));
    }

    @Test
    void eachNodeCanHaveItsOwn() throws SpecException {
        HostSpec host = host("--tomcat", "node1=9.0.117,node2=10.1.59,node3=11.0.24");
        assertThat(host.kind()).isEqualTo(HostSpec.Kind.STOCK);
        assertThat(host.runtime("node1").tomcat()).contains(nine);
        assertThat(host.runtime("node2").tomcat()).contains(ten);
        assertThat(host.runtime("node3").tomcat()).contains(eleven);
    }

    @Test
    void addedNodeGetsTheOneWithoutANameElseTheLast() throws SpecException {
        assertThat(host("--tomcat", "node1=9.0.117,node2=10.1.59,node3=11.0.24")
                        .runtime("node4")
                        .tomcat())
                .contains(eleven);
        assertThat(host("--tomcat", "node1=9.0.117,10.1.59,node3=11.0.24")
                        .runtime("node4")
                        .tomcat())
                .contains(ten);
    }

    @Test
    void theOneWithoutANameIsForAllOtherNodes() throws SpecException {
        HostSpec host = host("--tomcat", "11.0.24,node2=9.0.117");
        assertThat(host.of()).containsOnlyKeys("node2");
        assertThat(host.runtime("node1").tomcat()).contains(eleven);
        assertThat(host.runtime("node2").tomcat()).contains(nine);
    }

    @Test
    void namesAreThoseOfThePreset() throws SpecException {
        HostSpec host = host("--preset", "tutorial", "--nodes", "2", "--tomcat", "WAS1=9.0.117,WAS2=10.1.59");
        assertThat(host.runtime("WAS2").tomcat()).contains(ten);
        assertThat(messages("--preset", "tutorial", "--tomcat", "9.0.117,node1=9.0.117"))
                .singleElement()
                .asString()
                .contains("node1=9.0.117", "WAS1 to WAS3");
    }

    @Test
    void nodesWithoutATomcatAreRefused() {
        assertThat(messages("--tomcat", "node1=9.0.117"))
                .singleElement()
                .asString()
                .contains("for node2, node3;", "add one for all other nodes");
    }

    @Test
    void javaAndOptionsGoToAllNodesOrToSingleOnes() throws Exception {
        JavaHome old = java("17.0.15");
        JavaHome recent = java("25");
        List<String> options = List.of("-Xmx64m", "-Dname=a b");
        assertThat(host("--process", "--java", recent.home().toString(), "--jvm-options=-Xmx64m '-Dname=a b'"))
                .isEqualTo(new HostSpec(
                        HostSpec.Kind.PROCESS,
                        new NodeRuntime(Optional.empty(), Optional.of(recent), options),
                        Map.of()));
        HostSpec mixed = host(
                "--tomcat",
                "11.0.24,node1=9.0.117",
                "--java",
                "node1=" + old.home() + ",node2=" + recent.home(),
                "--jvm-options",
                "-Xmx64m \"-Dname=a b\"");
        assertThat(mixed.runtime("node1")).isEqualTo(new NodeRuntime(Optional.of(nine), Optional.of(old), options));
        assertThat(mixed.runtime("node2"))
                .isEqualTo(new NodeRuntime(Optional.of(eleven), Optional.of(recent), options));
        assertThat(mixed.runtime("node3")).isEqualTo(new NodeRuntime(Optional.of(eleven), Optional.empty(), options));
    }

    @Test
    void javaThatIsTooOldForOneOfTheTomcatsIsRefused() throws Exception {
        String home = java("11.0.2").home().toString();
        assertThat(host("--tomcat", "node1=9.0.117,node2=10.1.59,node3=10.1.59", "--java", home)
                        .kind())
                .isEqualTo(HostSpec.Kind.STOCK);
        assertThat(messages("--tomcat", "9.0.117,node3=11.0.24", "--java", home))
                .singleElement()
                .asString()
                .contains("Java 11.0.2", "Tomcat 11.0.24", "needs 17", "for node3.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--process --tomcat 9.0.117 | --process and --tomcat",
                "--java /jdk | without --process or --tomcat",
                "--jvm-options=-Xmx64m | without --process or --tomcat",
                "--tomcat 9.0.5 | cluster-lab fetch tomcat 9.0.5",
                "--tomcat 9.0.117,10.1.59 | only one value can be without the name",
                "--tomcat 9.0.117,node1=9.0.117,node1=10.1.59 | node1 appears twice",
                "--tomcat 9.0.117,node7=9.0.117 | use node1 to node3",
                "--tomcat 9.0.117,node1= | a value is missing",
                "--tomcat 9.0.117, | a value is missing",
                "--process --java /no/such/jdk | no such folder",
                "--process --java node1=/no/such/jdk | --java /no/such/jdk",
                "--process --jvm-options=Main | begin it with a dash",
                "--process --jvm-options=-jar | would change what the node runs",
                "--process --jvm-options=--class-path=x | would change what the node runs",
                "--process --jvm-options=--add-opens | needs a value",
                "--process --jvm-options=-Dx='a | has no end",
            })
    void wrongUseIsOneSentence(String line, String message) {
        assertThat(messages(line.split(" ")))
                .filteredOn(each -> each.contains(message))
                .singleElement()
                .asString()
                .endsWith(".");
    }

    @Test
    void sameMissingTomcatIsToldOnce() {
        assertThat(messages("--tomcat", "node1=9.0.5,node2=9.0.5,node3=9.0.6"))
                .satisfiesExactly(
                        m -> assertThat(m).contains("9.0.5"), m -> assertThat(m).contains("9.0.6"));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(messages(
                        "--nodes",
                        "x",
                        "--tomcat",
                        "a=9.0.5,b=12.0.0",
                        "--java",
                        "/no/such/jdk",
                        "--jvm-options",
                        "Main"))
                .satisfiesExactlyInAnyOrder(
                        m -> assertThat(m).contains("--nodes x"),
                        m -> assertThat(m).contains("a=9.0.5", "node1 to node3"),
                        m -> assertThat(m).contains("b=12.0.0", "node1 to node3"),
                        m -> assertThat(m).contains("--java /no/such/jdk"),
                        m -> assertThat(m).contains("--jvm-options Main"));
    }

    @Test
    void numberOfNodesThatIsTooLargeHidesNoOtherError() {
        assertThat(messages("--nodes", "99", "--tomcat", "node80=9.0.5"))
                .satisfiesExactlyInAnyOrder(m -> assertThat(m).contains("--nodes 99"), m -> assertThat(m)
                        .contains("fetch tomcat 9.0.5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx64m",
                "  -Xmx64m   -Xint ",
                "--add-opens java.base/java.lang=ALL-UNNAMED -Xint",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dcp=-cp",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"
            })
    void jvmOptionsAreSplitAtBlanks(String text) throws SpecException {
        assertThat(JvmOptions.split("--jvm-options", text))
                .containsExactly(text.strip().split(" +"));
    }

    @Test
    void quotesOfJvmOptionsKeepBlanksAndGo() throws SpecException {
        assertThat(JvmOptions.split("--jvm-options", "\"-Da=b c\" -Dd='e \"f\"'g '-Dh=' \"-Di=it's\""))
                .containsExactly("-Da=b c", "-Dd=e \"f\"g", "-Dh=", "-Di=it's");
        assertThat(JvmOptions.split("--jvm-options", " ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch", "fetch tomcat", "fetch tomcat 12.0.0", "fetch tomcat 11", "fetch jetty 12.0.0"})
    void wrongUseOfFetchIs64(String line) {
        assertThat(Main.commandLine().execute(line.split(" "))).isEqualTo(64);
    }

    private JavaHome java(String version) throws IOException {
        return new JavaHome(version, TesterTomcats.java(folder.resolve("jdk-" + version), version));
    }

    private HostSpec host(String... args) throws SpecException {
        ClusterOptions options = new ClusterOptions();
        options.host.tomcats = TomcatFinder.in(folder.resolve("repository"), folder.resolve("downloads"));
        new CommandLine(options).parseArgs(args);
        return options.spec(List.of()).host();
    }

    private List<String> messages(String... args) {
        return catchThrowableOfType(SpecException.class, () -> host(args)).problems().stream()
                .map(Problem::message)
                .toList();
    }
}
