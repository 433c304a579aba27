package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.AppSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

class AppOptionsTest {
    @TempDir
    Path temp;

    private Path app;

    @BeforeEach
    void page() throws Exception {
        app = Files.createDirectory(temp.resolve("app"));
        Files.writeString(app.resolve("index.html"), "here");
    }

    @Test
    void allAreInThePlanAndNoValueIsPrinted() throws Exception {
        Path context = Files.writeString(temp.resolve("context.xml"), "<Context><Environment name='a'/></Context>");
        Path lib = Files.createDirectory(temp.resolve("lib"));
        Files.createFile(lib.resolve("driver.jar"));
        Topology plan = plan(
                "--process",
                "--webapp",
                app.toString(),
                "--context-xml",
                context.toString(),
                "--lib",
                lib.toString(),
                "--env",
                "DB_PASSWORD=geheim=1",
                "--env",
                "EMPTY=",
                "--system-property",
                "shop.mode=verborgen");
        AppSpec given = plan.app();
        assertThat(given.contextXml()).contains(context);
        assertThat(given.lib()).contains(lib);
        assertThat(given.environment()).isEqualTo(Map.of("DB_PASSWORD", "geheim=1", "EMPTY", ""));
        assertThat(given.systemProperties()).isEqualTo(Map.of("shop.mode", "verborgen"));
        assertThat(Banner.plan(plan))
                .containsPattern("context +" + context)
                .containsPattern("lib +" + lib)
                .containsPattern("env +DB_PASSWORD, EMPTY\n")
                .containsPattern("properties +shop.mode\n")
                .doesNotContain("geheim", "verborgen");
        assertThat(Banner.planJson(plan, List.of()))
                .containsEntry("contextXml", context.toString())
                .containsEntry("lib", lib.toString())
                .containsEntry("env", List.of("DB_PASSWORD", "EMPTY"))
                .containsEntry("systemProperties", List.of("shop.mode"))
                .containsEntry("converted", List.of());
    }

    @Test
    void theStartOfAnApplicationHasFiveMinutesMoreUnlessTheLimitWasChosen() throws Exception {
        assertThat(plan().app().patience()).as("the session counter").isZero();
        assertThat(plan("--webapp", app.toString()).app().patience()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan("--webapp", app.toString(), "--ready-timeout", "30")
                        .app()
                        .patience())
                .isZero();
    }

    @Test
    void anApplicationForJavaxIsShownAsConverted() throws Exception {
        Files.createDirectories(app.resolve("WEB-INF/classes"));
        Files.writeString(app.resolve("WEB-INF/classes/Old.class"), "javax/servlet/Servlet");
        Topology plan = plan("--webapp", app.toString(), "-n", "2");
        assertThat(Banner.plan(plan)).contains("converted for jakarta.servlet\n");
        assertThat(Banner.planJson(plan, List.of())).containsEntry("converted", List.of("node1", "node2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Server/> | its root is <Server>; use a file whose root is <Context>.",
                "<Context><Manager/></Context> | the lab chooses the session manager; leave the element out, and use --manager, or --cluster with this file.",
                "<Context><ResourceLink/></Context> | there are no global resources to link to; make it a <Resource>.",
                "<Context> | it is broken at line 1, column 10: ",
            })
    void aContextThatCannotServeIsRefused(String content, String why) throws Exception {
        Path context = Files.writeString(temp.resolve("context.xml"), content);
        Problem problem = problem("--webapp", app.toString(), "--context-xml", context.toString());
        assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
        assertThat(problem.message())
                .startsWith("--context-xml " + context + ": ")
                .contains(why);
    }

    @Test
    void aManagerDeeperInsideIsSomethingElse() throws Exception {
        Path context = Files.writeString(temp.resolve("context.xml"), "<Context><Valve><Manager/></Valve></Context>");
        assertThat(plan("--webapp", app.toString(), "--context-xml", context.toString())
                        .app()
                        .contextXml())
                .contains(context);
    }

    @Test
    void aContextIsForOnesOwnApplication() throws Exception {
        Path context = Files.writeString(temp.resolve("context.xml"), "<Context/>");
        assertThat(problem("--context-xml", context.toString()).message()).contains("add --webapp");
    }

    @Test
    void whatIsNotThereIsUnavailable() throws Exception {
        Problem noFile = problem(
                "--webapp",
                app.toString(),
                "--context-xml",
                temp.resolve("no.xml").toString());
        assertThat(noFile.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(noFile.message()).contains("there is no such file");
        Problem noFolder = problem("--lib", temp.resolve("none").toString());
        assertThat(noFolder.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(noFolder.message()).endsWith("there is no such folder; check the path.");
        assertThat(problem("--lib", app.toString()).message()).contains("there is no jar in this folder");
    }

    @Test
    void oneJvmHasOneEnvironment() {
        assertThat(problem("--env", "MODE=geheim").message())
                .startsWith("--env MODE: without --process or --tomcat all nodes run in the lab's own JVM")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLUSTER_LAB_TOKEN", "CATALINA_BASE"})
    void variablesOfTheLabAreRefused(String name) {
        assertThat(problem("--process", "--env", name + "=x").message())
                .contains(name + ": the lab sets this variable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalina.base", "java.io.tmpdir", "java.util.logging.config.file", "common.loader"})
    void propertiesOfTheLabAreRefused(String name) {
        assertThat(problem("--system-property", name + "=x").message()).contains(name, "leave it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MODE", "=x"})
    void aPairNeedsANameAndAValue(String text) {
        assertThat(problem("--process", "--env", text).message()).contains("use NAME=VALUE");
        assertThat(problem("--system-property", text).message()).contains("use NAME=VALUE");
    }

    @Test
    void namesAreCheckedAndGivenOnce() {
        assertThat(problem("--process", "--env", "A B=x").message()).contains("use letters, digits and underscores");
        assertThat(problem("--system-property", "a b=x").message()).contains("the name has a blank");
        assertThat(problem("--system-property", "a=1", "--system-property", "a=2")
                        .message())
                .contains("a: this name appears twice");
    }

    private static Topology plan(String... args) throws SpecException {
        Asked asked = new Asked();
        new CommandLine(asked).parseArgs(args);
        return Planner.plan(asked.options.spec(asked.unmatched), PortPolicy.assuming(Set.of()))
                .topology();
    }

    private static Problem problem(String... args) {
        List<Problem> problems =
                catchThrowableOfType(SpecException.class, () -> plan(args)).problems();
        assertThat(problems).as(Arrays.toString(args)).hasSize(1);
        return problems.get(0);
    }

    @Command
    private static final class Asked {
        @Mixin
        private final ClusterOptions options = new ClusterOptions();

        @Unmatched
        private final List<String> unmatched = new ArrayList<>();
    }
}
