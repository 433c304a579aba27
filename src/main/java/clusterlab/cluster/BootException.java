package clusterlab.cluster;

/** The cluster did not become ready; the message is for the user. */
public final class BootException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message that says what happened and what to do. */
    public BootException(String message) {
        super(message);
    }

    /** With a cause. */
    public BootException(String message, Throwable cause) {
        super(message, cause);
    }
}
