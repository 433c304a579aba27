package clusterlab.front;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients with a session each, a GET every 10 ms, and the longest time that one of them was without an answer. */
public final class TesterLoad implements AutoCloseable {

    private static final long PERIOD_NANOS = 10_000_000L;

    public final AtomicInteger answered = new AtomicInteger();
    public final List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong longest = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** Starts the clients; their sessions' owners are node1 to node{@code nodes} in turn. */
    public TesterLoad(URI front, int clients, int nodes, String path) {
        for (int i = 0; i < clients; i++) {
            String cookie = "Cookie: JSESSIONID=C" + i + ".node" + (i % nodes + 1);
            Thread thread = new Thread(() -> run(front, path, cookie), "tester-client-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(URI front, String path, String cookie) {
        try (TesterHttp http = new TesterHttp(front)) {
            long next = System.nanoTime();
            while (!stopped) {
                long start = System.nanoTime();
                TesterHttp.Reply reply = http.request("GET", path, "", cookie);
                long took = System.nanoTime() - start;
                longest.accumulateAndGet(took, Math::max);
                if (reply.status() == 200) {
                    answered.incrementAndGet();
                } else {
                    failures.add(reply.status() + " " + reply.body());
                }
                next += PERIOD_NANOS;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    /** The longest time from a request to its answer, so far or since the last {@link #reset}. */
    public long longestMillis() {
        return longest.get() / 1_000_000;
    }

    public void reset() {
        longest.set(0);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(10_000);
        }
    }
}
