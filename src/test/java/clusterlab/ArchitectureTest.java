package clusterlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cluster.Cluster;
import clusterlab.fault.Fault;
import clusterlab.fault.Nemesis;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may import whom. A package that does not exist yet obeys. */
@AnalyzeClasses(
        packages = "clusterlab",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoCompiledPage.class})
class ArchitectureTest {
    /** The session counter's page is compiled into the same folder and is the nodes', not ours. */
    static final class NoCompiledPage implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/clusterlab/jsp/");
        }
    }

    /** The package of the lab itself, without those below it. */
    private static final String ROOT = "clusterlab";

    /** Package and the packages of the project that it may import. */
    private static final List<List<String>> MAY_IMPORT = List.of(
            List.of("agent"),
            List.of("spec"),
            List.of("files"),
            List.of("lang"),
            List.of("distribution", "spec", "files"),
            List.of("event", "spec", "files"),
            List.of("http"),
            List.of("diagnosis", "spec"),
            List.of("export", "spec", "files", "config"),
            List.of("config", "agent", "spec", "diagnosis"),
            List.of("cloud", "spec", "files"),
            List.of("cluster", "lang", "agent", "spec", "distribution", "event", "config", "cloud", "files"),
            List.of("front", "spec", "event", "export", "cluster"),
            List.of("fault", "agent", "spec", "event", "cloud", "cluster"),
            List.of("lesson", "lang", "agent", "spec", "event", "cluster", "fault", "front", "load"),
            List.of("load", "spec", "event", "http"),
            List.of("app", "agent", "spec", "event", "http", "files", "diagnosis"),
            List.of("experiment", "agent", "spec", "distribution", "event", "http", "cluster", "fault"),
            List.of("report", "lang", "spec", "event", "experiment", "app"),
            List.of("wire", "agent", "spec", "cloud", "cluster", "front", "fault", "load", "lesson"),
            List.of("replay", "lang", "wire", "agent", "spec", "event", "cluster", "front", "fault", "load"),
            List.of(
                    "web",
                    ROOT,
                    "replay",
                    "lang",
                    "wire",
                    "agent",
                    "spec",
                    "event",
                    "export",
                    "cluster",
                    "front",
                    "fault",
                    "load",
                    "lesson",
                    "experiment",
                    "report"),
            List.of(
                    "run",
                    ROOT,
                    "replay",
                    "spec",
                    "event",
                    "http",
                    "config",
                    "cluster",
                    "front",
                    "fault",
                    "load",
                    "experiment",
                    "app",
                    "files",
                    "report"),
            List.of("junit", ROOT, "spec", "distribution", "cluster"));

    @ArchTest
    static void everyPackageImportsOnlyWhatItMay(JavaClasses all) {
        for (List<String> row : MAY_IMPORT) {
            String[] allowed = row.stream().map(ArchitectureTest::under).toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(under(row.get(0)))
                    .should()
                    .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("clusterlab..")
                            .or(JavaClass.Predicates.resideInAnyPackage(allowed)))
                    .because(row.get(0) + " may import of the project " + row.subList(1, row.size()) + " only")
                    .allowEmptyShould(true)
                    .check(all);
        }
    }

    @ArchTest
    static void everyPackageHasItsRow(JavaClasses all) {
        String[] known = Stream.concat(
                        MAY_IMPORT.stream().map(row -> under(row.get(0))), Stream.of("clusterlab", "clusterlab.cli.."))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(all);
    }

    /** A name says which class is meant; classes that only one file can see may repeat. */
    @ArchTest
    static void everyNameIsGivenOnce(JavaClasses all) {
        Map<String, List<String>> byName = all.stream()
                .filter(one -> one.isTopLevelClass() && !one.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(byName.values()).allMatch(classes -> classes.size() == 1);
    }

    /** The JDK only; jspecify's annotations are no code. */
    @ArchTest
    static final ArchRule specAndExportNeedTheJdkOnly = classes()
            .that()
            .resideInAnyPackage(under("spec"), under("export"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "javax.xml.parsers..",
                    "org.xml.sax..",
                    "org.jspecify..",
                    "clusterlab..");

    @ArchTest
    static final ArchRule nothingImportsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage(under("cli"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(under("cli"));

    @ArchTest
    static final ArchRule onlyWhatStartsOrShowsALabKnowsIt = noClasses()
            .that()
            .resideOutsideOfPackages(under("cli"), under("web"), under("run"), under("junit"), "clusterlab")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("clusterlab");

    @ArchTest
    static final ArchRule tomcatIsKnownInsideNodesAndTheirConfigurationOnly = onlyIn(
            List.of("agent", "cluster.embedded", "cluster.conversion", "config"),
            "org.apache.catalina..",
            "org.apache.coyote..",
            "org.apache.tomcat..",
            "org.apache.juli..");

    /** One class file of the agent has to work in Tomcat 9.0 (javax) and later (jakarta). */
    @ArchTest
    static final ArchRule agentKnowsNoServletType = noClasses()
            .that()
            .resideInAPackage(under("agent"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "javax.servlet..");

    /** Where a node runs is known to its host and to the composition root. */
    @ArchTest
    static final ArchRule onlyTheLabKnowsThatNodesShareAJvm = noClasses()
            .that()
            .resideOutsideOfPackages(under("cluster.embedded"), ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(under("cluster.embedded"));

    @ArchTest
    static final ArchRule undertowIsKnownInFrontAndWebOnly =
            onlyIn(List.of("front", "web"), "io.undertow..", "org.xnio..");

    @ArchTest
    static final ArchRule picocliAndJLineAreKnownInTheCommandLineOnly =
            onlyIn(List.of("cli"), "picocli..", "org.jline..");

    @ArchTest
    static final ArchRule archivesAreReadInOnePlace = onlyIn(List.of("distribution"), "org.apache.commons.compress..");

    /** What breaks a node is a fault, and what acts on a lab waits for the effect. */
    @ArchTest
    static final ArchRule onlyFaultsBreakNodes = noClasses()
            .that()
            .resideOutsideOfPackages(under("fault"), under("cluster"))
            .should()
            .callMethod(Cluster.class, "kill", String.class)
            .orShould()
            .callMethod(Cluster.class, "stop", String.class);

    @ArchTest
    static final ArchRule onlyLabControlBeginsAndHealsFaults = noClasses()
            .that()
            .resideOutsideOfPackage(under("fault"))
            .and()
            .doNotHaveFullyQualifiedName("clusterlab.LabControl")
            .should()
            .callMethod(Nemesis.class, "begin", Fault.class, Optional.class)
            .orShould()
            .callMethod(Nemesis.class, "heal", String.class)
            .orShould()
            .callMethod(Nemesis.class, "healAll");

    /** The agent ends the JVM of its node, which is not the lab's. */
    @ArchTest
    static final ArchRule onlyMainEndsTheJvm = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("clusterlab.cli.Main")
            .and()
            .doNotHaveFullyQualifiedName("clusterlab.agent.AgentListener")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("clusterlab.(*)..").should().beFreeOfCycles();

    private static ArchRule onlyIn(List<String> homes, String... libraries) {
        return noClasses()
                .that(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                        homes.stream().map(ArchitectureTest::under).toArray(String[]::new))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static String under(String name) {
        return name.equals(ROOT) ? ROOT : ROOT + "." + name + "..";
    }
}
