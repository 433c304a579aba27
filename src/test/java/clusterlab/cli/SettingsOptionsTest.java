package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class SettingsOptionsTest {
    @TempDir
    Path temp;

    private final SettingsOptions settings = new SettingsOptions();
    private Path user;

    @BeforeEach
    void folders() throws IOException {
        settings.here = Files.createDirectory(temp.resolve("here"));
        settings.home = Files.createDirectory(temp.resolve("home"));
        user = settings.home.resolve("cluster-lab.properties");
    }

    private Path here(String text) throws IOException {
        return Files.writeString(settings.here.resolve("cluster-lab.properties"), text);
    }

    private static CommandSpec typed(String... args) {
        CommandLine main = Main.commandLine();
        main.parseArgs(args);
        CommandLine.ParseResult sub = main.getParseResult().subcommand();
        return sub == null ? main.getCommandSpec() : sub.commandSpec();
    }

    private static Object value(CommandSpec command, String option) {
        return Objects.requireNonNull(command.findOption(option).<Object>getValue());
    }

    private List<String> refused(CommandSpec command) {
        try {
            List<Problem> problems = settings.apply(command);
            assertThat(problems).extracting(Problem::kind).containsOnly(Problem.Kind.USAGE);
            return problems.stream().map(Problem::message).toList();
        } catch (SpecException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theCommandLineWinsThenTheWorkingFolderThenTheUser() throws Exception {
        here("nodes = 5\nmanager = backup\n");
        Files.writeString(user, "nodes=7\nmanager=delta\nfront-port = 0\n");
        CommandSpec run = typed("--nodes", "2");
        settings.apply(run);
        assertThat(value(run, "--nodes")).isEqualTo("2");
        assertThat(value(run, "--manager")).isEqualTo("backup");
        assertThat(value(run, "--front-port")).isEqualTo("0");
        assertThat(settings.applied())
                .extracting(SettingsOptions.Applied::key)
                .containsExactly("manager", "front-port");
        assertThat(settings.rows())
                .contains("manager = backup   " + settings.here.resolve("cluster-lab.properties") + ", line 2");
    }

    @Test
    void aSwitchIsTrueOrFalse() throws Exception {
        here("sticky = off\nprocess\nencrypt = yes\n");
        CommandSpec run = typed("run");
        settings.apply(run);
        assertThat(value(run, "--sticky")).isEqualTo(false);
        assertThat(value(run, "--process")).isEqualTo(true);
        assertThat(value(run, "--encrypt")).isEqualTo(true);
    }

    @Test
    void aRepeatableOptionMayStandTwice() throws Exception {
        here("env = A=1\nenv = B=2\nprocess = true\n");
        CommandSpec run = typed("run");
        settings.apply(run);
        assertThat(value(run, "--env")).isEqualTo(List.of("A=1", "B=2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            send-optoins = async | there is no option send-optoins; did you mean send-options?
            zzzzzz = 1           | there is no option zzzzzz; see cluster-lab --help.
            sticky = maybe       | sticky maybe: use true or false.
            nodes                | nodes has no value; write nodes = N.
            load = shop          | load is for the command line only; leave it out.
            """)
    void aWrongLineIsRefusedWithItsPlace(String line, String sentence) throws Exception {
        Path file = here("# a comment\n\n" + line + "\n");
        assertThat(refused(typed("run"))).containsExactly(file + ", line 3: " + sentence);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws Exception {
        Path file = here("nodse = 2\nsticky = maybe\nnodes = 2\nnodes = 3\n");
        assertThat(refused(typed("run")))
                .containsExactly(
                        file + ", line 1: there is no option nodse; did you mean nodes?",
                        file + ", line 2: sticky maybe: use true or false.",
                        file + ", line 4: nodes is in line 3 too; leave one of them out.");
    }

    @Test
    void aWrongValueIsToldWithItsLineBesideWhatElseIsWrong() throws Exception {
        Path file = here("nodse = 2\nfront-port = abc\nmanager = \\u00zz\n");
        CommandSpec run = typed("run", "--http-port", "xyz");
        List<Problem> inFiles = settings.apply(run);
        SpecException wrong = new SpecException(List.of(
                Problem.usage("--http-port xyz: use a port number."),
                Problem.usage("--front-port abc: use a port number.")));
        assertThat(settings.all(inFiles, wrong).problems())
                .extracting(Problem::message)
                .containsExactly(
                        file + ", line 3: Malformed \\uxxxx encoding.; write a backslash twice.",
                        file + ", line 1: there is no option nodse; did you mean nodes?",
                        "--http-port xyz: use a port number.",
                        file + ", line 2: --front-port abc: use a port number.");
        // The same with the command.
        CommandLine main = Main.commandLine();
        assertThat(main.execute("--dry-run", "--config", file.toString())).isEqualTo(64);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsNoFileOfOptionsIsRefusedInOneSentence() throws Exception {
        settings.config = "/dev/zero";
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(typed("run")))
                        .problems())
                .containsExactly(Problem.usage("/dev/zero is no regular file; name a file of options."));
        Path large = temp.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        settings.config = large.toString();
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(typed("run")))
                        .problems())
                .containsExactly(Problem.usage(large + " is larger than 1 MB; name a file of options."));
        Path latin = Files.write(temp.resolve("latin"), new byte[] {'#', (byte) 0xe4});
        settings.config = latin.toString();
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(typed("run")))
                        .problems())
                .containsExactly(Problem.usage(latin + " is no text in UTF-8; save it in UTF-8."));
        settings.config = temp.toString();
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(typed("run")))
                        .problems())
                .containsExactly(Problem.usage(temp + " is no regular file; name a file of options."));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() throws Exception {
        here("\uFEFFnodes = 5\n");
        CommandSpec run = typed("run");
        assertThat(settings.apply(run)).isEmpty();
        assertThat(value(run, "--nodes")).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            -Xmx64m -XX:+UseG1GC -XX:MaxRAMPercentage=50 | true
            -Dshop.password=s3cret                       | false
            -Xmx64m -javaagent:apm.jar=key=s3cret        | false
            @s3cret.txt                                  | false
            -XX:OnOutOfMemoryError='curl -u a:s3cret'    | false
            """)
    void optionsOfAJvmAreSavedUnlessTheyMayHoldASecret(String value, boolean saved) throws Exception {
        CommandSpec run = typed("--process", "--jvm-options", value);
        List<String> told = settings.save("shop", run);
        String file = Files.readString(settings.home.resolve("labs/shop.properties"));
        assertThat(file.contains("jvm-options")).isEqualTo(saved);
        assertThat(file).doesNotContain("s3cret");
        assertThat(told.size()).isEqualTo(saved ? 1 : 2);
    }

    @Test
    void whatExcludesATypedOptionGivesWay() throws Exception {
        here("process = true\npreset = tutorial\n");
        CommandSpec run = typed("--tomcat", "11.0.21", "--cluster", "server.xml");
        settings.apply(run);
        assertThat(value(run, "--process")).isEqualTo(false);
        assertThat(run.findOption("--preset").<Object>getValue()).isNull();
    }

    @Test
    void configNoneReadsNothing() throws Exception {
        here("nodse = 2\n");
        settings.config = "none";
        settings.apply(typed("run"));
        assertThat(settings.applied()).isEmpty();
    }

    @Test
    void anExperimentTakesTheClusterOnly() throws Exception {
        here("nodes = 4\nwebapp = shop.war\nopen = true\nseed = 5\n");
        CommandSpec experiment = typed("experiment", "failover");
        settings.apply(experiment);
        assertThat(settings.applied()).extracting(SettingsOptions.Applied::key).containsExactly("nodes");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSavedLabIsLoadedWithoutItsSecrets() throws Exception {
        CommandSpec first =
                typed("--nodes", "4", "--no-sticky", "--ajp-secret", "s3cret", "--json", "--httpd", "a\\b  c");
        settings.apply(first);
        assertThat(settings.save("shop", first))
                .anySatisfy(told -> assertThat(told).contains("secret: ajp-secret"));
        Path file = settings.home.resolve("labs").resolve("shop.properties");
        assertThat(Files.readString(file)).doesNotContain("s3cret", "json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        SettingsOptions other = new SettingsOptions();
        other.home = settings.home;
        other.here = settings.here;
        other.load = "shop";
        CommandSpec second = typed("--process");
        other.apply(second);
        assertThat(value(second, "--nodes")).isEqualTo("4");
        assertThat(value(second, "--sticky")).isEqualTo(false);
        assertThat(value(second, "--httpd")).isEqualTo("a\\b  c");
    }

    @Test
    void anUnknownLabIsRefusedWithThoseThatThereAre() throws Exception {
        CommandSpec run = typed("--nodes", "4");
        settings.load = "shop";
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(run)))
                .hasMessageContaining("--load shop: no lab was saved under this name; --save NAME saves one.");
        settings.load = null;
        settings.save("b", run);
        settings.save("a", run);
        settings.load = "shop";
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(run)))
                .hasMessageContaining("--load shop: no lab was saved under this name; saved: a, b.");
    }

    @Test
    void aNameIsNoPath() {
        CommandSpec run = typed("run");
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.save("../shop", run)))
                .hasMessageContaining("--save '../shop'");
    }

    @Test
    void theFolderIsTheUsualOneOfTheSystem() {
        Map<String, String> linux = Map.of("user.home", "/home/me", "os.name", "Linux");
        assertThat(SettingsOptions.home(Map.<String, String>of()::get, linux::get))
                .isEqualTo(Path.of("/home/me/.config/cluster-lab"));
        assertThat(SettingsOptions.home(Map.of("XDG_CONFIG_HOME", "/conf")::get, linux::get))
                .isEqualTo(Path.of("/conf/cluster-lab"));
        assertThat(SettingsOptions.home(
                        Map.<String, String>of()::get, Map.of("user.home", "/Users/me", "os.name", "Mac OS X")::get))
                .isEqualTo(Path.of("/Users/me/Library/Application Support/cluster-lab"));
    }

    @Test
    void continuedLinesCountFromTheFirst() throws Exception {
        OptionsFile file = OptionsFile.of(Path.of("f"), "# x \\\nnodes = \\\n  3\n--manager: delta\n");
        assertThat(file.entries())
                .containsExactly(new OptionsFile.Entry("nodes", "3", 2), new OptionsFile.Entry("manager", "delta", 4));
    }
}
