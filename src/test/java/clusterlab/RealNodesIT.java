package clusterlab;

import static clusterlab.LifecycleContract.count;
import static clusterlab.LifecycleContract.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.agent.CopyRole;
import clusterlab.cluster.BootException;
import clusterlab.cluster.NodeState;
import clusterlab.distribution.JavaFinder;
import clusterlab.distribution.TomcatFinder;
import clusterlab.event.Event;
import clusterlab.fault.Nemesis;
import clusterlab.fault.NodeFault;
import clusterlab.front.TesterCounters;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeRuntime.JavaHome;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes in processes of their own pass the contract of embedded ones, and more that only they can: the lab's own Tomcat, one
 * version of each line, and a cluster with all lines.
 */
class RealNodesIT {
    private static final int CLIENTS = 8;
    private static final Set<String> LONG = Set.of("process, backup", "9.0", "10.1", "11.0");
    private static final Duration WAIT = Duration.ofSeconds(20);

    /** A kind of nodes; versions that are not on this machine are skipped, which scripts/test forbids in CI. */
    private record Kind(String name, HostSpec.Kind kind, ManagerSpec.Kind manager, List<String> versions) {
        @Override
        public String toString() {
            return name;
        }

        private ClusterSpec.Builder spec() throws SpecException {
            ClusterSpec.Builder spec = RunningLab.spec().manager(manager).readyTimeout(Duration.ofSeconds(90));
            Map<String, NodeRuntime> nodes = new LinkedHashMap<>();
            for (int i = 0; i < versions.size(); i++) {
                nodes.put("node" + (i + 1), runtime(versions.get(i)));
            }
            // The lab's own Tomcat covers static membership, whose detection takes longer; with 9.0 and later ones it
            // is impossible.
            if (!versions.isEmpty()) {
                spec.membership(Preset.MULTICAST);
            }
            NodeRuntime usual = versions.isEmpty() ? NodeRuntime.OWN : runtime(versions.get(versions.size() - 1));
            return spec.host(new HostSpec(kind, usual, nodes));
        }

        private static NodeRuntime runtime(String version) throws SpecException {
            return new NodeRuntime(
                    Optional.of(TomcatFinder.ofThisMachine().find("--tomcat", version)), Optional.empty(), List.of());
        }

        private boolean isHere() {
            return versions.stream().allMatch(version -> {
                try {
                    runtime(version);
                    return true;
                } catch (SpecException missing) {
                    return false;
                }
            });
        }
    }

    /** The mixed cluster has one node of each line; each line alone takes three minutes more. */
    static Stream<Kind> kinds() {
        return all().filter(kind -> Boolean.getBoolean("clusterlab.lines") || !LONG.contains(kind.name));
    }

