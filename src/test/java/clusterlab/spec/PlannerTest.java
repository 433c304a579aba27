package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.SpecException.Problem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
    @TempDir
    Path folder;

    @Test
    void nodeGetsBasePlusStep() throws SpecException {
        Topology plan =
                plan(lab().httpPort(9000).ajpPort(9100).receiverPort(9200).portStep(10));
        assertThat(plan.nodes())
                .containsExactly(
                        new NodeSpec("node1", 0, 9000, 9100, 9200),
                        new NodeSpec("node2", 1, 9010, 9110, 9210),
                        new NodeSpec("node3", 2, 9020, 9120, 9220));
    }

    @Test
    void defaultsAreThoseOfTheManual() throws SpecException {
        Topology plan = plan(lab());
        assertThat(plan.nodes())
                .containsExactly(
                        new NodeSpec("node1", 0, 8081, 8009, 4000),
                        new NodeSpec("node2", 1, 8082, 8010, 4001),
                        new NodeSpec("node3", 2, 8083, 8011, 4002));
        assertThat(plan.readyTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plan.dir()).isEmpty();
        assertThat(plan.keep()).isFalse();
        assertThat(plan.frontUrl()).hasValue("http://127.0.0.1:8080/");
        assertThat(plan.startPath()).isEqualTo("/");
    }

    @Test
    void unaskedPortThatIsTakenMovesAndThePlanSaysSo() throws SpecException {
        Planner.Plan plan = Planner.plan(lab().build(), PortPolicy.assuming(Set.of(8081)));
        assertThat(httpPorts(plan.topology())).containsExactly(8082, 8083, 8084);
        assertThat(plan.notices()).singleElement().asString().contains("8081", "node1", "HTTP", "8082");
    }

    @Test
    void onlyTheTakenOneMovesWhereTheStepLeavesRoom() throws SpecException {
        Planner.Plan plan = Planner.plan(ClusterSpec.of(Preset.TUTORIAL), PortPolicy.assuming(Set.of(18080, 18081)));
        assertThat(httpPorts(plan.topology())).containsExactly(8080, 18082, 28080);
        assertThat(plan.notices()).singleElement().asString().contains("18080", "WAS2", "18082");
    }

    @Test
    void aLaterPortThatMovesIsToldOfToo() throws SpecException {
        Planner.Plan plan = Planner.plan(lab().build(), PortPolicy.assuming(Set.of(8010)));
        assertThat(plan.topology().nodes()).extracting(NodeSpec::ajpPort).containsExactly(8009, 8011, 8012);
        assertThat(plan.notices()).singleElement().asString().contains("8010", "node2", "AJP", "8011");
    }

    @Test
    void nothingMovesNothingIsSaid() throws SpecException {
        assertThat(Planner.plan(lab().build(), PortPolicy.assuming(Set.of())).notices())
                .isEmpty();
    }

    @Test
    void askedPortThatIsTakenIsAnErrorThatNamesPortAndOption() {
        List<Problem> problems = problems(lab().httpPort(9000).ajpPort(9100), Set.of(9001, 9102));
        assertThat(problems).extracting(Problem::kind).containsOnly(Kind.UNAVAILABLE);
        assertThat(problems)
                .extracting(Problem::message)
                .satisfiesExactly(
                        http -> assertThat(http).contains("--http-port", "9001", "node2", "is taken"),
                        ajp -> assertThat(ajp).contains("--ajp-port", "9102", "node3", "is taken"));
    }

    @Test
    void unaskedPortsMoveOutOfTheWayOfAskedOnes() throws SpecException {
        Topology plan = plan(lab().httpPort(4001));
        assertThat(httpPorts(plan)).containsExactly(4001, 4002, 4003);
        assertThat(plan.nodes()).extracting(NodeSpec::receiverPort).containsExactly(4000, 4004, 4005);
    }

    @Test
    void anyPortIsTakenLastSoThatItHitsNoOther() throws SpecException {
        List<Integer> order = new ArrayList<>();
        PortPolicy any = new Recording(order);
        Planner.plan(lab().httpPort(0).receiverPort(9200).build(), any);
        assertThat(order).containsExactly(9200, 9201, 9202, 8009, 8010, 8011, 8080, 9090, 0, 0, 0);
    }

    @Test
    void anyPortsAreAllDifferent() throws SpecException {
        Topology plan = plan(lab().nodes(64).anyPorts());
        Set<Integer> ports = new HashSet<>();
        plan.nodes().forEach(node -> ports.addAll(List.of(node.httpPort(), node.ajpPort(), node.receiverPort())));
        assertThat(ports).hasSize(3 * 64).doesNotContain(0);
    }

    @Test
    void askedRowsThatOverlapAreRefused() {
        assertThat(messages(lab().httpPort(9000).ajpPort(9002)))
                .singleElement()
                .asString()
                .contains("--http-port 9000", "--ajp-port 9002", "port 9002", "move one");
    }

    @Test
    void rowsThatInterleaveByStepDoNotOverlap() throws SpecException {
        assertThat(httpPorts(plan(lab().httpPort(9000).ajpPort(9001).portStep(2))))
                .containsExactly(9000, 9002, 9004);
    }

    @Test
    void stepBeyondTheLastPortIsRefused() {
        assertThat(messages(lab().httpPort(65534)))
                .singleElement()
                .asString()
                .contains("--http-port 65534", "node 3", "65536", "--port-step", "--nodes");
        assertThat(messages(ClusterSpec.builder(Preset.TUTORIAL).nodes(7)))
                .anySatisfy(message -> assertThat(message).contains("--http-port 8080", "68080"));
    }

    @Test
    void noFreePortUpToTheLastIsAnError() {
        Set<Integer> taken = new HashSet<>();
        for (int port = 8081; port <= 65535; port++) {
            taken.add(port);
        }
        assertThat(problems(lab(), taken))
                .anySatisfy(problem -> assertThat(problem.message()).contains("--http-port", "65535"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        ClusterSpec.Builder wrong = lab().nodes(65)
                .httpPort(-1)
                .ajpPort(65536)
                .portStep(0)
                .sendOptions(-1)
                .readyTimeout(Duration.ZERO)
                .contextPath("shop/")
                .webapp(folder.resolve("none"));
        assertThat(messages(wrong))
                .satisfiesExactlyInAnyOrder(
                        m -> assertThat(m).contains("--nodes 65", "1 to 64"),
                        m -> assertThat(m).contains("--http-port -1", "1 to 65535"),
                        m -> assertThat(m).contains("--ajp-port 65536"),
                        m -> assertThat(m).contains("--port-step 0"),
                        m -> assertThat(m).contains("--send-options -1"),
                        m -> assertThat(m).contains("--ready-timeout 0"),
                        m -> assertThat(m).contains("--context-path shop/", "/shop"),
                        m -> assertThat(m).contains("--webapp", "check the path"));
    }

    @Test
    void webappWithoutFilesIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("empty/below"));
        assertThat(messages(lab().webapp(folder.resolve("empty"))))
                .singleElement()
                .asString()
                .contains("--webapp", "no file", "index.jsp");
    }

    @Test
    void webappThatIsNeitherFolderNorWarIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("app.txt"), "");
        assertThat(messages(lab().webapp(text))).singleElement().asString().contains(".war");
    }

    @Test
    void dirBelowAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(problems(lab().dir(file.resolve("run")), Set.of()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Kind.UNAVAILABLE))
                .satisfies(problem -> assertThat(problem.message()).contains("--dir", "name another"));
    }

    @Test
    void secretIsTheOneGivenOrNewForEachPlan() throws SpecException {
        Secret given = new Secret("abc");
        assertThat(plan(lab().ajpSecret(given)).ajpSecret()).isEqualTo(given);
        assertThat(plan(lab()).ajpSecret()).isNotEqualTo(plan(lab()).ajpSecret());
    }

    @Test
    void clusterNameIsNewForEachPlan() throws SpecException {
        assertThat(plan(lab()).clusterName()).isNotEqualTo(plan(lab()).clusterName());
    }

    @Test
    void multicastBringsTheDomainFilterAndStaticDropsIt() throws SpecException {
        assertThat(plan(lab().membership(Preset.MULTICAST)).channel().interceptors())
                .contains(ChannelSpec.Interceptor.DOMAIN_FILTER);
        assertThat(plan(ClusterSpec.builder(Preset.TUTORIAL).membership(Preset.STATIC))
                        .channel()
                        .interceptors())
                .doesNotContain(ChannelSpec.Interceptor.DOMAIN_FILTER);
    }

    @Test
    void podsShareOneReceiverPortAndHaveAnAddressEach() throws SpecException {
        MembershipSpec kubernetes = Preset.LAB.membership(MembershipSpec.Kind.KUBERNETES);
        Topology plan = plan(lab().receiverPort(4000).membership(kubernetes));
        assertThat(plan.nodes()).extracting(NodeSpec::receiverPort).containsOnly(4000);
        assertThat(plan.nodes()).extracting(NodeSpec::address).containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.4");
        NodeSpec added = plan.plus(PortPolicy.assuming(Set.of())).nodes().get(3);
        assertThat(added.address()).isEqualTo("127.0.0.5");
        assertThat(added.receiverPort()).isEqualTo(4000);
        assertThat(plan(lab().membership(Preset.STATIC)).nodes())
                .extracting(NodeSpec::address)
                .containsOnly(Topology.LOOPBACK);
    }

    @Test
    void nodesOfOneJvmKeepNoNames() throws SpecException {
        MembershipSpec.Cloud dns = (MembershipSpec.Cloud) Preset.LAB.membership(MembershipSpec.Kind.DNS);
        assertThat(plan(lab().membership(dns)).channel().membership().word()).isEqualTo("dns");
        MembershipSpec keeping = dns.withPlanted(Misconfiguration.NAMES_FOR_EVER);
        assertThat(messages(lab().membership(keeping)))
                .singleElement()
                .asString()
                .startsWith("--misconfigure names-for-ever: ")
                .endsWith("add --process or --tomcat VERSION.");
        HostSpec processes = new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of());
        assertThat(plan(lab().membership(keeping).host(processes)).lifecycle()).isEqualTo(NodeLifecycle.STOCK);
    }

    private static ClusterSpec.Builder nine(String other) {
        TomcatHome nine = new TomcatHome("9.0.117", Path.of("nine"));
        TomcatHome second = new TomcatHome(other, Path.of("other"));
        return lab().nodes(2).host(HostSpec.JVM.withTomcat(nine).withTomcat("node2", second));
    }

    @Test
    void nineAndLaterTomcatsGetMulticastUnlessStaticWasAskedFor() throws SpecException {
        for (String other : List.of("10.1.59", "11.0.24")) {
            assertThat(plan(nine(other)).channel().membership()).isEqualTo(Preset.MULTICAST);
            assertThat(plan(nine(other)).channel().interceptors()).contains(ChannelSpec.Interceptor.DOMAIN_FILTER);
            assertThat(notices(nine(other)))
                    .containsExactly("Tomcat 9.0 and later ones can't share a static membership, so the membership is"
                            + " multicast.");
            assertThat(messages(nine(other).membership(Preset.STATIC)))
                    .singleElement()
                    .asString()
                    .startsWith("--membership static with mixed: node1 9.0.117, node2 " + other + ": ")
                    .endsWith("use --membership multicast, or the same kind of Tomcat in all nodes.");
        }
        assertThat(plan(nine("9.0.118")).channel().membership()).isEqualTo(Preset.STATIC);
        assertThat(Planner.check(nine("9.0.118").membership(Preset.STATIC).build()))
                .isEmpty();
        assertThat(notices(nine("11.0.24").membership(Preset.MULTICAST))).isEmpty();
    }

    @Test
    void upgradeAndAddedNodesMakeAMixToo() throws SpecException {
        TomcatHome nine = new TomcatHome("9.0.117", Path.of("nine"));
        TomcatHome eleven = new TomcatHome("11.0.24", Path.of("eleven"));
        HostSpec host = HostSpec.JVM.withTomcat(nine);
        assertThat(plan(lab().host(host)).channel().membership()).isEqualTo(Preset.STATIC);
        assertThat(plan(lab().host(host.withNext(eleven))).channel().membership())
                .isEqualTo(Preset.MULTICAST);
        HostSpec later = HostSpec.JVM.withTomcat(eleven).withTomcat("node1", nine);
        assertThat(plan(lab().nodes(1).host(later)).channel().membership()).isEqualTo(Preset.MULTICAST);
        assertThat(messages(lab().host(host.withNext(eleven)).manager(ManagerSpec.Kind.BACKUP)))
                .singleElement()
                .asString()
                .startsWith("--manager backup with stock 9.0.117, upgraded to 11.0.24: ");
    }

    @Test
    void upgradeOfANodeIsCheckedAgainstTheOthersInTheRunningPlan() throws SpecException {
        TomcatHome nine = new TomcatHome("9.0.117", Path.of("nine"));
        TomcatHome eleven = new TomcatHome("11.0.24", Path.of("eleven"));
        Topology plan = plan(lab().host(HostSpec.JVM.withTomcat(nine)));
        assertThat(Planner.checkUpgrade(plan, "node2", new TomcatHome("9.0.119", Path.of("nine"))))
                .isEmpty();
        assertThat(Planner.checkUpgrade(plan, "node2", eleven)).singleElement().satisfies(problem -> assertThat(
                        problem.message())
                .startsWith("--membership static with mixed: node1 9.0.117, node2 11.0.24, node3 9.0.117: "));
        Topology upgraded = plan.withTomcat("node2", eleven);
        assertThat(upgraded.hostText()).isEqualTo("mixed: node1 9.0.117, node2 11.0.24, node3 9.0.117");
        assertThat(upgraded.withTomcat("node2", nine).hostText()).isEqualTo(plan.hostText());
    }

    @Test
    void lifecycleAndHostStayInEveryChangeOfThePlan() throws SpecException {
        HostSpec host = HostSpec.JVM.withKind(HostSpec.Kind.PROCESS);
        Topology plan = plan(lab().lifecycle(NodeLifecycle.STOCK).host(host));
        for (Topology changed : List.of(
                plan, plan.minus("node1"), plan.withBalancer(plan.balancer().withSticky(false)))) {
            assertThat(changed.lifecycle()).isEqualTo(NodeLifecycle.STOCK);
            assertThat(changed.host()).isEqualTo(host);
        }
    }

    @Test
    void encryptedPlanHasAKeyOfItsOwnAndTheInterceptorBeforeTheFailureDetector() throws SpecException {
        for (Preset preset : Preset.values()) {
            ChannelSpec channel =
                    plan(ClusterSpec.builder(preset).encrypt(true)).channel();
            assertThat(channel.interceptors()).startsWith(ChannelSpec.Interceptor.ENCRYPT);
            assertThat(channel.encryptionKey().orElseThrow().value()).matches("[0-9a-f]{64}");
            assertThat(channel.toString())
                    .doesNotContain(channel.encryptionKey().orElseThrow().value());
            assertThat(plan(ClusterSpec.builder(preset).encrypt(true)).channel().encryptionKey())
                    .isNotEqualTo(channel.encryptionKey());
            ChannelSpec open = plan(ClusterSpec.builder(preset)).channel();
            assertThat(open.interceptors()).doesNotContain(ChannelSpec.Interceptor.ENCRYPT);
            assertThat(open.encryptionKey()).isEmpty();
        }
    }

    @Test
    void manyNodesPingLessOften() throws SpecException {
        assertThat(plan(lab().nodes(8)).channel().membership()).isEqualTo(Preset.STATIC);
        assertThat(((MembershipSpec.Static)
                                plan(lab().nodes(64).anyPorts()).channel().membership())
                        .pingInterval())
                .isBetween(20_000L, 25_000L);
        assertThat(((MembershipSpec.Static)
                                plan(lab().nodes(64).anyPorts()).channel().membership())
                        .connectTimeout())
                .isEqualTo(4_000);
    }

    @Test
    void manyNodesGetMoreTimeAndTheUserIsToldHowLateAPartitionShows() throws SpecException {
        assertThat(plan(lab().nodes(15)).readyTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plan(lab().nodes(64).anyPorts()).readyTimeout()).isEqualTo(Duration.ofSeconds(128));
        assertThat(plan(lab().nodes(64).anyPorts().readyTimeout(Duration.ofSeconds(30)))
                        .readyTimeout())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(notices(lab().nodes(64).anyPorts()))
                .singleElement()
                .asString()
                .contains("64 nodes ping each other every 21 s only", "up to 64 s");
        assertThat(notices(lab().nodes(20).anyPorts())).isEmpty();
    }

    @Test
    void manyNodesHaveFewerSendersAndMoreTimeForAMessage() throws SpecException {
        assertThat(plan(lab().nodes(8)).channel().sender()).isEqualTo(new SenderSpec(8192, 2048, 0, 0));
        assertThat(plan(lab().nodes(16)).channel().sender()).isEqualTo(new SenderSpec(8192, 2048, 25, 6_000));
        assertThat(plan(lab().nodes(64).anyPorts()).channel().sender())
                .isEqualTo(new SenderSpec(8192, 2048, 2, 24_000));
        assertThat(plan(ClusterSpec.builder(Preset.MINIMAL).nodes(64).anyPorts())
                        .channel()
                        .sender())
                .as("another preset keeps its own")
                .isEqualTo(SenderSpec.DEFAULT);
    }

    @Test
    void contextPathThatABrowserWouldResolveAwayIsRefused() {
        for (String path : List.of("/..", "/../x", "/shop/.", "/./x")) {
            assertThat(problems(lab().contextPath(path), Set.of()))
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .contains("--context-path " + path);
        }
    }

    @Test
    void rootContextHasTheEmptyPath() throws SpecException {
        assertThat(plan(lab().contextPath("/")).startPath()).isEqualTo("/");
        assertThat(plan(lab().contextPath("/shop")).startPath()).isEqualTo("/shop/");
    }

    @Test
    void namedDirStays() throws SpecException {
        Topology plan = plan(lab().dir(folder));
        assertThat(plan.keep()).isTrue();
        assertThat(plan.dir()).contains(folder.toAbsolutePath().normalize());
    }

    @Test
    void failedPlanHoldsNoPort() {
        List<Integer> order = new ArrayList<>();
        Recording ports = new Recording(order);
        catchThrowableOfType(
                SpecException.class, () -> Planner.plan(lab().nodes(0).build(), ports));
        assertThat(ports.closed).isTrue();
    }

    private static ClusterSpec.Builder lab() {
        return ClusterSpec.builder(Preset.LAB);
    }

    private static List<String> notices(ClusterSpec.Builder builder) throws SpecException {
        return Planner.plan(builder.build(), PortPolicy.assuming(Set.of())).notices();
    }

    private static Topology plan(ClusterSpec.Builder spec) throws SpecException {
        return Planner.plan(spec.build(), PortPolicy.assuming(Set.of())).topology();
    }

    private static List<Integer> httpPorts(Topology plan) {
        return plan.nodes().stream().map(NodeSpec::httpPort).toList();
    }

    private static List<Problem> problems(ClusterSpec.Builder spec, Set<Integer> taken) {
        SpecException e =
                catchThrowableOfType(SpecException.class, () -> Planner.plan(spec.build(), PortPolicy.assuming(taken)));
        return e.problems();
    }

    private static List<String> messages(ClusterSpec.Builder spec) {
        return problems(spec, Set.of()).stream().map(Problem::message).toList();
    }

    /** Everything is free; remembers what was asked for. */
    private static final class Recording implements PortPolicy {
        private final List<Integer> order;
        private int next = 50000;
        private boolean closed;

        private Recording(List<Integer> order) {
            this.order = order;
        }

        @Override
        public Optional<Integer> take(int port) {
            order.add(port);
            return Optional.of(port == 0 ? next++ : port);
        }

        @Override
        public void release(int port) {}

        @Override
        public void pin(int port) {}

        @Override
        public boolean isPinned(int port) {
            return false;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
