package clusterlab.cluster.embedded;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Browser;
import clusterlab.RunningLab;
import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Preset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tutorial's proof: the counter continues when another instance answers. */
class CounterIT {
    static Stream<Arguments> managersAndMemberships() {
        return Stream.of(ManagerSpec.Kind.DELTA, ManagerSpec.Kind.BACKUP)
                .flatMap(manager -> Stream.of(Preset.STATIC, Preset.MULTICAST)
                        .map(membership -> Arguments.of(manager, membership)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managersAndMemberships")
    void counterGoesOnWhicheverNodeAnswers(ManagerSpec.Kind manager, MembershipSpec membership) throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().manager(manager).membership(membership))) {
            Browser browser = new Browser();
            String first = "";
            for (int n = 1; n <= 7; n++) {
                int node = (n - 1) % 3;
                Browser.Page page = browser.open(lab.url(node));
                assertThat(page.status()).isEqualTo(200);
                // The texts of the tutorial's page, word for word.
                assertThat(page.body())
                        .contains("Session Clustering Test node" + (node + 1), "Session Counter = " + n + "<")
                        .containsPattern("Current Session ID : " + browser.sessionIdWithoutRoute() + "\\.node\\d<");
                first = first.isEmpty() ? browser.sessionIdWithoutRoute() : first;
                assertThat(browser.sessionIdWithoutRoute()).isEqualTo(first);
                awaitReplicas(lab, browser.sessionId(), n);
            }
        }
    }

    /**
     * A short page is complete before ReplicationValve sends (it has a Content-Length), whatever channelSendOptions
     * says: so the next request could be faster than the replica.
     */
    private static void awaitReplicas(RunningLab lab, String id, int counter) throws Exception {
        eventually(id + " with " + counter + " on every copy")
                .until(() -> lab.lab().cluster().sessions().find(id).orElseThrow().copies().stream()
                        .allMatch(copy -> copy.role() == CopyRole.PROXY || holds(copy, counter)));
    }

    private static boolean holds(CopyView copy, int counter) {
        return copy.attributes().stream()
                .anyMatch(attribute -> attribute.name().equals("session_counter")
                        && Integer.toString(counter).equals(attribute.value()));
    }
}
