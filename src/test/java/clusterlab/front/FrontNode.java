package clusterlab.front;

import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;

/** A node that a front is tested against; whatever makes it, it serves the paths of {@link TesterApp}. */
public interface FrontNode extends AutoCloseable {

    /** Gone at once, with its requests, and without a word; {@link #start} brings it back on the same port. */
    void kill();

    void start();

    @Override
    void close();

    /** Makes nodes, started. */
    public interface Factory {
        FrontNode start(NodeSpec spec, Secret secret);
    }
}
