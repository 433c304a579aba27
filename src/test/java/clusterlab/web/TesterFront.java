package clusterlab.web;

import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.front.Balancer;
import clusterlab.spec.Topology;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/** Says what a front says, and forwards nothing: its address is the first node's. */
final class TesterFront implements Balancer {
    private final Cluster cluster;
    private final Map<String, Worker.Activation> activations = new ConcurrentHashMap<>();

    TesterFront(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public URI uri() {
        return URI.create(cluster.topology().nodes().get(0).httpUrl());
    }

    @Override
    public List<Worker> workers() {
        return cluster.nodes().stream().map(this::worker).toList();
    }

    private Worker worker(NodeView node) {
        String name = node.spec().name();
        return new Worker(
                name,
                node.state() == NodeState.UP ? Worker.State.OK : Worker.State.ERR,
                activations.getOrDefault(name, Worker.Activation.ACT),
                node.requests(),
                0);
    }

    @Override
    public void activate(String node, Worker.Activation activation) {
        if (workers().stream().noneMatch(worker -> worker.name().equals(node))) {
            throw new NoSuchElementException(node);
        }
        activations.put(node, activation);
    }

    @Override
    public void sticky(boolean sticky) {}

    @Override
    public void update(Topology topology) {}

    @Override
    public void close() {}
}
