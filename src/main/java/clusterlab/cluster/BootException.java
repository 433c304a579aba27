package clusterlab.cluster;

/** The cluster could not be brought to ready; the message is for the user. */
public final class BootException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message that says what happened and what to do. */
    public BootException(String message) {
        super(message);
    }

    /** With what led to it. */
    public BootException(String message, Throwable cause) {
        super(message, cause);
    }
}
