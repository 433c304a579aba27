package clusterlab.cluster;

import java.util.List;

/** There is no node of this name; the message names those that there are. */
public final class UnknownNodeException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** There is no such node among these. */
    public UnknownNodeException(String name, List<String> nodes) {
        super("There is no node " + name + "; the nodes are " + String.join(", ", nodes) + ".");
    }
}
