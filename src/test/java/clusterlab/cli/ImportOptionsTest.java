package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** {@code --cluster FILE} beside other options. */
class ImportOptionsTest {
    private static final String FOLDER = "src/test/resources/cluster-xml/";
    private static final String SETTING_2 = FOLDER + "02-setting-2.xml";

    @TempDir
    Path folder;

    @Test
    void settingsOfTheFileReplaceThePresets() throws Exception {
        ClusterSpec spec = spec("--cluster", SETTING_2, "--nodes", "4", "--receiver-port", "5000");
        assertThat(spec.channel().sendOptions()).isEqualTo(8);
        assertThat(spec.channel().membership()).isInstanceOf(MembershipSpec.Multicast.class);
        assertThat(spec.manager().kind()).isEqualTo(ManagerSpec.Kind.DELTA);
        Topology plan = Planner.plan(spec, PortPolicy.assuming(Set.of())).topology();
        assertThat(plan.nodes()).extracting(node -> node.receiverPort()).containsExactly(5000, 5001, 5002, 5003);
    }

    /** An option that says the same as the file is no contradiction. */
    @ParameterizedTest
    @ValueSource(strings = {"--manager delta", "--send-options async", "--send-options 8"})
    void whatAgreesWithTheFileIsAllowed(String options) throws Exception {
        List<String> words = new ArrayList<>(List.of("--cluster", SETTING_2));
        words.addAll(List.of(options.split(" ")));
        assertThat(spec(words.toArray(String[]::new)).imported()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--manager backup | decides the manager (org.apache.catalina.ha.session.DeltaManager; --manager)",
                "--send-options sync | decides channelSendOptions (8; --send-options)",
                "--membership static | decides the membership (--membership)",
                "--encrypt | decides the interceptors (--encrypt)",
                "--read-test | decides performReadTest (--read-test)",
                "--preset tutorial | the settings come from --cluster",
            })
    void whatContradictsTheFileIsRefusedInOneSentence(String options, String sentence) {
        List<String> words = new ArrayList<>(List.of("--cluster", SETTING_2));
        words.addAll(List.of(options.split(" ")));
        assertThat(problems(words.toArray(String[]::new))).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
            assertThat(problem.message()).contains("--cluster", sentence).endsWith(".");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no/such/file.xml | there is no such file; check the path.",
                "README.md | it is no XML at line",
                "src/test/resources/cluster-xml | there is no such file; check the path.",
                "pom.xml | its root is <project>; name a server.xml",
            })
    void fileThatCantBeUsedIsUnavailable(String file, String sentence) {
        assertThat(problems("--cluster", file)).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.message()).startsWith("--cluster " + file + ": ").contains(sentence);
        });
    }

    @Test
    void classThatIsMissingIsRefused() {
        assertThat(problems("--cluster", FOLDER + "18-foreign-manager-refused.xml"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("there is no class com.example.RedisManager"));
    }

    @Test
    void managerOfAContextLeavesThePresetsChannel() throws Exception {
        Path context = Files.writeString(
                folder.resolve("context.xml"),
                "<Context><Manager className='org.apache.catalina.session.PersistentManager'/></Context>");
        ClusterSpec spec = spec("--cluster", context.toString(), "--preset", "tutorial");
        assertThat(spec.manager().kind()).isEqualTo(ManagerSpec.Kind.OTHER);
        assertThat(spec.channel().sendOptions()).isEqualTo(8);
        assertThat(problems("--cluster", context.toString(), "--manager", "backup"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("decides the manager"));
    }

    @Test
    void placeholderWithoutAValueIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("c.xml"), "<Cluster clusterName='${shop.name}'/>");
        assertThat(notices(spec("--cluster", file.toString())))
                .anySatisfy(notice -> assertThat(notice).contains("${shop.name} has no value here; give it with"));
        assertThat(notices(spec("--cluster", file.toString(), "--system-property", "shop.name=a")))
                .noneSatisfy(notice -> assertThat(notice).contains("has no value here"));
    }

    @Test
    void eachChangeIsInThePlansJson() throws Exception {
        Topology plan = Planner.plan(spec("--cluster", SETTING_2), PortPolicy.assuming(Set.of()))
                .topology();
        Map<String, Object> json = JSON.std.mapFrom(JSON.std.asString(Banner.planJson(plan, List.of())));
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> changes =
                (List<Map<String, Object>>) ((Map<String, Object>) json.get("cluster")).get("changes");
        assertThat(changes)
                .extracting(change -> change.get("line") + " " + change.get("element") + " " + change.get("attribute"))
                .containsExactly(
                        "12 Membership address",
                        "12 Membership port",
                        "12 Membership bind",
                        "17 Receiver address",
                        "17 Receiver port",
                        "31 Deployer tempDir",
                        "31 Deployer deployDir",
                        "31 Deployer watchDir");
        assertThat(changes.get(4)).containsEntry("from", "4000").containsEntry("to", "4000, 4001, 4002");
    }

    private static List<String> notices(ClusterSpec spec) throws SpecException {
        return Planner.plan(spec, PortPolicy.assuming(Set.of())).notices();
    }

    private static ClusterSpec spec(String... args) throws SpecException {
        Asked asked = new Asked();
        new CommandLine(asked).parseArgs(args);
        return asked.options.spec(asked.unmatched);
    }

    private static List<Problem> problems(String... args) {
        return catchThrowableOfType(SpecException.class, () -> spec(args)).problems();
    }

    @Command
    private static final class Asked {
        @Mixin
        private final ClusterOptions options = new ClusterOptions();

        @Unmatched
        private final List<String> unmatched = new ArrayList<>();
    }
}
