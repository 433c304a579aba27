package clusterlab.front.httpd;

import clusterlab.front.Balancer.Worker;
import clusterlab.front.httpd.HttpdControl.Seen;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps workers' counts over restarts of httpd, which resets them (mod_jk) or keeps them (mod_proxy). While httpd restarts,
 * and for a view from before, it gives the last known workers.
 */
final class WorkerLedger {
    private final Map<String, Worker> last = new HashMap<>();
    /** The counts from before the resets. */
    private final Map<String, Worker> before = new HashMap<>();

    /** Odd while httpd restarts. */
    private int restarts;

    /** Names the present state of httpd for {@link #workers}; to be called before its workers are read. */
    synchronized int era() {
        return restarts;
    }

    /**
     * The workers in the order of the nodes; a worker that httpd does not show is ERR, with its last counts.
     *
     * @param era in which the workers were read
     */
    synchronized List<Worker> workers(Topology topology, Map<String, Seen> seen, int era) {
        boolean current = era == restarts && era % 2 == 0;
        return topology.nodes().stream()
                .map(node -> current ? worker(node, seen.get(node.name())) : known(node.name()))
                .toList();
    }

    /** A restart of httpd begins. */
    synchronized void restarting() {
        restarts++;
    }

    /** A restart did not change httpd. */
    synchronized void notRestarted() {
        restarts++;
    }

    /** Takes the current counts of httpd, after a restart. */
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
    }

    private Worker worker(NodeSpec node, @Nullable Seen seen) {
        String name = node.name();
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
