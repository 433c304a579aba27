package clusterlab.plants;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.experiment.workload.PlannedRequest;
import clusterlab.experiment.workload.WorkloadPlan;
import clusterlab.run.Rig;
import clusterlab.run.Runner;
import clusterlab.run.SideBySide;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.SpecException;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.util.Iterator;

/** Carries out experiments one after the other; only the first one takes the time to warm up. Not thread-safe. */
final class Field {
    private Rig planted = Rig.REAL;
    private final Runner runner = new Runner(line -> {}, sentence -> {}, new Planted(), new SideBySide(1));

    /**
     * Carries out one.
     *
     * @param rig what its runs are made of
     */
    Outcome run(Trial trial, long seed, Rig rig)
            throws SpecException, BootException, IOException, InterruptedException {
        planted = rig;
        long start = System.nanoTime();
        return Outcome.of(runner.run(trial.order(seed)), (System.nanoTime() - start) / 1e9);
    }

    /** The rig of the experiment in progress. */
    private final class Planted implements Rig {
        @Override
        public Lab lab(Topology topology, PortPolicy ports, BootListener listener) throws BootException {
            return planted.lab(topology, ports, listener);
        }

        @Override
        public void booted(Lab lab) throws IOException {
            planted.booted(lab);
        }

        @Override
        public Iterator<PlannedRequest> requests(WorkloadPlan plan, int client) {
            return planted.requests(plan, client);
        }
    }
}
