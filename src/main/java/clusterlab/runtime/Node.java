package clusterlab.runtime;

import clusterlab.spec.NodeSpec;
import java.nio.file.Path;
import java.util.List;

/** A node as the outside sees it; where it runs is its own affair. */
public interface Node {

    /** Its place in the plan. */
    NodeSpec spec();

    /** Where it is in its life, at this moment. */
    NodeState state();

    /** Names of the members that it sees at this moment, without itself, in no certain order. */
    List<String> members();

    /** Its log. */
    Path log();

    /** Its name. */
    default String name() {
        return spec().name();
    }
}
