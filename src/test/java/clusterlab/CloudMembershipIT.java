package clusterlab;

import static clusterlab.LifecycleContract.count;
import static clusterlab.LifecycleContract.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.cloud.ApiAnswer;
import clusterlab.cloud.Kubernetes;
import clusterlab.cloud.Pod;
import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tomcat's CloudMembershipService finds the nodes of a lab, which are pods with addresses of their own. */
class CloudMembershipIT {

    private record Kind(String name, MembershipSpec.Kind membership, HostSpec.Kind host, List<String> versions) {
        @Override
        public String toString() {
            return name;
        }

        private ClusterSpec.Builder spec() throws SpecException {
            Map<String, NodeRuntime> nodes = new LinkedHashMap<>();
            for (int i = 0; i < versions.size(); i++) {
                nodes.put(
                        "node" + (i + 1),
                        new NodeRuntime(
                                Optional.of(TomcatFinder.ofThisMachine().find("--tomcat", versions.get(i))),
                                Optional.empty(),
                                List.of()));
            }
            return RunningLab.spec()
                    .membership(Preset.LAB.membership(membership))
                    .host(new HostSpec(host, nodes.isEmpty() ? NodeRuntime.OWN : nodes.get("node3"), nodes));
        }
    }

    static Stream<Kind> kinds() {
        List<String> lines = List.of("9.0.117", "10.1.59", "11.0.24");
        return Stream.of(
                new Kind("kubernetes, jvm", MembershipSpec.Kind.KUBERNETES, HostSpec.Kind.JVM, List.of()),
                new Kind("kubernetes, process", MembershipSpec.Kind.KUBERNETES, HostSpec.Kind.PROCESS, List.of()),
                new Kind("kubernetes, stock", MembershipSpec.Kind.KUBERNETES, HostSpec.Kind.STOCK, lines),
                new Kind("dns, jvm", MembershipSpec.Kind.DNS, HostSpec.Kind.JVM, List.of()),
                new Kind("dns, stock", MembershipSpec.Kind.DNS, HostSpec.Kind.STOCK, lines));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void podsFindEachOtherAreMissedAndReplaced(Kind kind) throws Exception {
        ClusterSpec.Builder spec;
        try {
            spec = kind.spec();
        } catch (SpecException missing) {
            assumeTrue(false, "a version of " + kind + " is not on this machine");
            return;
        }
        try (RunningLab lab = RunningLab.boot(spec)) {
            assertThat(lab.nodes())
                    .extracting(NodeSpec::address)
                    .containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.4");
            assertThat(lab.nodes())
                    .extracting(NodeSpec::receiverPort)
                    .containsOnly(lab.nodes().get(0).receiverPort());
            Kubernetes pods = lab.lab().cluster().kubernetes().orElseThrow();
            Pod before = podOf(pods, "node1");
            if (kind.membership == MembershipSpec.Kind.KUBERNETES) {
                assertThat(pods.answers().values())
                        .hasSize(3)
                        .extracting(ApiAnswer::status)
                        .containsOnly(200);
                assertThat(pods.answers().get("node2").addresses())
                        .containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3", "127.0.0.4");
            }
            LifecycleContract.killedNodeIsMissedItsSessionsGoOnAndItComesBackWithAll(lab);
            Pod after = podOf(pods, "node1");
            assertThat(after.uid()).isNotEqualTo(before.uid());
            assertThat(after.address()).isNotEqualTo(before.address());
            assertThat(lab.nodes().get(0).address()).isEqualTo(after.address());
            LifecycleContract.addedNodeJoinsWithAllSessionsAndRemovedOneIsForgotten(lab);
            Browser browser = new Browser();
            count(browser, lab, 0, 1);
            count(browser, lab, 1, 2);
            assertThat(members(lab, "node2")).containsExactly("node3", "node4");
        }
    }

    private static Pod podOf(Kubernetes pods, String node) {
        return pods.pods().stream()
                .filter(pod -> pod.node().equals(Optional.of(node)))
                .findFirst()
                .orElseThrow();
    }
}
