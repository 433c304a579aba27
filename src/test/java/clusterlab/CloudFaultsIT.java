package clusterlab;

import static clusterlab.LifecycleContract.count;
import static clusterlab.LifecycleContract.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cloud.ApiAnswer;
import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.event.Event;
import clusterlab.fault.CloudFault;
import clusterlab.fault.Fault;
import clusterlab.spec.HostSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.Preset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults of what tells the nodes of each other, and what Tomcat makes of them. */
class CloudFaultsIT {
    private static final Duration WAIT = Duration.ofSeconds(20);

    private static RunningLab boot(MembershipSpec.Kind membership, HostSpec.Kind host) throws Exception {
        return RunningLab.boot(RunningLab.spec()
                .membership(Preset.LAB.membership(membership))
                .host(new HostSpec(host, NodeRuntime.OWN, Map.of()))
                .readyTimeout(Duration.ofSeconds(15)));
    }

    private static String begin(RunningLab lab, Fault fault) throws Exception {
        var outcome = lab.lab().control().begin(fault, Optional.empty());
        assertThat(outcome.effective()).as(fault.description()).isTrue();
        String id = outcome.what().id();
        return lab.lab().events().after(0, 100_000).stream()
                .map(stamped -> stamped.event())
                .filter(event -> event instanceof Event.FaultTookEffect effect
                        && effect.id().equals(id))
                .map(event -> ((Event.FaultTookEffect) event).evidence())
                .findFirst()
                .orElseThrow();
    }

    private static ApiAnswer answer(RunningLab lab, String node) {
        return lab.lab().cluster().kubernetes().orElseThrow().answers().get(node);
    }

    @Test
    void eachFaultIsMetByAllNodesAndHealsWithoutATrace() throws Exception {
        try (RunningLab lab = boot(MembershipSpec.Kind.KUBERNETES, HostSpec.Kind.PROCESS)) {
            assertThat(begin(lab, new CloudFault.Forbid())).isEqualTo("node1, node2, node3 are refused with 403");
            assertThat(answer(lab, "node1").message()).startsWith("pods is forbidden: User ");
            lab.lab().control().healAll();
            assertThat(begin(lab, new CloudFault.Expire())).endsWith("are refused with 401");
            // kubelet writes new tokens; the old ones stay void. Tomcat reads its file again.
            lab.lab().control().healAll();
            Eventually.eventually("all ask with their new tokens").atMost(WAIT).until(() -> Stream.of(
                            "node1", "node2", "node3")
                    .allMatch(node -> answer(lab, node).status() == 200));
            assertThat(begin(lab, new CloudFault.Outage())).endsWith("are refused with 503");
            lab.lab().control().healAll();
            assertThat(begin(lab, new CloudFault.Slow(1500))).endsWith("get their answers after 1500 ms");
            Eventually.eventually("Tomcat does not wait so long").atMost(WAIT).until(() -> lab.log(0)
                    .contains("Read timed out"));
            lab.lab().control().healAll();
            assertThat(begin(lab, new CloudFault.Unlabel("node2"))).endsWith("are not told of node2");
            assertThat(answer(lab, "node1").addresses()).containsExactly("127.0.0.2", "127.0.0.4");
            // A member that is no longer listed but answers stays a member (TcpFailureDetector.memberDisappeared).
            assertThat(members(lab, "node1")).containsExactly("node2", "node3");
            assertThat(lab.lab().control().healAll().effective()).isTrue();
            Browser browser = new Browser();
            count(browser, lab, 0, 1);
            count(browser, lab, 1, 2);
        }
    }

    @Test
    void nodeThatMayNotAskStartsAloneAndTheOthersKeepEachOther() throws Exception {
        try (RunningLab lab = boot(MembershipSpec.Kind.KUBERNETES, HostSpec.Kind.JVM)) {
            lab.lab().cluster().stop("node3");
            begin(lab, new CloudFault.Forbid());
            assertThatThrownBy(() -> lab.lab().cluster().start("node3"))
                    .isInstanceOf(BootException.class)
                    .hasMessageContaining("it does not see node1, node2");
            assertThat(members(lab, "node1")).containsExactly("node2");
            lab.lab().control().healAll();
            lab.lab().cluster().start("node3");
            assertThat(members(lab, "node3")).containsExactly("node1", "node2");
        }
    }

    @Test
    void idleMembersNeverMissADeadPodThatIsStillListedAndARequestFindsItOut() throws Exception {
        for (MembershipSpec.Kind kind : List.of(MembershipSpec.Kind.KUBERNETES, MembershipSpec.Kind.DNS)) {
            try (RunningLab lab = boot(kind, HostSpec.Kind.JVM)) {
                begin(lab, new CloudFault.Stale());
                lab.lab().cluster().kill("node2");
                // Longer than the heartbeat and the expiration together.
                assertThat(lab.lab().cluster().awaitGone("node2", Duration.ofMillis(2500)))
                        .isFalse();
                Browser browser = new Browser();
                count(browser, lab, 0, 1);
                Eventually.eventually("the sender missed it").atMost(WAIT).until(() -> members(lab, "node1")
                        .equals(List.of("node3")));
                lab.lab().control().healAll();
                assertThat(lab.lab().cluster().awaitGone("node2", WAIT)).isTrue();
            }
        }
    }

    @Test
    void otherMembershipsHaveNoApiServer() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(1))) {
            assertThatThrownBy(() -> lab.lab().control().begin(new CloudFault.Stale(), Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("Only a membership of the cloud can have stale; start the lab with --membership"
                            + " kubernetes.");
            assertThat(lab.lab().control().faults()).isEmpty();
        }
    }
}
