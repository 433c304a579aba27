package clusterlab.cli.console;

import clusterlab.cluster.NodeView;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.load.LoadView;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of a lab, with the data that the words print.
 *
 * @param front the balancer's address; empty without a balancer
 * @param faults in force, oldest first
 * @param workers as reported by the front; empty without a front
 */
public record LabView(
        Optional<URI> front, List<NodeView> nodes, List<FaultLine> faults, List<WorkerLine> workers, LoadView load) {
    public LabView {
        nodes = List.copyOf(nodes);
        faults = List.copyOf(faults);
        workers = List.copyOf(workers);
    }

    /** A snapshot of a lab. */
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
     * @param description in the words of the prompt
     * @param millisLeft until it heals by itself; empty if it does not heal by itself
     */
    public record FaultLine(String id, String description, Optional<Long> millisLeft) {}

    /**
     * A worker of the front.
     *
     * @param state in mod_jk's words, such as "OK ACT"
     * @param elected number of requests sent to it
     * @param errors number of requests that failed on it
     */
    public record WorkerLine(String name, String state, long elected, long errors) {}
}
