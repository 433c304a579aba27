package clusterlab.plants;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.experiment.workload.PlannedRequest;
import clusterlab.experiment.workload.WorkloadPlan;
import clusterlab.run.Rig;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A load that is not the one that was planned. */
final class Clients {
    private Clients() {}

    /** All clients stop after this time. */
    static Rig stopAfter(Duration time) {
        return new Rig() {
            @Override
            public Iterator<PlannedRequest> requests(WorkloadPlan plan, int client) {
                Iterable<PlannedRequest> all = () -> plan.of(client);
                Stream<PlannedRequest> before = StreamSupport.stream(all.spliterator(), false)
                        .takeWhile(request -> request.due() < time.toNanos());
                return before.iterator();
            }
        };
    }

    /** The first node that the schedule of this run hits has no sessions: the front sends none there. */
    static Rig avoidTheNodeThatIsHit(Trial trial, long seed) {
        int hit = trial.schedule(seed).steps().get(0).nodes().get(0);
        return new Rig() {
            @Override
            public void booted(Lab lab) throws IOException {
                NodeSpec node = lab.topology().nodes().get(hit);
                try {
                    lab.control().drain(node.name(), true);
                } catch (RefusedException | BootException e) {
                    throw new IOException(e);
                }
            }
        };
    }
}
