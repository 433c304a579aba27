package clusterlab.cluster;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.agent.Peer;
import clusterlab.event.Event;
import clusterlab.event.Stamped;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
    @TempDir
    Path dir;

    @Test
    void frontHasTheNewestPlanAfterTwoAddsAtOnce() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(1, dir)) {
            AtomicInteger calls = new AtomicInteger();
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            AtomicReference<Topology> front = new AtomicReference<>();
            lab.cluster().onTopology(plan -> {
                if (calls.incrementAndGet() == 1) {
                    first.countDown();
                    awaitUninterruptibly(go);
                }
                front.set(plan);
            });
            FutureTask<String> one = inBackground(lab.cluster()::add);
            first.await();
            FutureTask<String> two = new FutureTask<>(lab.cluster()::add);
            Thread second = new Thread(two);
            second.start();
            eventually("the second add gets as far as it can")
                    .until(() -> second.getState() == Thread.State.BLOCKED || two.isDone());
            go.countDown();
            assertThat(one.get()).isEqualTo("node2");
            assertThat(two.get()).isEqualTo("node3");
            assertThat(front.get()).isEqualTo(lab.cluster().topology());
            assertThat(lab.host().running()).containsExactlyInAnyOrder("node1", "node2", "node3");
        }
    }

    @Test
    void nodeThatIsRemovedWhileItStartsLeavesNothingRunning() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(1, dir)) {
            CountDownLatch starts = new CountDownLatch(1);
            lab.host().starting(node -> {
                starts.countDown();
                node.hang();
            });
            FutureTask<String> add = inBackground(lab.cluster()::add);
            starts.await();
            lab.cluster().remove("node2");
            assertThat(lab.host().running()).containsExactly("node1");
            assertThat(lab.planned()).containsExactly("node1");
            assertThatThrownBy(add::get).hasRootCauseMessage("node2 is being removed");
        }
    }

    @Test
    void closeEndsAStartThatHangs() throws Exception {
        TesterCluster lab = TesterCluster.booted(1, dir);
        CountDownLatch starts = new CountDownLatch(1);
        lab.host().starting(node -> {
            starts.countDown();
            node.hang();
        });
        FutureTask<String> add = inBackground(lab.cluster()::add);
        starts.await();
        lab.close();
        assertThatThrownBy(add::get).hasRootCauseMessage("the lab is being closed");
        assertThat(lab.host().running()).isEmpty();
    }

    @Test
    void lastNodeIsNotRemovedNorTheSecondOfTwoAtOnce() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(2, dir)) {
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            lab.cluster().onTopology(plan -> {
                first.countDown();
                awaitUninterruptibly(go);
            });
            FutureTask<Boolean> one = inBackground(() -> {
                lab.cluster().remove("node1");
                return true;
            });
            first.await();
            assertThatThrownBy(() -> lab.cluster().remove("node2")).hasMessageContaining("node2 is the last node");
            assertThatThrownBy(() -> lab.cluster().start("node1")).hasMessageContaining("is being removed");
            go.countDown();
            assertThat(one.get()).isTrue();
            assertThat(lab.host().running()).containsExactly("node2");
        }
    }

    @Test
    void repeatedLogLinesReachUserAndEventsOnceWithTheirNumber() throws Exception {
        TesterCluster lab = TesterCluster.booted(1, dir);
        try (lab) {
            for (int i = 0; i < 15; i++) {
                lab.log("node1", new LogRecord(Level.WARNING, "Unable to send message"));
            }
            assertThat(lab.lines()).containsExactly("node1: Unable to send message");
        }
        assertThat(lab.lines()).last().isEqualTo("node1: Unable to send message ×14");
        assertThat(lab.events().after(0, 100))
                .extracting(Stamped::event)
                .contains(new Event.LogWarning("node1", "Unable to send message", 14));
    }

    @Test
    void exhaustionThatANodeLogsIsToldOnceWithAdvice() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(1, dir)) {
            LogRecord record = new LogRecord(Level.SEVERE, "accept");
            record.setThrown(new IOException("Too many open files"));
            lab.log("node1", record);
            lab.log("node1", record);
            lab.log("node2", record);
            assertThat(lab.warnings())
                    .filteredOn(warning -> warning.contains("has a problem"))
                    .singleElement()
                    .asString()
                    .startsWith("node1 has a problem: the limit of open files is reached");
        }
    }

    @Test
    void theFrontIsToldWhileTheNodeStillServes() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(2, dir)) {
            List<String> running = new ArrayList<>();
            lab.cluster().onStop(node -> {
                running.add(node);
                running.addAll(lab.host().running());
            });
            lab.cluster().stop("node2");
            assertThat(running).startsWith("node2").contains("node1").hasSize(3);
            assertThat(lab.host().running()).containsExactly("node1");
        }
    }

    @Test
    void planStaysAsItIsWhenTheFrontRefuses() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(2, dir)) {
            Topology before = lab.cluster().topology();
            lab.cluster().onTopology(plan -> {
                throw new BootException("httpd did not accept it");
            });
            assertThatThrownBy(lab.cluster()::add).isInstanceOf(BootException.class);
            assertThatThrownBy(() -> lab.cluster().remove("node2")).isInstanceOf(BootException.class);
            assertThat(lab.cluster().topology()).isEqualTo(before);
            lab.cluster().onTopology(plan -> {});
            lab.cluster().start("node2");
            assertThat(lab.cluster().add()).isEqualTo("node3");
            assertThat(lab.cluster().topology()).isEqualTo(before.plus(new TesterCluster.TesterPorts()));
        }
    }

    @Test
    void portThatIsLostInABootMovesOnAndAllNodesLearnOfIt() throws Exception {
        TesterCluster lab = new TesterCluster(3, dir);
        try (lab) {
            NodeSpec planned = lab.cluster().topology().node("node2");
            lab.host().starting(node -> refuse(lab, node, planned.receiverPort(), planned.httpPort()));
            lab.boot();
            NodeSpec now = lab.cluster().topology().node("node2");
            assertThat(now.receiverPort()).isGreaterThan(planned.receiverPort());
            assertThat(now.httpPort()).isGreaterThan(planned.httpPort());
            assertThat(now.ajpPort()).isEqualTo(planned.ajpPort());
            assertThat(lab.cluster().nodes().get(1).spec()).isEqualTo(now);
            for (String node : lab.planned()) {
                assertThat(lab.host().peers(node)).extracting(Peer::port).contains(now.receiverPort());
            }
            assertThat(lab.warnings()).anySatisfy(warning -> assertThat(warning)
                    .contains("port " + planned.httpPort() + " of node2", "uses " + now.httpPort()));
        }
    }

    @Test
    void portThatAnAddedNodeLosesMovesOnInPlanAndFront() throws Exception {
        try (TesterCluster lab = TesterCluster.booted(1, dir)) {
            int ajp = lab.cluster().topology().node("node1").ajpPort() + 1;
            AtomicReference<Topology> front = new AtomicReference<>();
            lab.cluster().onTopology(front::set);
            lab.host().starting(node -> refuse(lab, node, ajp));
            lab.cluster().add();
            assertThat(front.get()).isEqualTo(lab.cluster().topology());
            assertThat(front.get().node("node2").ajpPort()).isGreaterThan(ajp);
        }
    }

    @Test
    void portThatTheUserChoseIsNeverReplaced() throws Exception {
        TesterCluster lab = new TesterCluster(1, dir);
        try (lab) {
            int chosen = lab.cluster().topology().node("node1").httpPort();
            lab.ports().pin(chosen);
            lab.host().starting(node -> refuse(lab, node, chosen));
            assertThatThrownBy(lab::boot).hasMessageContaining("port " + chosen + " could not be opened");
        }
    }

    /** Another program has taken these ports before the node could. */
    private static void refuse(TesterCluster lab, TesterHost.TesterNode node, int... lost) throws HostException {
        for (int port : lost) {
            if (node.spec().equals(node.spec().withPort(port, 1))) {
                continue;
            }
            lab.ports().steal(port);
            throw new PortTakenException(port, "connector");
        }
    }

    private static <T> FutureTask<T> inBackground(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        new Thread(task).start();
        return task;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
