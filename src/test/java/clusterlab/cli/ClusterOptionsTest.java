package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Misconfiguration;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

class ClusterOptionsTest {
    @TempDir
    Path folder;

    @Test
    void noOptionIsTheLabPreset() throws SpecException {
        assertThat(spec()).isEqualTo(ClusterSpec.of(Preset.LAB));
    }

    @Test
    void theValueOfAnUnknownOptionIsNotASecondProblem() {
        assertThat(catchThrowableOfType(SpecException.class, () -> spec("--node", "3", "stray"))
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "--node: there is no such option or command; did you mean --nodes?",
                        "stray: there is no such option or command; see --help.");
    }

    @Test
    void optionsOverrideAPresetOneByOne() throws SpecException {
        ClusterSpec spec = spec(
                "-n",
                "5",
                "--preset",
                "tutorial",
                "--manager",
                "backup",
                "--send-options",
                "ack",
                "--ready-timeout",
                "7",
                "--context-path",
                "/shop",
                "--keep",
                "--http-port",
                "9000",
                "--port-step",
                "2");
        assertThat(spec)
                .isEqualTo(ClusterSpec.builder(Preset.TUTORIAL)
                        .nodes(5)
                        .manager(ManagerSpec.Kind.BACKUP)
                        .sendOptions(ChannelSpec.ACK)
                        .readyTimeout(Duration.ofSeconds(7))
                        .contextPath("/shop")
                        .keep(true)
                        .httpPort(9000)
                        .portStep(2)
                        .build());
    }

    @Test
    void tutorialsOwnMulticastStaysIfItIsAskedForByWord() throws SpecException {
        MembershipSpec own = Preset.TUTORIAL.channel().membership();
        assertThat(spec("--preset", "tutorial", "--membership", "multicast")
                        .channel()
                        .membership())
                .isEqualTo(own);
        assertThat(spec("--membership", "multicast").channel().membership()).isEqualTo(Preset.MULTICAST);
        assertThat(spec("--preset", "tutorial", "--membership", "static")
                        .channel()
                        .membership())
                .isEqualTo(Preset.STATIC);
    }

    @Test
    void readTestIsOffUnlessItIsAsked() throws SpecException {
        assertThat(spec().channel().readTest()).isFalse();
        assertThat(spec("--read-test", "--preset", "tutorial").channel().readTest())
                .isTrue();
    }

    @Test
    void encryptionIsOffUnlessItIsAsked() throws SpecException {
        assertThat(spec().channel().isEncrypted()).isFalse();
        assertThat(spec("--no-encrypt").channel().isEncrypted()).isFalse();
        assertThat(spec("--encrypt", "--preset", "tutorial").channel().isEncrypted())
                .isTrue();
    }

    @Test
    void nodesJoinAndLeaveInTheLabsWayUnlessTheStockOneIsAsked() throws SpecException {
        assertThat(spec().lifecycle()).isEqualTo(NodeLifecycle.LAB);
        assertThat(spec("--no-stock-lifecycle").lifecycle()).isEqualTo(NodeLifecycle.LAB);
        assertThat(spec("--stock-lifecycle", "--preset", "minimal").lifecycle()).isEqualTo(NodeLifecycle.STOCK);
    }

    @ParameterizedTest
    @CsvSource({"sync,6", "async,8", "ack,2", "SYNC,6", "10,10", "0,0", "65535,65535"})
    void sendOptionsAreAWordOrANumber(String word, int options) throws SpecException {
        assertThat(spec("--send-options", word).channel().sendOptions()).isEqualTo(options);
    }

