package clusterlab.fault;

import clusterlab.cluster.BootException;
import clusterlab.cluster.Cluster;
import clusterlab.cluster.NodeHost.Ability;
import clusterlab.cluster.NodeState;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A deliberate end of a node. The fault ends when the node is started again. */
public sealed interface NodeFault extends Fault {
    /** The node. */
    String node();

    @Override
    default List<String> nodes() {
        return List.of(node());
    }

    @Override
    default String description() {
        return type() + " " + node();
    }

    @Override
    default void heal(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException {
        cluster.start(node());
    }

    /** The node does not run, and no node that runs has it as a member. */
    @Override
    default Optional<String> evidence(Cluster cluster) {
        for (NodeView view : cluster.nodes()) {
            boolean self = view.spec().name().equals(node());
            if (view.state() == NodeState.UP && (self || view.members().contains(node()))) {
                return Optional.empty();
            }
        }
        return Optional.of("no node sees " + node());
    }

    /** It crashes, as far as its host can: it sends no goodbye and discards its queue. */
    record Kill(String node) implements NodeFault {
        @Override
        public Set<Ability> needs() {
            return Set.of(Ability.KILL);
        }

        @Override
        public void begin(String id, Cluster cluster) throws RefusedException, InterruptedException {
            cluster.kill(node);
        }
    }

    /** It ends gracefully: it finishes its requests and announces its end to the others. */
    record Stop(String node) implements NodeFault {
        @Override
        public Set<Ability> needs() {
            return Set.of(Ability.STOP);
        }

        @Override
        public void begin(String id, Cluster cluster) throws RefusedException, BootException, InterruptedException {
            cluster.stop(node);
        }
    }
}
