package clusterlab.cluster;

/** An action that makes no sense in the present state; the message says why and what to do. */
public class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public RefusedException(String message) {
        super(message);
    }
}
