package clusterlab.front.embedded;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.front.Balancer.Worker.State;
import clusterlab.front.TesterAjpNode;
import clusterlab.front.TesterHttp;
import clusterlab.front.TesterHttp.Reply;
import clusterlab.front.TesterNodes;
import clusterlab.front.WorkerChange;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The embedded front before nodes that fail in every way; request by request. */
class EmbeddedFailureIT {

    private static final Duration NODE_TIMEOUT = Duration.ofMillis(700);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final List<WorkerChange> changes = java.util.Collections.synchronizedList(new ArrayList<>());
    private TesterNodes nodes;
    private EmbeddedBalancer front;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @Test
    void postThatMayBeDeliveredIsNotSentAgain() throws IOException {
        nodes(2);
        TesterAjpNode bad = bad(1, TesterAjpNode.CLOSE_AFTER_REQUEST);
        front();
        Reply reply = post("/count", "x", 1);
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.body()).contains("node1").contains("not");
        assertThat(bad.requests).hasValue(1);
        assertThat(nodes.node(2).servlet.counted).hasValue(0);
    }

    @Test
    void getAndPutThatMayBeDeliveredAreSentAgain() throws IOException {
        nodes(2);
        TesterAjpNode bad = bad(1, TesterAjpNode.CLOSE_AFTER_REQUEST);
        front();
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        try (TesterHttp http = new TesterHttp(front.uri())) {
            eventually("node1 is trusted and tried again").atMost(SOON).until(() -> {
                assertThat(http.request("PUT", "/size", "hello", cookie(1)).body())
                        .startsWith("5 ");
                return bad.requests.get() == 2;
            });
        }
    }

    @Test
    void putWhoseBodyIsGoneIsNotSentAgain() throws IOException {
        nodes(2);
        bad(1, (connection, out) -> {
            out.write(new byte[] {0x41, 0x42, 0, 3, 6, 0x1f, (byte) 0xfa});
            connection.getInputStream().readNBytes(8192);
            connection.close();
        });
        front();
        try (TesterHttp http = new TesterHttp(front.uri())) {
            assertThat(http.request("PUT", "/size", "x".repeat(20_000), cookie(1))
                            .status())
                    .isEqualTo(502);
        }
    }

    @Test
    void responseThatBrokeOffIsCutNotCompleted() throws IOException {
        nodes(2);
        bad(1, TesterAjpNode.CLOSE_AMID_RESPONSE);
        front();
        assertThatThrownBy(() -> get("/big", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut off after 100");
    }

    @Test
    void headersWithoutABodyAreTakenBack() throws IOException {
        nodes(2);
        bad(1, TesterAjpNode.CLOSE_AFTER_HEADERS);
        front();
        Reply reply = get("/count", 1);
        assertThat(reply.body()).isEqualTo("node2");
        assertThat(reply.header("x-made-up")).isNull();
    }

    @Test
    void nonsenseFromANodeIsAnError() throws IOException {
        nodes(2);
        bad(1, TesterAjpNode.NONSENSE);
        front();
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        eventually("node1 is trusted and tried again")
                .atMost(SOON)
                .until(() -> post("/count", "x", 1).status() == 502);
    }

    @Test
    void refusedPostGoesToAnotherNode() throws IOException {
        nodes(2);
        nodes.node(2).start();
        front();
        assertThat(state(1)).isEqualTo(State.ERR);
        assertThat(post("/count", "x", 1).body()).isEqualTo("node2");
    }

    @Test
    void postOnConnectionsThatTheNodeClosedGoesToAnotherNode() throws IOException {
        nodes(2);
        nodes.node(1).start();
        nodes.node(2).start();
        front();
        for (int i = 0; i < 20; i++) {
            assertThat(post("/count", "x", 1).body()).isEqualTo("node1");
        }
        nodes.node(1).stop();
        assertThat(post("/count", "x", 1).body()).isEqualTo("node2");
        assertThat(nodes.node(2).servlet.counted).hasValue(1);
    }

    @Test
    void frozenNodeIsGivenUpAfterTheLimit() throws Exception {
        nodes(2);
        TesterAjpNode frozen = bad(1, TesterAjpNode.NEVER_ANSWER);
        front();
        frozen.pongs = false;
        long start = System.nanoTime();
        CompletableFuture<Reply> post = CompletableFuture.supplyAsync(() -> {
            try {
                return post("/count", "x", 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(millis).isBetween(100L, NODE_TIMEOUT.toMillis() + 700);
        assertThat(state(1)).isEqualTo(State.ERR);
        // A ping goes before it, so it was not delivered.
        assertThat(post.get(5, TimeUnit.SECONDS).body()).isEqualTo("node2");
        start = System.nanoTime();
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(200);
        frozen.pongs = true;
        eventually("the node is back").atMost(SOON).until(() -> state(1) == State.OK);
        assertThat(changes.stream().filter(c -> c.node().equals("node1")).map(WorkerChange::to))
                .containsSubsequence(State.ERR, State.REC, State.OK);
    }

    @Test
    void nodeThatIsShuttingDownIsPassedOver() throws IOException {
        nodes(2);
        TesterAjpNode[] stopping = new TesterAjpNode[1];
        // As Tomcat does while it stops: connections in use are closed, new ones accepted and never served.
        stopping[0] = bad(1, (connection, out) -> {
            stopping[0].pongs = false;
            connection.close();
        });
        front();
        long start = System.nanoTime();
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        assertThat(post("/count", "x", 1).body()).isEqualTo("node2");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(300);
        assertThat(stopping[0].requests).hasValue(1);
    }

    @Test
    void postInFlightOnAFrozenNodeIsAnsweredWithAnExplanation() throws Exception {
        nodes(2);
        TesterAjpNode frozen = bad(1, TesterAjpNode.NEVER_ANSWER);
        front();
        CompletableFuture<Reply> post = CompletableFuture.supplyAsync(() -> {
            try {
                return post("/count", "x", 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        eventually("the node has the request").atMost(SOON).until(() -> frozen.requests.get() == 1);
        frozen.pongs = false;
        Reply reply = post.get(5, TimeUnit.SECONDS);
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.body()).contains("node1");
        assertThat(nodes.node(2).servlet.counted).hasValue(0);
    }

    @Test
    void slowApplicationOnAHealthyNodeIsNotCutOff() throws Exception {
        nodes(1);
        nodes.node(1).start();
        front();
        CompletableFuture<Reply> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return post("/hold", "x", 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        eventually("held for three times the limit")
                .during(NODE_TIMEOUT.multipliedBy(3))
                .atMost(SOON)
                .until(() -> !slow.isDone() && state(1) == State.OK);
        nodes.node(1).servlet.release();
        assertThat(slow.get(5, TimeUnit.SECONDS).body()).isEqualTo("node1");
    }

    @Test
    void returningNodeGetsItsShareWithinASecond() throws IOException {
        nodes(2);
        nodes.node(2).start();
        front();
        for (int i = 0; i < 50; i++) {
            assertThat(get("/count", 0).body()).isEqualTo("node2");
        }
        nodes.node(1).start();
        long start = System.nanoTime();
        eventually("node1 serves")
                .atMost(SOON)
                .until(() -> get("/count", 0).body().equals("node1"));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1000);
        int share = 0;
        for (int i = 0; i < 20; i++) {
            share += get("/count", 0).body().equals("node1") ? 1 : 0;
        }
        assertThat(share).isEqualTo(10);
    }

    @Test
    void drainedNodeKeepsItsSessionsAndGetsNoNewOnes() throws IOException {
        nodes(2);
        nodes.node(1).start();
        nodes.node(2).start();
        front();
        front.activate("node1", Activation.DIS);
        for (int i = 0; i < 6; i++) {
            assertThat(get("/count", 0).body()).isEqualTo("node2");
        }
        Reply old = get("/echo", 1);
        assertThat(old.body()).contains("node=node1").contains("activation=DIS");
        front.activate("node1", Activation.STP);
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        front.activate("node1", Activation.ACT);
        assertThat(get("/count", 1).body()).isEqualTo("node1");
        assertThatThrownBy(() -> front.activate("nobody", Activation.ACT)).hasMessageContaining("nobody");
    }

    @Test
    void notStickyGoesRoundWhateverTheSession() throws IOException {
        nodes = TesterNodes.start(3, false);
        open.addLast(nodes);
        front();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            order.add(get("/count", 1).body());
        }
        assertThat(order.subList(0, 3)).containsExactly("node1", "node2", "node3");
        assertThat(order.subList(3, 6)).isEqualTo(order.subList(0, 3));
        assertThat(order.subList(6, 9)).isEqualTo(order.subList(0, 3));
        assertThat(front.workers()).extracting(Worker::elected).containsOnly(3L);
    }

    @Test
    void nodesComeAndGoWhileItRuns() throws IOException {
        nodes = TesterNodes.start(3, true);
        open.addLast(nodes);
        Topology all = nodes.topology();
        front(TesterNodes.with(all, all.nodes().subList(0, 2)));
        front.activate("node1", Activation.DIS);
        get("/count", 1);
        front.update(TesterNodes.with(all, all.nodes().subList(0, 3)));
        assertThat(front.workers()).extracting(Worker::name).containsExactly("node1", "node2", "node3");
        assertThat(front.workers().get(0).activation()).isEqualTo(Activation.DIS);
        assertThat(front.workers().get(0).elected()).isEqualTo(1);
        Set<String> served = new TreeSet<>();
        for (int i = 0; i < 4; i++) {
            served.add(get("/count", 0).body());
        }
        assertThat(served).containsExactly("node2", "node3");
        front.update(TesterNodes.with(all, all.nodes().subList(2, 3)));
        assertThat(get("/count", 1).body()).isEqualTo("node3");
        front.update(TesterNodes.with(all, List.of()));
        assertThat(get("/count", 1).status()).isEqualTo(503);
    }

    @Test
    void removedNodeEndsWhatItHas() throws Exception {
        nodes = TesterNodes.start(2, true);
        open.addLast(nodes);
        front();
        CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> {
            try {
                return post("/hold", "x", 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        eventually("node1 has the request")
                .atMost(SOON)
                .until(() -> nodes.node(1).servlet.counted.get() == 1);
        Topology all = nodes.topology();
        front.update(TesterNodes.with(all, all.nodes().subList(1, 2)));
        assertThat(get("/count", 1).body()).isEqualTo("node2");
        assertThat(running).isNotDone();
        nodes.node(1).servlet.release();
        assertThat(running.get(5, TimeUnit.SECONDS).body()).isEqualTo("node1");
    }

    @Test
    void removedNodeThatIsFrozenIsGivenUp() throws Exception {
        nodes(2);
        TesterAjpNode frozen = bad(1, TesterAjpNode.NEVER_ANSWER);
        front();
        CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> {
            try {
                return get("/count", 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        eventually("node1 has the request").atMost(SOON).until(() -> frozen.requests.get() == 1);
        frozen.pongs = false;
        Topology all = nodes.topology();
        front.update(TesterNodes.with(all, all.nodes().subList(1, 2)));
        assertThat(running.get(5, TimeUnit.SECONDS).body()).isEqualTo("node2");
    }

    @Test
    void noNodeUpIsSaidAndEndsAtOnceWhenOneReturns() throws IOException {
        nodes(2);
        front();
        Reply reply = get("/count", 1);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("content-type")).startsWith("text/html");
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(reply.body()).contains("No node is up").contains("Start");
        assertThat(reply.node()).isNull();
        assertThat(post("/count", "x".repeat(100_000), 1).status()).isEqualTo(503);
        nodes.node(2).start();
        assertThat(get("/count", 1).body()).isEqualTo("node2");
    }

    @Test
    void wrongSecretIsExplainedOnce() throws IOException {
        nodes(1);
        nodes.node(1).start(Secret.random().value(), 10);
        List<String> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger("clusterlab.front");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(new java.util.logging.SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        open.addLast(() -> logger.removeHandler(handler));
        front();
        assertThat(get("/count", 1).status()).isEqualTo(403);
        assertThat(post("/count", "x", 1).status()).isEqualTo(403);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("node1 refused the AJP secret");
    }

    @Test
    void takenPortIsNamed() throws IOException {
        nodes(1);
        try (ServerSocket taken =
                new ServerSocket(nodes.topology().frontPort(), 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBalancer.start(nodes.topology()))
                    .hasMessageContaining(taken.getLocalPort() + "")
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void closeLeavesNoThreadAndNoPort() throws IOException {
        nodes(1);
        nodes.node(1).start();
        for (int i = 0; i < 3; i++) {
            front();
            try (TesterHttp http = new TesterHttp(front.uri())) {
                http.request("GET", "/echo", "");
                front.close();
                assertThat(http.isClosedByFront()).isTrue();
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(t -> t.isAlive() && t.getName().startsWith("front"));
        }
    }

    private void nodes(int count) {
        nodes = TesterNodes.planned(count, true);
        open.addLast(nodes);
    }

    /** Puts a bad node in the place of one, and starts the others. */
    private TesterAjpNode bad(int number, TesterAjpNode.Behaviour behaviour) throws IOException {
        TesterAjpNode bad = new TesterAjpNode(nodes.node(number).ajpPort, behaviour);
        open.addLast(bad);
        for (NodeSpec other : nodes.topology().nodes()) {
            if (other.index() + 1 != number) {
                nodes.node(other.index() + 1).start();
            }
        }
        return bad;
    }

    private void front() {
        front(nodes.topology());
    }

    private void front(Topology topology) {
        front = EmbeddedBalancer.start(topology, changes::add, NODE_TIMEOUT);
        open.addFirst(front);
    }

    private Reply get(String path, int route) throws IOException {
        return TesterHttp.get(front.uri(), path, cookie(route));
    }

    private Reply post(String path, String body, int route) throws IOException {
        return TesterHttp.post(front.uri(), path, body, cookie(route));
    }

    private static String cookie(int route) {
        return route == 0 ? "Cookie: none" : "Cookie: JSESSIONID=ABC.node" + route;
    }

    private State state(int number) {
        return front.workers().get(number - 1).state();
    }
}
