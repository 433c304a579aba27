package clusterlab.cluster;

import clusterlab.cloud.Kubernetes;
import clusterlab.spec.NodeSpec;
import java.util.Optional;

/** Makes and deletes the pods as their nodes start and end. */
record PodsOfNodes(Optional<Kubernetes> kubernetes) {

    /** Called by the node, before it goes on. */
    void changed(NodeSpec node, NodeState state) {
        kubernetes.ifPresent(pods -> {
            switch (state) {
                case STARTING -> pods.started(node);
                case UP -> pods.ready(node.name());
                case STOPPING -> pods.terminating(node.name());
                case STOPPED, KILLED, FAILED -> pods.ended(node.name());
                case LATENT, FROZEN -> {
                    // A frozen process is in its pod, and stays ready until a probe fails.
                }
            }
        });
    }
}
