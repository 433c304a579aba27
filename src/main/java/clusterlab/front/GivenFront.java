package clusterlab.front;

import clusterlab.spec.TargetSpec;
import clusterlab.spec.Topology;
import java.net.URI;
import java.util.List;

/** The front of a cluster that somebody else runs: clients use it, and nothing of it can be seen or changed. */
final class GivenFront implements Balancer {
    private static final String NOT_OURS =
            "The front is that of the cluster elsewhere; change it there, or leave the front out"
                    + " of the file to use the lab's.";

    private final URI uri;

    private GivenFront(URI uri) {
        this.uri = uri;
    }

    /**
     * The front that the plan's target names.
     *
     * @throws IllegalArgumentException if it names none
     */
    static GivenFront of(Topology topology) {
        return new GivenFront(topology.host()
                .target()
                .flatMap(TargetSpec::front)
                .orElseThrow(() -> new IllegalArgumentException("the file of --target names no front")));
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public List<Worker> workers() {
        return List.of();
    }

    @Override
    public void activate(String node, Worker.Activation activation) throws FrontException {
        throw new FrontException(NOT_OURS);
    }

    @Override
    public void sticky(boolean sticky) throws FrontException {
        throw new FrontException(NOT_OURS);
    }

    @Override
    public void update(Topology topology) {
        // Its nodes are in its own files.
    }

    @Override
    public void close() {
        // It goes on.
    }
}
