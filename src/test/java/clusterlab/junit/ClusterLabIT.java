package clusterlab.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import clusterlab.Browser;
import clusterlab.Lab;
import clusterlab.TestFolders;
import clusterlab.cluster.NodeState;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes that use {@link ClusterLab}, as a build would. */
class ClusterLabIT {
    private static final String ARTIFACTS = "target/cluster-lab-it";

    /** What the classes under test saw; they run one after the other. */
    private static final Set<Lab> LABS = new LinkedHashSet<>();

    private final Map<String, TestExecutionResult> results = new LinkedHashMap<>();
    private final List<String> published = new ArrayList<>();

    /** The classes under test fail on purpose: without this they are skipped, whoever finds them. */
    private static boolean running;

    @BeforeEach
    void forget() throws IOException {
        LABS.clear();
        running = true;
        delete();
    }

    @AfterEach
    void stop() {
        running = false;
    }

    @AfterAll
    static void delete() throws IOException {
        if (Files.exists(Path.of(ARTIFACTS))) {
            TestFolders.delete(Path.of(ARTIFACTS));
        }
    }

    private void run(Class<?> tests) {
        LauncherFactory.create().execute(request().selectors(selectClass(tests)).build(), new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                results.put(test.getDisplayName(), result);
            }

            @Override
            public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                published.addAll(entry.getKeyValuePairs().values());
            }
        });
    }

    private TestExecutionResult result(String test) {
        return results.get(test + "(Lab)") == null ? results.get(test + "()") : results.get(test + "(Lab)");
    }

    private Throwable failure(String test) {
        return result(test).getThrowable().orElseThrow();
    }

    private static boolean isUp(Lab lab) {
        return lab.cluster().nodes().stream().anyMatch(node -> node.state() == NodeState.UP);
    }

    @ClusterLab
    static class Survives {
        @Test
        void counterGoesOnAfterACrash(Lab lab) throws Exception {
            Assumptions.assumeTrue(running);
            LABS.add(lab);
            Browser browser = new Browser();
            browser.open(lab.uri().toString());
            String owner = lab.ownerOf("JSESSIONID=" + browser.sessionId() + "; Path=/; HttpOnly");
            assertThat(browser.sessionId()).endsWith("." + owner);
            lab.control().kill(owner);
            assertThat(browser.open(lab.uri().toString()).body()).contains("Session Counter = 2<");
            assertThat(lab.ownerOf(browser.sessionId())).isNotEqualTo(owner);
            lab.control().healAll();
        }

        @Test
        void sessionOfNobodyHasNoOwner(Lab lab) {
            Assumptions.assumeTrue(running);
            LABS.add(lab);
            assertThatThrownBy(() -> lab.ownerOf("JSESSIONID=0.node1"))
                    .hasMessage("No node that runs owns the session 0.node1.");
        }

        @Nested
        class Inside {
            @Test
            void theSameLab(Lab lab) {
                Assumptions.assumeTrue(running);
                LABS.add(lab);
            }
        }
    }

    @Test
    void oneLabServesAClassAndItsNestedOnesAndEndsAfterThem() {
        run(Survives.class);
        assertThat(results.values())
                .extracting(TestExecutionResult::getStatus)
                .containsOnly(TestExecutionResult.Status.SUCCESSFUL);
        assertThat(LABS).singleElement().satisfies(lab -> {
            assertThat(isUp(lab)).isFalse();
            assertThat(lab.folder().path()).doesNotExist();
        });
        assertThat(Path.of(ARTIFACTS)).doesNotExist();
    }

    /** Two nodes with BackupManager. */
    static final class Backup implements UnaryOperator<ClusterSpec.Builder> {
        @Override
        public ClusterSpec.Builder apply(ClusterSpec.Builder spec) {
            return spec.manager(ManagerSpec.Kind.BACKUP);
        }
    }

    static class Fails {
        @Test
        @ClusterLab(nodes = 2, artifacts = ARTIFACTS, plan = Backup.class, sendOptions = "async")
        void onPurpose(Lab lab) throws Exception {
            Assumptions.assumeTrue(running);
            LABS.add(lab);
            assertThat(lab.topology().nodes()).hasSize(2);
            assertThat(lab.topology().manager().kind()).isEqualTo(ManagerSpec.Kind.BACKUP);
            assertThat(lab.topology().channel().sendOptions()).isEqualTo(8);
            lab.control().kill("node2");
            throw new AssertionError("on purpose");
        }

        @Test
        @ClusterLab(nodes = 1, artifacts = ARTIFACTS)
        void doesNot(Lab lab) {
            Assumptions.assumeTrue(running);
            LABS.add(lab);
        }
    }

    @Test
    void logsAndEventsOfAFailedMethodAreKeptAndNamed() throws IOException {
        run(Fails.class);
        assertThat(failure("onPurpose")).hasMessage("on purpose");
        assertThat(result("doesNot").getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
        assertThat(LABS).hasSize(2).noneMatch(ClusterLabIT::isUp);
        Path kept = Path.of(ARTIFACTS, Fails.class.getName() + ".onPurpose_Lab");
        assertThat(published).containsExactly(kept.toAbsolutePath().toString());
        assertThat(kept.resolve("events.jsonl")).content().contains("kill node2");
        try (Stream<Path> files = Files.walk(kept)) {
            assertThat(files.map(file -> kept.relativize(file).toString()))
                    .contains("node1/logs/catalina.out", "node2/logs/catalina.out")
                    .doesNotContain("node1/work");
        }
        try (Stream<Path> all = Files.list(Path.of(ARTIFACTS))) {
            assertThat(all).hasSize(1);
        }
    }

    @ClusterLab(nodes = 0, webapp = "/no/such.war", artifacts = ARTIFACTS)
    static class Wrong {
        @Test
        void neverRuns(Lab lab) {
            LABS.add(lab);
        }
    }

    @ClusterLab(manager = "nonesuch")
    static class UnknownWord {
        @Test
        void neverRuns(Lab lab) {
            LABS.add(lab);
        }
    }

    @Test
    void whatCannotBeUsedFailsWithTheSentencesOfTheCommandLine() {
        run(Wrong.class);
        assertThat(failure("neverRuns"))
                .hasMessageContaining("@ClusterLab: ")
                .hasMessageContaining("--nodes 0: use a number from 1 to 64.")
                .hasMessageContaining("/no/such.war: there is no such folder or WAR file; check the path.");
        run(UnknownWord.class);
        assertThat(failure("neverRuns")).hasMessageContaining("manager = \"nonesuch\": use delta or backup.");
        assertThat(LABS).isEmpty();
        assertThat(Path.of(ARTIFACTS)).doesNotExist();
    }

    static class NeedsAnother {
        @Test
        @ClusterLab(nodes = 2, process = true)
        void isFrozen(Lab lab) throws Exception {
            Assumptions.assumeTrue(running);
            LABS.add(lab);
            assertThat(lab.control().freeze("node2").effective()).isTrue();
            assertThat(lab.control().thaw("node2").what().state()).isEqualTo(NodeState.UP);
        }
    }

    @Test
    void nodesInProcessesOfTheirOwnCanBeFrozen() {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        run(NeedsAnother.class);
        assertThat(result("isFrozen").getThrowable()).isEmpty();
        assertThat(ProcessHandle.current().children().filter(child -> !before.contains(child)))
                .isEmpty();
    }
}
