package clusterlab;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PortsIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void unaskedPortThatAnotherProgramHasMovesOn() throws Exception {
        try (PortPolicy others = PortPolicy.probing();
                PortPolicy ports = PortPolicy.probing()) {
            // Taken from now on, by this test or by whoever has it.
            others.take(8081);
            Planner.Plan plan = Planner.plan(ClusterSpec.of(Preset.LAB), ports);
            assertThat(plan.topology().nodes()).extracting(NodeSpec::httpPort).doesNotContain(8081);
            assertThat(plan.notices()).anySatisfy(notice -> assertThat(notice).contains("Port 8081 is taken"));
        }
    }

    @Test
    void askedPortThatAnotherProgramHasIsAnErrorThatNamesPortAndOption() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK);
                PortPolicy ports = PortPolicy.probing()) {
            int taken = other.getLocalPort();
            ClusterSpec spec = RunningLab.spec().nodes(1).receiverPort(taken).build();
            SpecException e = catchThrowableOfType(SpecException.class, () -> Planner.plan(spec, ports));
            assertThat(e.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(SpecException.Problem.Kind.UNAVAILABLE);
                assertThat(problem.message()).contains("--receiver-port", "port " + taken, "node1");
            });
        }
    }

    @Test
    void twoPlansAtTheSameTimeShareNoPort() throws Exception {
        try (PortPolicy one = PortPolicy.probing();
                PortPolicy two = PortPolicy.probing()) {
            Set<Integer> first = ports(Planner.plan(ClusterSpec.of(Preset.LAB), one));
            Set<Integer> second = ports(Planner.plan(ClusterSpec.of(Preset.LAB), two));
            assertThat(first).hasSize(9).doesNotContainAnyElementsOf(second);
        }
    }

    /** Both use one group and port, and heartbeats carry no cluster name of Tomcat's: DomainFilterInterceptor keeps them apart. */
    @Test
    void twoLabsOnOneMulticastGroupNeverSeeEachOther() throws Exception {
        ClusterSpec.Builder spec = RunningLab.spec().nodes(2).membership(Preset.MULTICAST);
        try (RunningLab one = RunningLab.boot(spec);
                RunningLab two = RunningLab.boot(spec);
                MulticastSocket group = new MulticastSocket(Preset.MULTICAST.port())) {
            group.joinGroup(
                    new InetSocketAddress(Preset.MULTICAST.address(), 0), NetworkInterface.getByInetAddress(LOOPBACK));
            group.setSoTimeout(10_000);
            // By then each has had the chance to hear many of the other's heartbeats.
            hear(group, one, 10);
            hear(group, two, 10);
            for (RunningLab lab : List.of(one, two)) {
                for (NodeSpec node : lab.nodes()) {
                    assertThat(lab.log(node.index()).lines().filter(line -> line.contains("Replication member added")))
                            .hasSize(1);
                }
                assertThat(lab.lab().cluster().nodes())
                        .allSatisfy(node -> assertThat(node.members()).hasSize(1));
            }
        }
    }

    static Stream<Arguments> uses() {
        return Stream.of(
                Arguments.of("HTTP", (ToIntFunction<NodeSpec>) NodeSpec::httpPort),
                Arguments.of("AJP", (ToIntFunction<NodeSpec>) NodeSpec::ajpPort),
                Arguments.of("receiver", (ToIntFunction<NodeSpec>) NodeSpec::receiverPort));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void aStartThatFailsHalfWayLeavesNothingBehind(String use, ToIntFunction<NodeSpec> port) throws Exception {
        try (PortPolicy ports = PortPolicy.probing()) {
            Planner.Plan plan = Planner.plan(RunningLab.spec().build(), ports);
            int stolen = port.applyAsInt(plan.topology().nodes().get(1));
            Set<String> threads = threads();
            Path folder;
            // As if the user had asked for it: then no other port will do.
            ports.pin(stolen);
            ports.release(stolen);
            try (ServerSocket thief = new ServerSocket(stolen, 1, LOOPBACK);
                    Lab lab = new Lab(plan.topology(), ports, BootListener.NONE)) {
                folder = lab.folder().path();
                BootException e = catchThrowableOfType(BootException.class, lab::boot);
                assertThat(e).hasMessageContaining("node2").hasMessageContaining("" + thief.getLocalPort());
            }
            assertThat(folder).doesNotExist();
            for (int used : ports(plan)) {
                assertThatCode(() -> new ServerSocket(used, 1, LOOPBACK).close())
                        .as("port %d", used)
                        .doesNotThrowAnyException();
            }
            eventually("no thread is left").until(() -> added(threads), Set::isEmpty);
        }
    }

    /** One port of each kind, each of another node. */
    @Test
    void portsOfNodesThatAreLostBeforeTheyBindMoveOn() throws Exception {
        try (PortPolicy ports = PortPolicy.probing()) {
            Topology plan = Planner.plan(RunningLab.spec().build(), ports).topology();
            List<Integer> lost = List.of(
                    plan.nodes().get(0).httpPort(),
                    plan.nodes().get(1).ajpPort(),
                    plan.nodes().get(2).receiverPort());
            lost.forEach(ports::release);
            try (ServerSocket one = new ServerSocket(lost.get(0), 1, LOOPBACK);
                    ServerSocket two = new ServerSocket(lost.get(1), 1, LOOPBACK);
                    ServerSocket three = new ServerSocket(lost.get(2), 1, LOOPBACK);
                    Lab lab = new Lab(plan, ports, BootListener.NONE)) {
                lab.boot();
                List<NodeSpec> now = lab.topology().nodes();
                assertThat(now.get(0).httpPort()).isGreaterThan(one.getLocalPort());
                assertThat(now.get(1).ajpPort()).isGreaterThan(two.getLocalPort());
                assertThat(now.get(2).receiverPort()).isGreaterThan(three.getLocalPort());
                assertThat(lab.cluster().nodes())
                        .allSatisfy(node -> assertThat(node.members()).hasSize(2));
                for (NodeSpec node : now) {
                    assertThat(new Browser().open(node.httpUrl()).status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void portOfFrontAndAdminServerThatIsLostBeforeTheyBindMovesOn() throws Exception {
        try (PortPolicy ports = PortPolicy.probing()) {
            Topology plan = Planner.plan(RunningLab.spec().nodes(1).adminPort(0).build(), ports)
                    .topology();
            ports.release(plan.frontPort());
            ports.release(plan.adminPort());
            try (ServerSocket one = new ServerSocket(plan.frontPort(), 1, LOOPBACK);
                    ServerSocket two = new ServerSocket(plan.adminPort(), 1, LOOPBACK);
                    Lab lab = new Lab(plan, ports, BootListener.NONE)) {
                lab.boot();
                assertThat(lab.topology().frontPort()).isGreaterThan(one.getLocalPort());
                assertThat(lab.topology().adminPort()).isGreaterThan(two.getLocalPort());
                assertThat(lab.balancer().orElseThrow().uri())
                        .hasPort(lab.topology().frontPort());
                new Socket(LOOPBACK, lab.topology().adminPort()).close();
            }
        }
    }

    @Test
    void askedPortIsNeverReplaced() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK);
                PortPolicy ports = PortPolicy.probing()) {
            assertThat(ports.insteadOf(other.getLocalPort())).isPresent();
            ports.pin(other.getLocalPort());
            assertThat(ports.insteadOf(other.getLocalPort())).isEmpty();
        }
    }

    private static void hear(MulticastSocket group, RunningLab lab, int heartbeats) throws Exception {
        String name = lab.lab().topology().clusterName();
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        for (int heard = 0; heard < heartbeats; ) {
            group.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
            heard += text.contains(name) ? 1 : 0;
        }
    }

    private static Set<Integer> ports(Planner.Plan plan) {
        return plan.topology().nodes().stream()
                .flatMap(node -> Stream.of(node.httpPort(), node.ajpPort(), node.receiverPort()))
                .collect(Collectors.toSet());
    }

    /** Threads of this JVM, those of the JDK's own HTTP client left out. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + " of "
                        + (thread.getThreadGroup() == null
                                ? "none"
                                : thread.getThreadGroup().getName()))
                .filter(name -> !name.startsWith("Keep-Alive-Timer"))
                .collect(Collectors.toSet());
    }

    private static Set<String> added(Set<String> before) {
        return threads().stream().filter(name -> !before.contains(name)).collect(Collectors.toSet());
    }
}
