package clusterlab.front.program;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.program.FrontControl.Seen;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps workers' counts over restarts of a program, which resets them (mod_jk) or keeps them (mod_proxy). While it restarts,
 * and for a view from before, it gives the last known workers.
 */
final class WorkerLedger {
    private final Map<String, Worker> last = new HashMap<>();
    /** The counts from before the resets. */
    private final Map<String, Worker> before = new HashMap<>();

    /** Odd while the program restarts. */
    private int restarts;

    /** Names the present state of the program for {@link #workers}; to be called before its workers are read. */
    synchronized int era() {
        return restarts;
    }

    /**
     * The workers in the order of the nodes; a worker that the program does not show is ERR, with its last counts.
     *
     * @param era in which the workers were read
     */
    synchronized List<Worker> workers(Topology topology, Map<String, Seen> seen, int era) {
        boolean current = era == restarts && era % 2 == 0;
        return topology.nodes().stream()
                .map(NodeSpec::name)
                .map(name -> current ? worker(name, seen.get(name)) : known(name))
                .toList();
    }

    /** A restart begins. */
    synchronized void restarting() {
        restarts++;
    }

    /** A restart changed nothing. */
    synchronized void notRestarted() {
        restarts++;
    }

    /** Takes the current counts, after a restart. */
    synchronized void restarted(List<Worker> old, Map<String, Seen> now, Set<String> names) {
        restarts++;
        last.keySet().retainAll(names);
        before.keySet().retainAll(names);
        for (Worker worker : old) {
            Seen seen = now.get(worker.name());
            if (seen != null && seen.worker().elected() < worker.elected()) {
                before.put(worker.name(), worker);
            }
        }
        // For a read that fails before one succeeds.
        now.forEach(this::worker);
    }

    private Worker worker(String name, @Nullable Seen seen) {
        Worker worker;
        if (seen == null) {
            Worker old = known(name);
            worker = new Worker(name, Worker.State.ERR, old.activation(), old.elected(), old.errors());
        } else {
            Worker now = seen.worker();
            Worker past = before.get(name);
            worker = past == null
                    ? now
                    : new Worker(
                            name,
                            now.state(),
                            now.activation(),
                            now.elected() + past.elected(),
                            now.errors() + past.errors());
        }
        last.put(name, worker);
        return worker;
    }

    private Worker known(String name) {
        return last.getOrDefault(name, new Worker(name, Worker.State.ERR, Worker.Activation.ACT, 0, 0));
    }
}
