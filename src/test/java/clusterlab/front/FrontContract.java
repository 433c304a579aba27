package clusterlab.front;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.Balancer.Worker.State;
import clusterlab.front.TesterClient.Answer;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every front does, whatever it is made of. */
public abstract class FrontContract extends FrontFixture {
    @Test
    public void sessionStaysOnItsNodeByCookie() throws Exception {
        Balancer front = front(3, true);
        for (int i = 0; i < 6; i++) {
            TesterClient client = new TesterClient(front.uri());
            String node = client.get("/count").node();
            for (int count = 2; count < 6; count++) {
                Answer answer = client.get("/count");
                assertThat(answer.node()).isEqualTo(node);
                assertThat(answer.word(1)).isEqualTo(Integer.toString(count));
            }
        }
    }

    @Test
    public void sessionStaysOnItsNodeByPathParameter() throws Exception {
        Balancer front = front(3, true);
        for (int i = 0; i < 6; i++) {
            Answer first = new TesterClient(front.uri()).get("/count");
            for (int count = 2; count < 6; count++) {
                Answer answer = new TesterClient(front.uri()).get("/count;jsessionid=" + first.word(2));
                assertThat(answer.node()).isEqualTo(first.node());
                assertThat(answer.word(1)).isEqualTo(Integer.toString(count));
            }
        }
    }

    @Test
    public void newSessionsGoRound() throws Exception {
        Balancer front = front(3, true);
        List<String> seen = IntStream.range(0, 9)
                .mapToObj(i -> new TesterClient(front.uri()).get("/count").node())
                .toList();
        assertThat(seen.subList(3, 9)).isEqualTo(seen.subList(0, 6));
        assertThat(seen.subList(0, 3)).containsExactlyInAnyOrder("node1", "node2", "node3");
    }

    @Test
    public void requestsWithoutStickinessGoRoundInOrder() throws Exception {
        Balancer front = front(3, false);
        TesterClient client = new TesterClient(front.uri());
        List<String> seen = new ArrayList<>();
        for (int count = 1; count <= 9; count++) {
            Answer answer = client.get("/count");
            assertThat(answer.word(1)).isEqualTo(Integer.toString(count));
            seen.add(answer.node());
        }
        int offset = Integer.parseInt(seen.get(0).substring(4)) - 1;
        assertThat(seen)
                .isEqualTo(IntStream.range(0, 9)
                        .mapToObj(i -> "node" + ((i + offset) % 3 + 1))
                        .toList());
    }

    @Test
    public void stickinessIsSwitchedWhileSessionsGoOn() throws Exception {
        Balancer front = front(2, true);
        TesterClient client = clientOn(front, "node1");
        front.sticky(false);
        List<String> seen =
                IntStream.range(0, 6).mapToObj(i -> client.get("/count").node()).toList();
        assertThat(seen).contains("node1", "node2");

        front.sticky(true);
        String node = client.get("/count").node();
        for (int i = 0; i < 4; i++) {
            assertThat(client.get("/count").node()).isEqualTo(node);
        }
    }

    @Test
    public void answerNamesItsNode() throws Exception {
        Balancer front = front(3, true);
        for (String path : List.of("/who", "/who", "/who", "/count", "/gone")) {
            Answer answer = new TesterClient(front.uri()).get(path);
            assertThat(answer.nodeHeader()).as(path).contains(answer.node());
        }
    }

    @Test
    public void wrongSecretIsRefusedByTheNode() throws Exception {
        Topology topology = plan(1, true);
        startNodes(topology, new Secret("another-secret"));
        Balancer front = front(topology);
        Answer answer = new TesterClient(front.uri()).get("/who");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(TesterApp.DELIVERIES).isEmpty();
    }

    @Test
    public void killedNodeFailsNoGetAndSessionsGoOn() throws Exception {
        Balancer front = front(3, true);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger cut = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        Set<String> after = ConcurrentHashMap.newKeySet();
        AtomicBoolean killed = new AtomicBoolean();
        List<Thread> clients = IntStream.range(0, 9)
                .mapToObj(i -> new Thread(() -> {
                    TesterClient client = new TesterClient(front.uri());
                    int last = 0;
                    while (!stop.get()) {
                        boolean later = killed.get();
                        Answer answer = client.get("/count");
                        if (answer.status() != 200) {
                            // An answer that the kill cut in the middle can't be taken back, by no front.
                            if (later || answer.status() != 0 && answer.status() != 502) {
                                failures.add(answer.toString());
                            }
                            cut.incrementAndGet();
                            continue;
                        }
                        int count = Integer.parseInt(answer.word(1));
                        // A GET that the killed node had begun has counted there, too.
                        if (count <= last || count > last + 3) {
                            failures.add("count " + count + " after " + last);
                        }
                        last = count;
                        if (later) {
                            after.add(answer.node());
                        }
                    }
                }))
                .toList();
        clients.forEach(Thread::start);
        eventually("load").atMost(PATIENCE).until(() -> TesterApp.DELIVERIES.size() > 200);
        nodes.get("node2").kill();
        killed.set(true);
        int then = TesterApp.DELIVERIES.size();
        eventually("load goes on").atMost(PATIENCE).until(() -> TesterApp.DELIVERIES.size() > then + 500);
        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        assertThat(cut.get()).as("answers cut in the middle").isLessThanOrEqualTo(2);
        assertThat(after).containsExactlyInAnyOrder("node1", "node3");
    }