    private static Stream<Kind> all() {
        return Stream.of(
                new Kind("process", HostSpec.Kind.PROCESS, ManagerSpec.Kind.DELTA, List.of()),
                new Kind("process, backup", HostSpec.Kind.PROCESS, ManagerSpec.Kind.BACKUP, List.of()),
                new Kind("9.0", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("9.0.117")),
                new Kind("10.1", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("10.1.59")),
                new Kind("11.0", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("11.0.24")),
                new Kind(
                        "mixed",
                        HostSpec.Kind.STOCK,
                        ManagerSpec.Kind.DELTA,
                        List.of("9.0.117", "10.1.59", "11.0.24")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void passesTheContractOfEmbeddedNodes(Kind kind) throws Exception {
        assumeTrue(kind.isHere(), "a version of " + kind + " is not on this machine");
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        try (RunningLab lab = RunningLab.boot(kind.spec())) {
            LifecycleContract.killedNodeIsMissedItsSessionsGoOnAndItComesBackWithAll(lab);
            LifecycleContract.stoppedNodeIsMissedAtOnceAndComesBackWithAll(lab);
            LifecycleContract.partitionSplitsTheViewAndHealingRestoresIt(lab);
            LifecycleContract.isolationSurvivesARestart(lab);
            LifecycleContract.delayedLinkHoldsASynchronousRequestBackButLosesNobody(lab);
            if (kind.manager == ManagerSpec.Kind.DELTA) {
                // BackupManager loses sessions whose backup or primary ends (docs/findings.md).
                stopFailsNoPost(lab);
                frozenNodeAnswersNobodyAndGoesOn(lab);
            }
            processThatEndsByItselfIsAFinding(lab);
            LifecycleContract.addedNodeJoinsWithAllSessionsAndRemovedOneIsForgotten(lab);
        }
        assertThat(ProcessHandle.current().children().filter(child -> !before.contains(child)))
                .as("no child is left")
                .isEmpty();
    }

    @Test
    void eachNodeIsUpgradedToAnotherLineAndSessionsGoOn() throws Exception {
        Kind nine = new Kind("9.0", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("9.0.117"));
        Kind ten = new Kind("10.1", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("10.1.59"));
        assumeTrue(nine.isHere() && ten.isHere(), "a version of 9.0 or 10.1 is not on this machine");
        TomcatHome next = Kind.runtime("10.1.59").tomcat().orElseThrow();
        try (RunningLab lab = RunningLab.boot(nine.spec().nextTomcat(next))) {
            Browser browser = new Browser();
            int counter = 0;
            count(browser, lab, 0, ++counter);
            for (String node : lab.lab().topology().nodeNames()) {
                assertThat(lab.lab().cluster().tomcat(node)).contains("9.0.117");
                Nemesis.Active upgrade = lab.lab().nemesis().begin(new NodeFault.Upgrade(node, next), Optional.empty());
                assertThat(state(lab, node)).isEqualTo(NodeState.STOPPED);
                lab.lab().nemesis().heal(upgrade.id());
                assertThat(lab.lab().cluster().tomcat(node)).contains("10.1.59");
                for (int i = 0; i < 3; i++) {
                    // A page that 9.0 compiled would answer 500 here.
                    count(browser, lab, i, ++counter);
                }
            }
            assertThat(lab.lab().topology().hostText()).isEqualTo("stock 10.1.59");
        }
    }

    /** Idle members take a frozen node for alive without the read test, since its port is open. */
    @Test
    void frozenNodeIsMissedWithTheReadTestAndAnotherOneJoinsMeanwhile() throws Exception {
        Kind own = new Kind("process", HostSpec.Kind.PROCESS, ManagerSpec.Kind.DELTA, List.of());
        try (RunningLab lab = RunningLab.boot(own.spec().readTest(true))) {
            Browser browser = new Browser();
            count(browser, lab, 1, 1);
            lab.lab().cluster().kill("node3");
            lab.lab().cluster().freeze("node1");
            lab.lab().cluster().start("node3");
            count(browser, lab, 2, 2);
            Eventually.eventually("node1 is missed").atMost(WAIT).until(() -> LifecycleContract.members(lab, "node2")
                    .equals(List.of("node3")));
            lab.lab().cluster().thaw("node1");
            assertThat(lab.lab().cluster().awaitMembers(WAIT)).isTrue();
        }
    }

    /** A page names neither javax nor jakarta; what one Tomcat compiled of it answers 500 on another line. */
    @Test
    void pagesOfAUsersApplicationAreCompiledOnEachLine(@TempDir Path app) throws Exception {
        Kind mixed = new Kind(
                "mixed", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("9.0.117", "10.1.59", "11.0.24"));
        assumeTrue(mixed.isHere(), "a version of " + mixed + " is not on this machine");
        Files.createDirectories(app.resolve("WEB-INF"));
        Files.writeString(app.resolve("WEB-INF/web.xml"), "<web-app version='4.0'><distributable/></web-app>");
        Files.writeString(
                app.resolve("index.jsp"),
                "<% Integer n = (Integer) session.getAttribute(\"n\"); n = n == null ? 1 : n + 1;"
                        + " session.setAttribute(\"n\", n); %>visit <%= n %>.");
        try (RunningLab lab = RunningLab.boot(mixed.spec().webapp(app))) {
            assertThat(lab.warnings()).isEmpty();
            Browser browser = new Browser();
            for (int i = 0; i < 6; i++) {
                assertThat(browser.open(lab.url(i % 3)).body()).contains("visit " + (i + 1) + ".");
            }
        }
    }

    /** Skipped on a machine with one JDK. */
    @Test
    void nodesRunOnAnotherJava() throws Exception {
        List<JavaHome> others = otherJavas();
        assumeTrue(!others.isEmpty(), "this machine has no other JDK");
        JavaHome other = others.get(others.size() - 1);
        Map<String, NodeRuntime> nodes =
                Map.of("node2", new NodeRuntime(Optional.empty(), Optional.of(other), List.of()));
        try (RunningLab lab =
                RunningLab.boot(RunningLab.spec().host(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, nodes)))) {
            assertThat(lab.lab().cluster().nodes())
                    .extracting(view -> view.process().orElseThrow().java())
                    .containsExactly(
                            System.getProperty("java.version"), other.version(), System.getProperty("java.version"));
            LifecycleContract.killedNodeIsMissedItsSessionsGoOnAndItComesBackWithAll(lab);
        }
    }

    private static List<JavaHome> otherJavas() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        List<JavaHome> others = new ArrayList<>();
        try (Stream<Path> beside = Files.list(Objects.requireNonNull(own.getParent()))) {
            for (Path home :
                    beside.filter(one -> !Files.isSymbolicLink(one)).sorted().toList()) {
                try {
                    JavaHome found = JavaFinder.find("--java", home.toString());
                    if (found.major() >= 17 && !home.toRealPath().equals(own)) {
                        others.add(found);
                    }
                } catch (SpecException noJava) {
                    continue;
                }
            }
        }
        return others;
    }

    private static void stopFailsNoPost(RunningLab lab) throws Exception {
        try (TesterCounters load = new TesterCounters(
                lab.lab().balancer().orElseThrow().uri(),
                "POST",
                lab.lab().topology().startPath(),
                CLIENTS)) {
            Eventually.eventually("a client on node2").atMost(WAIT).until(() -> load.on("node2") > 0);
            lab.lab().cluster().stop("node2");
            long then = load.answered();
            Eventually.eventually("all go on").atMost(WAIT).until(() -> load.answered() > then + CLIENTS);
            lab.lab().cluster().start("node2");
            assertThat(load.failures).isEmpty();
            assertThat(load.repeats).isEmpty();
        }
    }

    private static void frozenNodeAnswersNobodyAndGoesOn(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        count(browser, lab, 0, 1);
        lab.lab().cluster().freeze("node3");
        assertThat(state(lab, "node3")).isEqualTo(NodeState.FROZEN);
        lab.lab().cluster().thaw("node3");
        assertThat(state(lab, "node3")).isEqualTo(NodeState.UP);
        assertThat(lab.lab().cluster().awaitMembers(WAIT)).isTrue();
        count(browser, lab, 2, 2);
        lab.lab().cluster().freeze("node3");
        lab.lab().cluster().kill("node3");
        lab.lab().cluster().start("node3");
        count(browser, lab, 2, 3);
    }

    private static void processThatEndsByItselfIsAFinding(RunningLab lab) throws Exception {
        Browser browser = new Browser();
        count(browser, lab, 0, 1);
        List<ProcessHandle> nodes = ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .orElse("")
                        .contains(lab.lab().folder().node("node3").toString()))
                .toList();
        assertThat(nodes).hasSize(1);
        nodes.get(0).destroyForcibly();
        Eventually.eventually("the end is noticed").atMost(WAIT).until(() -> state(lab, "node3") == NodeState.FAILED);
        assertThat(lab.lab().events().after(0, 10_000)).anySatisfy(stamped -> assertThat(stamped.event())
                .isInstanceOfSatisfying(Event.NodeChanged.class, changed -> assertThat(changed.reason())
                        .contains("its process ended by itself with exit code 137")
                        .contains("its log says")));
        count(browser, lab, 1, 2);
        lab.lab().cluster().start("node3");
        count(browser, lab, 2, 3);
    }

