package clusterlab.cli.console;

import clusterlab.cluster.NodeView;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.load.LoadView;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A lab at one moment, as far as the words tell of it.
 *
 * @param front the balancer's address, if there is one
 * @param faults in force, oldest first
 * @param workers as the front sees them; empty without a front
 */
public record LabView(
        Optional<URI> front, List<NodeView> nodes, List<FaultLine> faults, List<WorkerLine> workers, LoadView load) {
    public LabView {
        nodes = List.copyOf(nodes);
        faults = List.copyOf(faults);
        workers = List.copyOf(workers);
    }

    /** A lab now. */
    public static LabView of(
            Optional<URI> front,
            List<NodeView> nodes,
            List<Nemesis.Active> faults,
            List<Balancer.Worker> workers,
            LoadView load) {
        long now = System.currentTimeMillis();
        return new LabView(
                front,
                nodes,
                faults.stream()
                        .map(active -> new FaultLine(
                                active.id(),
                                active.fault().description(),
                                active.untilMillis().map(until -> until - now)))
                        .toList(),
                workers.stream()
                        .map(worker -> new WorkerLine(
                                worker.name(),
                                worker.state() + " " + worker.activation(),
                                worker.elected(),
                                worker.errors()))
                        .toList(),
                load);
    }

    /**
     * A fault in force.
     *
     * @param description as one would type it
     * @param millisLeft until it heals by itself; empty if by hand only
     */
    public record FaultLine(String id, String description, Optional<Long> millisLeft) {}

    /**
     * A worker of the front.
     *
     * @param state in mod_jk's words, such as "OK ACT"
     * @param elected how many requests went to it
     * @param errors how many requests it failed
     */
    public record WorkerLine(String name, String state, long elected, long errors) {}
}
