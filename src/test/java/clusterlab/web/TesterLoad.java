package clusterlab.web;

import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeState;
import clusterlab.load.LoadView;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** A gentle load: each client has a session and goes to a node that is up, without a front. */
final class TesterLoad implements LoadControl {
    private final Cluster cluster;
    private final List<Thread> clients = new ArrayList<>();
    private final LongAdder requests = new LongAdder();
    private volatile boolean running;
    private volatile double rate;

    TesterLoad(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public synchronized void start(int count, Optional<Double> ratePerSecond) {
        stop();
        running = true;
        rate = ratePerSecond.orElse(50.0);
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread client = new Thread(() -> run(number, (long) (count * 1e9 / rate)));
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
    }

    private void run(int number, long pauseNanos) {
        HttpClient http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        while (running) {
            List<String> up = cluster.nodes().stream()
                    .filter(node -> node.state() == NodeState.UP)
                    .map(node -> node.spec().httpUrl())
                    .toList();
            try {
                http.send(
                        HttpRequest.newBuilder(URI.create(up.get(number % up.size())))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.discarding());
                requests.increment();
            } catch (IOException | RuntimeException killed) {
                // The next one goes elsewhere.
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        clients.forEach(Thread::interrupt);
        clients.clear();
    }

    @Override
    public LoadView snapshot() {
        double jitter = Math.abs(Math.sin(System.nanoTime() / 3e9));
        return new LoadView(
                running,
                clients.size(),
                rate,
                running ? rate * (0.9 + jitter / 10) : 0,
                1.4 + jitter,
                6 + 9 * jitter,
                requests.sum(),
                0,
                0);
    }
}
