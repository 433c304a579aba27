package clusterlab.front;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients of the session counter, each with a session and a connection of its own and a request every 10 ms. They note what
 * a user would notice: an answer that is none, a counter that went back, another session, and how long nothing came.
 */
public final class TesterCounters implements AutoCloseable {
    private static final long PERIOD_NANOS = 10_000_000L;
    private static final Pattern COUNTER = Pattern.compile("Session Counter = (\\d+)<");

    /** Answers that were none, counters that went back, sessions that were lost. */
    public final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    /** Counters that went up by more than one: a request that was counted, not answered, and sent again. */
    public final List<String> repeats = Collections.synchronizedList(new ArrayList<>());

    private final AtomicLong answered = new AtomicLong();
    private final List<Client> clients = new ArrayList<>();
    private volatile boolean stopped;

    /** Starts clients that send GETs. */
    public TesterCounters(URI front, String path, int count) {
        this(front, "GET", path, count);
    }

    /** Starts clients that send requests of this method; a POST has a body. */
    public TesterCounters(URI front, String method, String path, int count) {
        for (int i = 0; i < count; i++) {
            Client client = new Client(front, method, path, "client " + i);
            clients.add(client);
            client.thread.start();
        }
    }

    public long answered() {
        return answered.get();
    }

    /** Longest time from one answer to the same client's next one, in milliseconds; then begins anew. */
    public long takeLongestGapMillis() {
        return clients.stream().mapToLong(c -> c.longest.getAndSet(0)).max().orElse(0) / 1_000_000;
    }

    /** How many sessions a node serves now. */
    public long on(String node) {
        return clients.stream().filter(c -> c.cookie.endsWith("." + node)).count();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Client client : clients) {
            client.thread.join();
        }
    }

    private final class Client {
        private final URI front;
        private final String method;
        private final String path;
        private final String name;
        private final Thread thread;
        private final AtomicLong longest = new AtomicLong();
        private volatile String cookie = "Cookie: none=1";
        private int counter;

        private Client(URI front, String method, String path, String name) {
            this.front = front;
            this.method = method;
            this.path = path;
            this.name = name;
            thread = new Thread(this::run, "tester-counter");
            thread.setDaemon(true);
        }

        private void run() {
            long next = System.nanoTime();
            long last = next;
            while (!stopped) {
                try (TesterHttp http = new TesterHttp(front)) {
                    http.timeout(60_000);
                    while (!stopped) {
                        TesterHttp.Reply reply = http.request(method, path, method.equals("POST") ? "a=b" : "", cookie);
                        long now = System.nanoTime();
                        check(reply);
                        longest.accumulateAndGet(now - last, Math::max);
                        last = now;
                        answered.incrementAndGet();
                        next = Math.max(next + PERIOD_NANOS, now - PERIOD_NANOS);
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                } catch (IOException e) {
                    failures.add(name + ": " + e);
                }
            }
        }

        private void check(TesterHttp.Reply reply) {
            Matcher found = COUNTER.matcher(reply.body());
            if (reply.status() != 200 || !found.find()) {
                failures.add(
                        name + ": " + reply.status() + " " + reply.headers() + " after " + counter + " of " + cookie);
                return;
            }
            int now = Integer.parseInt(found.group(1));
            if (now <= counter || now > counter + 2) {
                failures.add(name + ": " + now + " after " + counter + " of " + cookie + " from " + reply.node());
            } else if (now == counter + 2) {
                repeats.add(name + ": " + now + " from " + reply.node());
            }
            counter = now;
            String set = reply.header("Set-Cookie");
            if (set != null) {
                cookie = "Cookie: " + set.split(";", 2)[0];
            }
        }
    }
}
