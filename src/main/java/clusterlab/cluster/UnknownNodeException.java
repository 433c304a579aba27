package clusterlab.cluster;

import java.util.List;

/** There is no node of this name; the message lists the nodes. */
public final class UnknownNodeException extends RefusedException {
    private static final long serialVersionUID = 1L;

    /** The name is not among these nodes. */
    public UnknownNodeException(String name, List<String> nodes) {
        super("There is no node " + name + "; the nodes are " + String.join(", ", nodes) + ".");
    }
}
