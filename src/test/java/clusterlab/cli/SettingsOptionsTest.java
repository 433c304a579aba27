package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
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
        SpecException e = catchThrowableOfType(SpecException.class, () -> settings.apply(command));
        assertThat(e.problems()).extracting(Problem::kind).containsOnly(Problem.Kind.USAGE);
        return e.problems().stream().map(Problem::message).toList();
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
        CommandSpec first = typed(
                "--nodes", "4", "--no-sticky", "--ajp-secret", "s3cret", "--json", "--jvm-options", "-Dx=a\\b  c");
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
        assertThat(value(second, "--jvm-options")).isEqualTo("-Dx=a\\b  c");
    }

    @Test
    void anUnknownLabIsRefusedWithThoseThatThereAre() throws Exception {
        CommandSpec run = typed("--nodes", "4");
        settings.load = "shop";
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(run)))
                .hasMessageContaining("--load shop: no such lab was saved; --save NAME saves one.");
        settings.load = null;
        settings.save("b", run);
        settings.save("a", run);
        settings.load = "shop";
        assertThat(catchThrowableOfType(SpecException.class, () -> settings.apply(run)))
                .hasMessageContaining("--load shop: no such lab was saved; there are a, b.");
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
