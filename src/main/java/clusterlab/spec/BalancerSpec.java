package clusterlab.spec;

/**
 * The front before the nodes.
 *
 * @param kind which balancer, or none
 * @param sticky whether a session's requests go to the node that its id names
 */
public record BalancerSpec(Kind kind, boolean sticky) {

    /** The words of {@code --front}. */
    public enum Kind {
        /** Built in, speaks AJP to the nodes. */
        EMBEDDED,
        /** An installed Apache httpd, run as a child process. */
        HTTPD,
        /** No front: clients talk to the nodes. */
        NONE
    }

    /** The same front with or without sticky sessions. */
    public BalancerSpec withSticky(boolean newSticky) {
        return new BalancerSpec(kind, newSticky);
    }

    /** Another front with the same stickiness. */
    public BalancerSpec withKind(Kind newKind) {
        return new BalancerSpec(newKind, sticky);
    }
}
