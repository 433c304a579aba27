package clusterlab.cluster;

/** An action is impossible in the current state; the message says why and what to do. */
public class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public RefusedException(String message) {
        super(message);
    }
}
