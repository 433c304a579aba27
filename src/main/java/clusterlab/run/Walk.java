package clusterlab.run;

import clusterlab.Lab;
import clusterlab.app.journey.Correlation;
import clusterlab.app.journey.Facts;
import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Logins;
import clusterlab.app.journey.Walker;
import clusterlab.app.journey.Walker.Seen;
import clusterlab.spec.NodeSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/** Clients that walk the same journey at once. Each has its own thread while it walks; between two stretches none has. */
final class Walk implements AutoCloseable {
    private final List<Traveller> travellers = new ArrayList<>();
    private final ExecutorService threads;

    /** One client and what it saw. */
    static final class Traveller {
        private final Walker walker;
        private final List<String> nodes;
        private final String origin;
        private final List<Seen> seen = new ArrayList<>();
        private final List<Facts> facts = new ArrayList<>();
        private long slowestNanos;

        private Traveller(Walker walker, List<String> nodes, String origin) {
            this.walker = walker;
            this.nodes = nodes;
            this.origin = origin;
        }

        /** What came of the steps up to now. */
        List<Seen> seen() {
            return seen;
        }

        /** The facts of a step that was taken; from 1. */
        Facts facts(int step) {
            return facts.get(step - 1);
        }

        /** What it saw up to now. */
        Deviations.Way way() {
            return new Deviations.Way(seen, facts);
        }

        Walker walker() {
            return walker;
        }

        /** The node that answered last while the client had a session; empty if it has none. */
        Optional<String> owner() {
            if (seen.isEmpty() || seen.get(seen.size() - 1).after().isEmpty()) {
                return Optional.empty();
            }
            return seen.get(seen.size() - 1).node();
        }

        private void walk(int to) {
            while (walker.hasNext()
                    && seen.size() < to
                    && !Thread.currentThread().isInterrupted()) {
                long asked = System.nanoTime();
                Seen next = walker.next();
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - asked);
                seen.add(next);
                facts.add(Facts.of(next, nodes, origin));
            }
        }
    }

    /**
     * Clients before their first step.
     *
     * @param patience how long each waits for an answer
     */
    Walk(Lab lab, Journey journey, Correlation correlation, Logins logins, int clients, Duration patience) {
        URI front = lab.balancer()
                .orElseThrow(() -> new IllegalStateException("a journey needs a front"))
                .uri();
        List<String> nodes = lab.topology().nodes().stream().map(NodeSpec::name).toList();
        for (int i = 0; i < clients; i++) {
            Walker walker = new Walker(journey, correlation, front, logins.of(i), nodes, patience);
            travellers.add(new Traveller(walker, nodes, "http://" + front.getAuthority()));
        }
        threads = Executors.newFixedThreadPool(clients, task -> {
            Thread thread = new Thread(task, "client");
            thread.setDaemon(true);
            return thread;
        });
    }

    List<Traveller> travellers() {
        return travellers;
    }

    /** How long the slowest answer took up to now. Not while they walk. */
    Duration slowest() {
        return Duration.ofNanos(
                travellers.stream().mapToLong(one -> one.slowestNanos).max().orElse(0));
    }

    /**
     * Lets all go on.
     *
     * @param to after which step each one waits, by its number from 0
     */
    void walk(IntUnaryOperator to) throws InterruptedException {
        List<Callable<Void>> ways = new ArrayList<>();
        for (int i = 0; i < travellers.size(); i++) {
            Traveller traveller = travellers.get(i);
            int last = to.applyAsInt(i);
            ways.add(() -> {
                traveller.walk(last);
                return null;
            });
        }
        for (Future<Void> way : threads.invokeAll(ways)) {
            try {
                way.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        travellers.forEach(traveller -> traveller.walker().close());
        threads.shutdownNow();
        try {
            var unused = threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