    @Test
    public void returnedNodeGetsItsShare() throws Exception {
        Balancer front = front(2, true);
        nodes.get("node1").kill();
        Set<String> alone = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            alone.add(new TesterClient(front.uri()).get("/who").node());
        }
        assertThat(alone).containsExactly("node2");
        assertThat(worker(front, "node1").state()).isNotEqualTo(State.OK);
        nodes.get("node1").start();
        eventually("node1 gets requests again")
                .atMost(PATIENCE)
                .until(() -> new TesterClient(front.uri()).get("/who").node().equals("node1"));
        eventually("node1 is OK").atMost(PATIENCE).until(() -> {
            new TesterClient(front.uri()).get("/who");
            return worker(front, "node1").state() == State.OK;
        });
        long share = IntStream.range(0, 20)
                .filter(i -> new TesterClient(front.uri()).get("/who").node().equals("node1"))
                .count();
        assertThat(share).isBetween(7L, 13L);
    }

    @Test
    public void frozenNodeIsGivenUp() throws Exception {
        Topology topology = plan(2, true);
        startNodes(topology, topology.ajpSecret());
        Balancer front = front(topology);
        TesterClient client = clientOn(front, "node1");
        nodes.get("node1").kill();
        // Accepts, and never answers.
        try (ServerSocket frozen =
                new ServerSocket(port(topology.node("node1")), 50, InetAddress.getLoopbackAddress())) {
            assertThat(frozen.isBound()).isTrue();
            long begin = System.nanoTime();
            assertThat(client.get("/count").node()).isEqualTo("node2");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(frozenNodeLimit());
        }
    }

    @Test
    public void drainedNodeKeepsItsSessionsAndGetsNoNewOnes() throws Exception {
        Balancer front = front(2, true);
        TesterClient old = clientOn(front, "node1");
        front.activate("node1", Activation.DIS);
        assertThat(worker(front, "node1").activation()).isEqualTo(Activation.DIS);
        for (int i = 0; i < 6; i++) {
            assertThat(new TesterClient(front.uri()).get("/count").node()).isEqualTo("node2");
            assertThat(old.get("/count").node()).isEqualTo("node1");
        }
        front.activate("node1", Activation.ACT);
        assertThat(worker(front, "node1").activation()).isEqualTo(Activation.ACT);
        assertThat(clientOn(front, "node1")).isNotNull();
    }

    @Test
    public void stoppedNodeGetsNothing() throws Exception {
        Balancer front = front(2, true);
        TesterClient old = clientOn(front, "node1");
        front.activate("node1", Activation.STP);
        assertThat(worker(front, "node1").activation()).isEqualTo(Activation.STP);
        for (int i = 0; i < 6; i++) {
            assertThat(old.get("/count").node()).isEqualTo("node2");
        }
    }

    @Test
    public void workersAreCountedInTheOrderOfTheNodes() throws Exception {
        Balancer front = front(3, true);
        for (int i = 0; i < 9; i++) {
            new TesterClient(front.uri()).get("/who");
        }
        assertThat(front.workers())
                .containsExactly(
                        new Worker("node1", State.OK, Activation.ACT, 3, 0),
                        new Worker("node2", State.OK, Activation.ACT, 3, 0),
                        new Worker("node3", State.OK, Activation.ACT, 3, 0));
        assertThatThrownBy(() -> front.activate("node9", Activation.DIS)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    public void postThatANodeMayHaveBegunIsNotSentAgain() throws Exception {
        Balancer front = front(2, true);
        Answer answer = new TesterClient(front.uri()).send("POST", "/die");
        assertThat(answer.status()).isGreaterThanOrEqualTo(500);
        assertThat(TesterApp.DELIVERIES).hasSize(1);
    }

    @Test
    public void getThatANodeDiedOnIsAnsweredByAnother() throws Exception {
        Balancer front = front(2, true);
        Answer answer = new TesterClient(front.uri()).get("/die");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(TesterApp.DELIVERIES).hasSize(2);
    }

    @Test
    public void noNodeUpIsA503WithoutANode() throws Exception {
        Balancer front = front(plan(2, true));
        Answer answer = new TesterClient(front.uri()).get("/who");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.nodeHeader()).isEmpty();
    }

    @Test
    public void updateTakesNodesAndKeepsWhatIsKnownOfTheOthers() throws Exception {
        Topology all = plan(3, true);
        Topology two = withNodes(all, all.nodes().subList(0, 2));
        startNodes(all, all.ajpSecret());
        Balancer front = front(two);
        TesterClient old = clientOn(front, "node1");
        front.activate("node1", Activation.DIS);
        List<Worker> before = front.workers();
        front.update(all);
        assertThat(front.workers()).startsWith(before.toArray(Worker[]::new)).hasSize(3);
        assertThat(old.get("/count").node()).isEqualTo("node1");
        assertThat(clientOn(front, "node3")).isNotNull();
        front.update(withNodes(all, all.nodes().subList(1, 3)));
        assertThat(front.workers()).extracting(Worker::name).containsExactly("node2", "node3");
        assertThat(old.get("/count").node()).isIn("node2", "node3");
    }

    @Test
    public void closeFreesThePort() throws Exception {
        Topology topology = plan(1, true);
        startNodes(topology, topology.ajpSecret());
        front(topology).close();
        front(topology).close();
    }
}