    /** Something outside of the lab suspended a node: the lab can't know, and must show the others all the same. */
    @Test
    void silentNodeDoesNotHideTheOthers() throws Exception {
        try (RunningLab lab = RunningLab.boot(
                RunningLab.spec().host(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of())))) {
            Browser browser = new Browser();
            count(browser, lab, 0, 1);
            long pid =
                    LifecycleContract.view(lab, "node3").process().orElseThrow().pid();
            signal("STOP", pid);
            try {
                long start = System.nanoTime();
                assertThat(LifecycleContract.members(lab, "node1")).contains("node2");
                assertThat(state(lab, "node3")).isEqualTo(NodeState.UP);
                assertThat(lab.lab()
                                .cluster()
                                .sessions()
                                .find(browser.sessionId())
                                .orElseThrow()
                                .copies())
                        .anyMatch(copy -> copy.role() == CopyRole.UNKNOWN)
                        .anyMatch(copy -> copy.role() == CopyRole.PRIMARY);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            } finally {
                signal("CONT", pid);
            }
            Eventually.eventually("it is asked again")
                    .atMost(WAIT)
                    .until(() -> LifecycleContract.members(lab, "node3").size() == 2);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void applicationThatDoesNotStartIsNotTakenForAPort(@TempDir Path temp) throws Exception {
        Path webInf = Files.createDirectories(temp.resolve("WEB-INF"));
        Files.writeString(
                webInf.resolve("web.xml"),
                "<web-app><distributable/><listener><listener-class>no.such.Listener</listener-class></listener></web-app>");
        assertThatThrownBy(() -> RunningLab.boot(RunningLab.spec()
                        .nodes(1)
                        .webapp(temp)
                        .host(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of()))))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("the application did not start")
                .hasMessageContaining("no.such.Listener");
        assertThatThrownBy(() -> RunningLab.boot(RunningLab.spec().nodes(2).webapp(temp)))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("the application did not start")
                .hasMessageContaining("no.such.Listener")
                .hasMessageContaining("needs --process");
    }
}
