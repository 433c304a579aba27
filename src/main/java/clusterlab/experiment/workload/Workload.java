package clusterlab.experiment.workload;

import clusterlab.experiment.history.Recorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** All clients of a run, one thread each. */
public final class Workload implements AutoCloseable {
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Integer, String> ids = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /**
     * Prepares the clients; they send nothing before {@link #start}.
     *
     * @param requests gives the requests of each client
     * @param recorder of the history; to be closed after {@link #stop}
     * @param clock nanoseconds since the run began
     */
    public Workload(
            WorkloadPlan plan,
            BiFunction<WorkloadPlan, Integer, Iterator<PlannedRequest>> requests,
            Site site,
            Recorder recorder,
            LongSupplier clock) {
        for (int i = 0; i < plan.clients(); i++) {
            Client client = new Client(requests.apply(plan, i), site, recorder, clock, () -> ended, ids);
            Thread thread = new Thread(client, "client-" + i);
            thread.setDaemon(true);
            clients.add(client);
            threads.add(thread);
        }
    }

    /** Begins. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** How many of the sessions in use each node answered last; nodes that own none are left out. */
    public Map<String, Integer> owners() {
        Map<String, Integer> owners = new TreeMap<>();
        for (Client client : clients) {
            String node = client.node();
            if (node != null) {
                owners.merge(node, 1, Integer::sum);
            }
        }
        return owners;
    }

    /** The last id of each logical session that a client has received. */
    public Map<Integer, String> ids() {
        return Map.copyOf(ids);
    }

    /** Whether every client has come to the end of its plan; never so for a plan without an end. */
    boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /**
     * Lets each client finish what it waits for and ends it.
     *
     * @throws IOException if a client could not go on to the end: the run is worth nothing then
     */
    public void stop() throws IOException, InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        for (Client client : clients) {
            Exception failure = client.failure();
            if (failure != null) {
                throw failure instanceof IOException io
                        ? io
                        : new IOException("A client of the workload failed: " + failure, failure);
            }
        }
    }

    /** Ends all clients at once, without waiting for answers. */
    @Override
    public void close() {
        ended = true;
        clients.forEach(Client::cut);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                clients.forEach(Client::cut);
                try {
                    thread.join(50);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
