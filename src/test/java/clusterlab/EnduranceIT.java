package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cluster.NodeState;
import clusterlab.event.Event;
import clusterlab.spec.Preset;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A hundred crashes and returns under load: each return has all sessions, and nothing is left behind. With multicast,
 * where a node that returns is a new member; with static membership each return takes some tenths of a second more.
 */
class EnduranceIT {
    private static final int CYCLES = 100;
    private static final int CLIENTS = 2;

    @Test
    void hundredKillsAndStartsUnderLoadLeakNothingAndLoseNoSession() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().membership(Preset.MULTICAST))) {
            // Full from the start: it keeps its newest events, and filling it is no leak.
            for (int i = 0; i < 20_000; i++) {
                lab.lab().events().append(new Event.SessionTraffic("node1", 250, i, i, i, i));
            }
            List<Browser> settled = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Browser browser = new Browser();
                browser.open(lab.url(i % 3));
                settled.add(browser);
            }
            AtomicBoolean running = new AtomicBoolean(true);
            AtomicLong served = new AtomicLong();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> load(lab, running, served), "load-" + i);
                client.start();
                clients.add(client);
            }
            try {
                long heapAfterTen = 0;
                int threadsAfterTen = 0;
                for (int cycle = 1; cycle <= CYCLES; cycle++) {
                    lab.lab().cluster().kill("node3");
                    lab.lab().cluster().start("node3");
                    List<String> ids = lab.lab().cluster().sessions().idsOn("node3");
                    assertThat(settled).allMatch(browser -> ids.stream()
                            .anyMatch(id -> id.startsWith(browser.sessionIdWithoutRoute())));
                    if (cycle == 10) {
                        heapAfterTen = liveHeap();
                        threadsAfterTen = ManagementFactory.getThreadMXBean().getThreadCount();
                    }
                }
                long heap = liveHeap();
                int threads = ManagementFactory.getThreadMXBean().getThreadCount();
                System.out.printf(
                        "%d cycles, %d requests served meanwhile; heap %d KB after 10, %d KB after %d; threads %d, %d%n",
                        CYCLES, served.get(), heapAfterTen / 1024, heap / 1024, CYCLES, threadsAfterTen, threads);
                assertThat(heap).isLessThan(heapAfterTen + heapAfterTen / 10);
                assertThat(threads).isLessThan(threadsAfterTen + 20);
                assertThat(lab.lab().cluster().nodes()).allMatch(node -> node.state() == NodeState.UP);
            } finally {
                running.set(false);
                for (Thread client : clients) {
                    client.join();
                }
            }
        }
    }

    private static void load(RunningLab lab, AtomicBoolean running, AtomicLong served) {
        Browser browser = new Browser();
        while (running.get()) {
            try {
                browser.open(lab.url(0));
                served.incrementAndGet();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** What is left after collections, when nothing more goes. */
    private static long liveHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
