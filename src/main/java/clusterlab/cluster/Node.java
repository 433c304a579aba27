package clusterlab.cluster;

import clusterlab.spec.NodeSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * A node as the cluster keeps it; where it runs is its own affair. Nodes that are processes of their own come next.
 */
public interface Node {

    /** Its place in the plan. */
    NodeSpec spec();

    /** Where it is in its life, at this moment. */
    NodeState state();

    /** Names of the members that it sees at this moment, without itself, in the order of the plan. */
    List<String> members();

    /** All that can be seen of it at this moment. */
    NodeView view();

    /** Its log. */
    Path log();

    /** Its name. */
    default String name() {
        return spec().name();
    }
}
