package clusterlab.cluster;

/** A node runs, but what is asked of it gets no answer: it hangs, or something outside of the lab suspended it. */
public final class SilentNodeException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With the name of the node. */
    public SilentNodeException(String node) {
        super(node + " runs but does not answer");
    }
}
