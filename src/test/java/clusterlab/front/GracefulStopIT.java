package clusterlab.front;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Users who post all the time, while one node after the other is stopped gracefully and started again. */
class GracefulStopIT {
    private static final int CLIENTS = 16;
    private static final int STOPS = Integer.getInteger("clusterlab.stops", 30);

    @Test
    void nodeThatIsAboutToStopGetsNoRequestUntilItWasStartedAgain() throws Exception {
        try (RunningLab running = RunningLab.boot(RunningLab.spec())) {
            Balancer front = running.lab().balancer().orElseThrow();
            String session = sessionOn("node1", front.uri());
            front.stopping("node1");
            for (int i = 0; i < 20; i++) {
                assertThat(TesterHttp.get(front.uri(), "/", session).node()).isNotEqualTo("node1");
            }
            running.lab().cluster().stop("node1");
            running.lab().cluster().start("node1");
            eventually("a session on node1")
                    .until(() -> "node1".equals(TesterHttp.get(front.uri(), "/").node()));
        }
    }

    /** The cookie of a new session. */
    private static String sessionOn(String node, URI front) throws IOException {
        for (int i = 0; i < 10; i++) {
            TesterHttp.Reply reply = TesterHttp.get(front, "/");
            if (node.equals(reply.node())) {
                return "Cookie: " + String.valueOf(reply.header("Set-Cookie")).split(";", 2)[0];
            }
        }
        throw new AssertionError("no new session came to " + node);
    }

    @Test
    void stopFailsNoPostAndEachPostIsAppliedOnce() throws Exception {
        try (RunningLab running = RunningLab.boot(RunningLab.spec());
                TesterCounters load = new TesterCounters(
                        running.lab().balancer().orElseThrow().uri(),
                        "POST",
                        running.lab().topology().startPath(),
                        CLIENTS)) {
            for (int i = 0; i < STOPS; i++) {
                NodeSpec node = running.nodes().get(i % running.nodes().size());
                eventually("a client on " + node.name()).until(() -> load.on(node.name()) > 0);
                running.lab().cluster().stop(node.name());
                long then = load.answered();
                eventually("all go on").until(() -> load.answered() > then + CLIENTS);
                running.lab().cluster().start(node.name());
            }
            assertThat(load.failures).isEmpty();
            assertThat(load.repeats).isEmpty();
        }
    }
}
