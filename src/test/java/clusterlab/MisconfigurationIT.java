package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cloud.CloudFinding;
import clusterlab.cloud.Kubernetes;
import clusterlab.cluster.BootException;
import clusterlab.event.Event;
import clusterlab.spec.AppSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Misconfiguration;
import clusterlab.spec.NodeRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake in a deployment has its effect on Tomcat's membership, and the lab names it, and nothing else. */
class MisconfigurationIT {
    private static final Duration WAIT = Duration.ofSeconds(15);

    private static ClusterSpec.Builder spec(MembershipSpec.Kind kind, Optional<Misconfiguration> planted) {
        return RunningLab.spec()
                .readyTimeout(WAIT)
                // The heartbeat and the expiration of a class without patience.
                .membership(new MembershipSpec.Cloud(kind, 100, 300, 1000, 1000, planted));
    }

    private static List<String> names(RunningLab lab) {
        return lab.lab().cluster().findings().stream().map(CloudFinding::name).toList();
    }

    private static List<String> seen(RunningLab lab) {
        return lab.lab().cluster().nodes().stream()
                .map(node -> node.spec().name() + " " + node.members())
                .toList();
    }

    static Stream<Arguments> alone() {
        return Stream.of(Misconfiguration.values())
                .filter(mistake -> !List.of(
                                Misconfiguration.NO_LABELS,
                                Misconfiguration.POD_LABEL,
                                Misconfiguration.RECEIVER_PORT,
                                Misconfiguration.ONLY_READY,
                                Misconfiguration.NAMES_FOR_EVER)
                        .contains(mistake))
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alone")
    void eachNodeIsAloneAndTheMistakeIsNamed(Misconfiguration mistake) throws Exception {
        try (RunningLab lab = RunningLab.boot(spec(mistake.usual(), Optional.of(mistake)))) {
            assertThat(seen(lab)).isNotEmpty().allMatch(node -> node.endsWith(" []"));
            assertThat(names(lab)).containsExactly(mistake.word());
            assertThat(lab.lab().cluster().findings().get(0).nodes())
                    .isEqualTo(lab.lab().topology().nodeNames());
            assertThat(lab.warnings())
                    .contains(lab.lab().cluster().findings().get(0).text());
            Eventually.eventually("an event tells").atMost(WAIT).until(() -> told(lab, mistake));
            Browser browser = new Browser();
            LifecycleContract.count(browser, lab, 0, 1);
            LifecycleContract.count(browser, lab, 1, 1);
        }
    }

    private static boolean told(RunningLab lab, Misconfiguration mistake) {
        return lab.lab().events().after(0, 100_000).stream()
                .anyMatch(stamped -> stamped.event() instanceof Event.Misconfigured wrong
                        && wrong.name().equals(mistake.word()));
    }

    @ParameterizedTest
    @MethodSource("memberships")
    void soundDeploymentIsNotBlamed(MembershipSpec.Kind kind) throws Exception {
        try (RunningLab lab = RunningLab.boot(spec(kind, Optional.empty()))) {
            assertThat(names(lab)).isEmpty();
            assertThat(lab.lab().cluster().isIncomplete()).isFalse();
            lab.lab().cluster().stop("node2");
            assertThat(names(lab)).isEmpty();
            lab.lab().cluster().start("node2");
            assertThat(names(lab)).isEmpty();
            assertThat(lab.lab().events().after(0, 100_000))
                    .noneMatch(stamped -> stamped.event() instanceof Event.Misconfigured);
        }
    }

    static Stream<MembershipSpec.Kind> memberships() {
        return Stream.of(MembershipSpec.Kind.KUBERNETES, MembershipSpec.Kind.DNS);
    }

    @Test
    void withoutLabelsAnotherApplicationIsSentTheSessions() throws Exception {
        try (RunningLab lab =
                RunningLab.boot(spec(MembershipSpec.Kind.KUBERNETES, Optional.of(Misconfiguration.NO_LABELS)))) {
            assertThat(seen(lab))
                    .containsExactly("node1 [node2, node3]", "node2 [node1, node3]", "node3 [node1, node2]");
            assertThat(names(lab)).containsExactly("no-labels");
            Kubernetes kubernetes = lab.lab().cluster().kubernetes().orElseThrow();
            LifecycleContract.count(new Browser(), lab, 0, 1);
            Eventually.eventually("the other application has the session")
                    .atMost(WAIT)
                    .until(() -> kubernetes.foreignTraffic().sessions() > 0);
            assertThat(lab.lab().cluster().findings().get(0).happens())
                    .contains(kubernetes.foreign().name() + " (127.2.0.2), which has received ");
        }
    }

    @Test
    void podWithoutItsLabelFindsTheOthersAndIsNotFound() throws Exception {
        try (RunningLab lab =
                RunningLab.boot(spec(MembershipSpec.Kind.KUBERNETES, Optional.of(Misconfiguration.POD_LABEL)))) {
            assertThat(seen(lab)).containsExactly("node1 [node2]", "node2 [node1]", "node3 [node1, node2]");
            assertThat(names(lab)).containsExactly("pod-label");
            assertThat(lab.lab().cluster().findings().get(0).nodes()).containsExactly("node3");
        }
    }

    @Test
    void receiverWithAnotherPortIsAlone() throws Exception {
        try (RunningLab lab =
                RunningLab.boot(spec(MembershipSpec.Kind.KUBERNETES, Optional.of(Misconfiguration.RECEIVER_PORT)))) {
            assertThat(seen(lab)).containsExactly("node1 [node2]", "node2 [node1]", "node3 []");
            assertThat(names(lab)).containsExactly("receiver-port");
        }
    }

    @Test
    void podsThatAreListedWhenTheyAreReadyFindEachOtherTooLate() throws Exception {
        try (RunningLab lab =
                RunningLab.boot(spec(MembershipSpec.Kind.DNS, Optional.of(Misconfiguration.ONLY_READY)))) {
            assertThat(names(lab)).containsExactly("only-ready");
            Eventually.eventually("they find each other").atMost(WAIT).until(() -> seen(lab)
                    .equals(List.of("node1 [node2, node3]", "node2 [node1, node3]", "node3 [node1, node2]")));
        }
    }

    @Test
    void aJvmThatKeepsNamesForEverNeverFindsALaterPod() throws Exception {
        try (RunningLab lab =
                RunningLab.boot(spec(MembershipSpec.Kind.DNS, Optional.of(Misconfiguration.NAMES_FOR_EVER))
                        .nodes(2)
                        .host(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of())))) {
            assertThat(names(lab)).containsExactly("names-for-ever");
            lab.lab().cluster().stop("node2");
            lab.lab().cluster().start("node2");
            assertThat(lab.lab().cluster().kubernetes().orElseThrow().names())
                    .containsExactly("127.0.0.2", "127.1.0.2");
            // The JVM of the new pod has never asked before.
            assertThat(LifecycleContract.members(lab, "node2")).containsExactly("node1");
        }
    }

    /** Nothing was planted: the boot ends soon and says what the user's own variable does. */
    @Test
    void mistakeThatWasNotPlantedEndsTheBootWithItsReason() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> RunningLab.boot(spec(MembershipSpec.Kind.KUBERNETES, Optional.empty())
                        .host(new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of()))
                        .app(new AppSpec(
                                Optional.empty(), Optional.empty(), Map.of("KUBERNETES_NAMESPACE", "shop"), Map.of()))))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("Not ready: node1 does not see node2, node3.")
                .hasMessageContaining(
                        "KUBERNETES_NAMESPACE is shop in node1, node2, node3, and the pods are in lab. Set"
                                + " KUBERNETES_NAMESPACE from metadata.namespace (fieldRef).");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WAIT);
    }
}
