package clusterlab.run;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.experiment.workload.PlannedRequest;
import clusterlab.experiment.workload.WorkloadPlan;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.util.Iterator;

/** What a run is made of. A test replaces a part to plant a defect, which the experiment then has to find. */
public interface Rig {
    /** The real thing. */
    Rig REAL = new Rig() {};

    /**
     * A lab that has not booted.
     *
     * @throws BootException as the lab's constructor
     */
    default Lab lab(Topology topology, PortPolicy ports, BootListener listener) throws BootException {
        return new Lab(topology, ports, listener);
    }

    /**
     * Called after the boot, before the first request.
     *
     * @throws IOException if a file of the lab can't be changed
     */
    default void booted(Lab lab) throws IOException {
        // Nothing to change.
    }

    /** The requests of a client. */
    default Iterator<PlannedRequest> requests(WorkloadPlan plan, int client) {
        return plan.of(client);
    }
}
