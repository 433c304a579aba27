package clusterlab.cluster;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.CopyRole;
import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import clusterlab.cluster.Await.Deadline;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class FreezableAgentTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch reads = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);

    /** It has two members and one session, and its copies take until the test lets them come. */
    private final FreezableAgent agent = new FreezableAgent("node1", (NodeAgent) Proxy.newProxyInstance(
            NodeAgent.class.getClassLoader(), new Class<?>[] {NodeAgent.class}, (self, method, args) -> {
                asked.add(method.getName());
                return switch (method.getName()) {
                    case "members" -> List.of("node1", "node3");
                    case "manager" -> NodeAgent.ManagerKind.DELTA;
                    case "sessionCount" -> 1;
                    case "requests" -> 42L;
                    case "sessionIds" -> Set.of("A");
                    case "mapKnows" -> true;
                    case "copies" -> {
                        reads.countDown();
                        answers.await();
                        yield Map.of();
                    }
                    case "roles" -> Map.of();
                    default -> null;
                };
            }));

    @Test
    void frozenAgentIsNotAskedAndKeepsItsFigures() throws Exception {
        agent.freeze(Deadline.in(Duration.ofSeconds(5)));
        asked.clear();
        assertThat(agent.members()).containsExactly("node1", "node3");
        assertThat(agent.manager()).isEqualTo(NodeAgent.ManagerKind.DELTA);
        assertThat(agent.sessionCount()).isEqualTo(1);
        assertThat(agent.requests()).isEqualTo(42);
        assertThat(agent.sessionIds()).isEmpty();
        assertThat(agent.roles(List.of("A"))).containsEntry("A", CopyRole.UNKNOWN);
        assertThat(agent.copies(List.of("A")).values()).extracting("role").containsExactly(CopyRole.UNKNOWN);
        assertThat(agent.mapKnows(2)).isFalse();
        agent.peers(List.of());
        agent.links(Map.of("node1", LinkFault.CUT), Set.of());
        agent.heartbeat();
        agent.membersKnown();
        agent.transferAgain();
        agent.membership(NodeAgent.Level.LISTEN);
        assertThat(asked).isEmpty();
        agent.thaw();
        assertThat(agent.sessionIds()).containsExactly("A");
        assertThat(asked).containsExactly("sessionIds");
    }

    @Test
    void freezeWaitsForTheReadsThatRun() throws Exception {
        FutureTask<Map<String, ?>> reading = new FutureTask<>(() -> agent.copies(List.of("A")));
        new Thread(reading).start();
        reads.await();
        FutureTask<Boolean> freezing = new FutureTask<>(() -> {
            agent.freeze(Deadline.in(Duration.ofSeconds(20)));
            return true;
        });
        Thread thread = new Thread(freezing);
        thread.start();
        eventually("the freeze waits").until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        assertThat(agent.sessionIds()).isEmpty();
        assertThat(freezing.isDone()).isFalse();
        answers.countDown();
        assertThat(reading.get()).isEmpty();
        assertThat(freezing.get()).isTrue();
    }

    @Test
    void readThatHangsDoesNotHoldUpAFreezeForEver() throws Exception {
        new Thread(() -> agent.copies(List.of("A"))).start();
        reads.await();
        agent.freeze(Deadline.in(Duration.ofMillis(1)));
        assertThat(agent.sessionIds()).isEmpty();
        answers.countDown();
    }
}