    @Test
    void wordsAreReadTheSameInTurkey() throws SpecException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(spec("--preset", "TUTORIAL", "--membership", "STATIC").preset())
                    .isEqualTo(Preset.TUTORIAL);
            assertThat(Preset.TUTORIAL.word()).isEqualTo("tutorial");
            assertThat(Preset.MINIMAL.word()).isEqualTo("minimal");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** Each message names the option and its value, then says what to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes | 0 | use a number from 1 to 64",
                "--nodes | 65 | use a number from 1 to 64",
                "--nodes | -3 | use a number from 1 to 64",
                "--nodes | x | use a number from 1 to 64",
                "--nodes | '' | use a number from 1 to 64",
                "--nodes | 99999999999 | use a number from 1 to 64",
                "--preset | nonesuch | use lab, tutorial or minimal",
                "--http-port | 65536 | use a port from 1 to 65535, or 0",
                "--http-port | 65535 | use a smaller port",
                "--ajp-port | -1 | use a port from 1 to 65535, or 0",
                "--receiver-port | four | use a port number",
                "--port-step | 0 | use a number from 1 to 65535",
                "--front | squid | use embedded, httpd, haproxy, nginx or none",
                "--manager | gamma | use delta or backup",
                "--send-options | fast | use sync, async, ack or a number from 0 to 65535",
                "--httpd | /usr/sbin/httpd | add --front httpd",
                "--send-options | -1 | a number from 0 to 65535",
                "--send-options | 65536 | a number from 0 to 65535",
                "--send-options | '' | use sync, async, ack or a number",
                "--membership | gossip | use static, multicast, kubernetes or dns",
                "--misconfigure | no-sleep | use no-labels, wrong-labels, pod-label, no-role,",
                "--context-path | shop | begin with a slash",
                "--context-path | /shop/ | end without one",
                "--context-path | /a b | use letters",
                "--ready-timeout | 0 | use 1s to 3600s",
                "--ready-timeout | 3601 | use 1s to 3600s",
                "--ready-timeout | soon | use a number of seconds from 1 to 3600",
                "--webapp | '' | name a folder",
                "--webapp | /no/such/folder | check the path",
                "--dir | '' | name a folder",
            })
    void badOptionIsNamedWithWhatToDo(String option, String value, String advice) {
        assertThat(problems(option, value)).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains(option, value, advice)
                .endsWith("."));
    }

    @Test
    void mistakeBringsTheMembershipThatCanHaveItAndTheStockLifecycle() throws SpecException {
        MembershipSpec planted = spec("--misconfigure", "no-role").channel().membership();
        assertThat(planted.word()).isEqualTo("kubernetes");
        assertThat(planted.planted()).contains(Misconfiguration.NO_ROLE);
        Planner.Plan plan =
                Planner.plan(spec("--misconfigure", "cluster-ip", "--process"), PortPolicy.assuming(Set.of()));
        assertThat(plan.topology().channel().membership().word()).isEqualTo("dns");
        assertThat(plan.topology().lifecycle()).isEqualTo(NodeLifecycle.STOCK);
        assertThat(plan.notices())
                .containsExactly(
                        "--misconfigure cluster-ip: the Service is not headless (clusterIP: None is missing); nodes"
                                + " start and stop as unmodified Tomcats, with the members that they find.");
        assertThat(spec("--misconfigure", "pod-label", "--membership", "dns", "--process")
                        .channel()
                        .membership()
                        .word())
                .isEqualTo("dns");
        assertThat(problems("--misconfigure", "cluster-ip", "--membership", "kubernetes"))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message())
                                .isEqualTo(
                                        "--misconfigure cluster-ip: --membership kubernetes can't have it; use --membership dns."));
        assertThat(problems("--misconfigure", "no-role", "--membership", "static"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).endsWith("use --membership kubernetes."));
    }

    @Test
    void distributableIsForAnApplicationOfTheUserAndIsTold() throws SpecException {
        assertThat(problems("--distributable")).singleElement().satisfies(problem -> assertThat(problem.message())
                .startsWith("--distributable: ")
                .contains("add --webapp"));
        ClusterSpec spec = spec("--webapp", "webapp", "--distributable", "--nodes", "1");
        assertThat(spec.distributable()).isTrue();
        assertThat(Planner.plan(spec, PortPolicy.assuming(Set.of())).notices())
                .anySatisfy(notice -> assertThat(notice).startsWith("--distributable: sessions are replicated"));
    }

    @Test
    void badSecretIsNotRepeated() {
        assertThat(problems("--ajp-secret", "open sesame")).singleElement().satisfies(problem -> assertThat(
                        problem.message())
                .contains("--ajp-secret", "letters, digits")
                .doesNotContain("sesame"));
    }

    @Test
    void dirBelowAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(problems("--dir", file.resolve("run").toString()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("--dir", "name another"));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        List<Problem> problems = problems(
                "--nonesuch",
                "--nodes",
                "x",
                "--preset",
                "y",
                "--http-port",
                "z",
                "--manager",
                "m",
                "--membership",
                "s",
                "--send-options",
                "o",
                "--webapp",
                "/no/such/folder",
                "--context-path",
                "c",
                "--ready-timeout",
                "0",
                "--ajp-port",
                "9000",
                "--receiver-port",
                "9001",
                "stray");
        assertThat(problems)
                .extracting(Problem::message)
                .satisfiesExactlyInAnyOrder(
                        m -> assertThat(m).contains("--nonesuch", "--help"),
                        m -> assertThat(m).contains("stray", "--help"),
                        m -> assertThat(m).contains("--nodes x"),
                        m -> assertThat(m).contains("--preset y"),
                        m -> assertThat(m).contains("--http-port z"),
                        m -> assertThat(m).contains("--manager m"),
                        m -> assertThat(m).contains("--membership s"),
                        m -> assertThat(m).contains("--send-options o"),
                        m -> assertThat(m).contains("--webapp"),
                        m -> assertThat(m).contains("--context-path c"),
                        m -> assertThat(m).contains("--ready-timeout 0"),
                        m -> assertThat(m).contains("--ajp-port 9000 and --receiver-port 9001 overlap"));
    }

    /** Refused before anything is opened. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nodes 0",
                "run --nodes 65",
                "--nodes",
                "--nonesuch",
                "nonesuch",
                "--preset nonesuch --json",
                "completion fish",
                "completion"
            })
    void wrongUseIs64(String line) {
        assertThat(Main.commandLine().execute(line.split(" "))).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--webapp /no/such/folder", "run --webapp /no/such/folder --json"})
    void unavailableFileIs69(String line) {
        assertThat(Main.commandLine().execute(line.split(" "))).isEqualTo(69);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run"})
    void helpFitsEightyColumns(String command) {
        CommandLine line = Main.commandLine();
        CommandLine shown = command.isEmpty() ? line : line.getSubcommands().get(command);
        assertThat(shown.getUsageMessage().lines())
                .allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
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
